import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import { Disclosure } from '../../ui/disclosure';
import { ProgressBar } from '../../ui/progress-bar';
import { EmptyState, ErrorState, FilteredToNothing, Notice, Skeleton } from '../../ui/states';
import { Tabs } from '../../ui/tabs';
import styles from './gallery.module.css';
import { Sample } from './sample';

/** Empty, error and loading states, notices, progress, tabs. */
export function StateSamples() {
  const [tab, setTab] = useState<'one' | 'two'>('one');
  return (
    <>
      <Sample title="Nothing, error, filtered, loading">
        <div className={styles.panel}>
          <EmptyState
            icon={<Inbox aria-hidden />}
            title="No requests yet"
            actions={
              <>
                <Button variant="primary">Import from the portal</Button>
                <Button>New request</Button>
              </>
            }
          >
            Import the export of your partner portal, or type the first request.
          </EmptyState>
        </div>
        <div className={styles.panel}>
          <ErrorState
            title="The requests could not be read"
            reason="The local database answered: quota exceeded."
            fix="Free some disk space, then try again. Nothing is lost."
            actions={<Button>Try again</Button>}
          />
        </div>
        <div className={styles.panel}>
          <FilteredToNothing what="requests" onClear={() => undefined} />
        </div>
        <div className={styles.panel}>
          <Skeleton label="Loading requests" rows={5} />
        </div>
      </Sample>
      <Sample title="Notices">
        <div className={styles.panel}>
          <Notice tone="info">Half of the cost is reimbursed, up to EUR 12,500.</Notice>
        </div>
        <div className={styles.panel}>
          <Notice tone="waiting" actions={<Button>Acknowledge</Button>}>
            This exceeds the region's budget by EUR 4,200.
          </Notice>
        </div>
        <div className={styles.panel}>
          <Notice tone="bad">Only an approved Select partner may ask; Northwind is Open.</Notice>
        </div>
        <div className={styles.panel}>
          <Notice tone="good">All required proofs are there.</Notice>
        </div>
      </Sample>
      <Sample title="Progress, disclosure, tabs">
        <div className={styles.panel}>
          <ProgressBar label="Importing requests" value={0.42} valueText="4,200 of 10,000" />
          <ProgressBar label="Reading the file" value={null} />
        </div>
        <div className={styles.panel}>
          <Disclosure title="Steps in GitLab" meta="3 of 5" startsOpen>
            Epic, campaign creation and list upload are there.
          </Disclosure>
          <Disclosure title="Log" meta="12">
            Lines
          </Disclosure>
        </div>
        <div className={styles.panel}>
          <Tabs
            label="Partner"
            value={tab}
            onChange={setTab}
            tabs={[
              { id: 'one', title: 'Requests', count: 12, content: 'Twelve requests.' },
              { id: 'two', title: 'Programs', content: 'Two programs.' },
            ]}
          />
        </div>
      </Sample>
    </>
  );
}
