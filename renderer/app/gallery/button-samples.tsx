import { Check, Ellipsis, ExternalLink, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { Kbd } from '../../ui/kbd';
import { Menu } from '../../ui/menu';
import { Segmented } from '../../ui/segmented';
import { Badge, Status } from '../../ui/status';
import { showToast } from '../../ui/toast-store';
import { Sample } from './sample';

/** Buttons, menus, states and small parts. */
export function ButtonSamples() {
  const [density, setDensity] = useState<'compact' | 'normal' | 'roomy'>('normal');
  return (
    <>
      <Sample title="Buttons, 28 px">
        <Button variant="primary">Approve</Button>
        <Button>Send back</Button>
        <Button variant="quiet">Cancel</Button>
        <Button variant="danger">Decline</Button>
        <Button variant="primary" icon={<Plus aria-hidden />}>
          New request
        </Button>
        <Button icon={<Check aria-hidden />} shortcut="A">
          Accept
        </Button>
        <Button isDisabled>Not possible</Button>
        <Button variant="primary" isDisabled>
          Not possible
        </Button>
        <Button variant="primary" isPending>
          Saving
        </Button>
      </Sample>
      <Sample title="Buttons, 32 px">
        <Button variant="primary" size="large">
          Create request
        </Button>
        <Button size="large">Cancel</Button>
        <Button variant="danger" size="large">
          Delete 3 rows
        </Button>
      </Sample>
      <Sample title="Icon buttons">
        <IconButton label="Open in GitLab" icon={<ExternalLink aria-hidden />} />
        <IconButton label="Delete" shortcut="Del" icon={<Trash2 aria-hidden />} />
        <IconButton label="Pinned" isSelected icon={<Check aria-hidden />} />
        <IconButton label="Not now" isDisabled icon={<Trash2 aria-hidden />} />
        <IconButton label="Small" size="small" icon={<Plus aria-hidden />} />
        <Menu
          label="More"
          trigger={<IconButton label="More" icon={<Ellipsis aria-hidden />} />}
          groups={[
            {
              id: 'a',
              entries: [
                {
                  id: 'open',
                  label: 'Open in Salesforce',
                  icon: <ExternalLink aria-hidden />,
                  run: () => undefined,
                },
                { id: 'copy', label: 'Copy link', shortcut: 'Ctrl C', run: () => undefined },
              ],
            },
            {
              id: 'b',
              entries: [
                {
                  id: 'delete',
                  label: 'Withdraw',
                  isDangerous: true,
                  icon: <Trash2 aria-hidden />,
                  run: () => undefined,
                },
              ],
            },
          ]}
        />
        <Button
          onPress={() =>
            showToast('Request approved', { tone: 'good', action: { label: 'Undo', run: () => undefined } })
          }
        >
          Show a toast
        </Button>
      </Sample>
      <Sample title="Status and badges">
        <Status tone="neutral">Draft</Status>
        <Status tone="active">Level 2 of 3</Status>
        <Status tone="good">Approved</Status>
        <Status tone="waiting">Sent back</Status>
        <Status tone="bad">Declined</Status>
        <Status tone="info">Planned</Status>
        <Badge>12</Badge>
        <Badge tone="active">New</Badge>
        <Badge tone="good">MDF::POP Approved</Badge>
        <Badge tone="waiting">MDF::POP Pending</Badge>
        <Badge tone="bad">Duplicate</Badge>
        <Badge tone="info">Demo</Badge>
        <Kbd>Ctrl K</Kbd>
      </Sample>
      <Sample title="Choices">
        <Segmented
          label="Density"
          segments={[
            { id: 'compact', label: 'Compact' },
            { id: 'normal', label: 'Normal' },
            { id: 'roomy', label: 'Roomy' },
          ]}
          value={density}
          onChange={setDensity}
        />
        <Checkbox defaultSelected>Must have a call to action</Checkbox>
        <Checkbox isIndeterminate>Some</Checkbox>
        <Checkbox help="The contract was read by legal">Legal review done</Checkbox>
        <Checkbox isDisabled>Not possible</Checkbox>
      </Sample>
    </>
  );
}
