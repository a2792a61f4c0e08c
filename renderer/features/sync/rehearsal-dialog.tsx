import { causeText } from '../../../shared/lib/cause';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Rehearsal } from '../../../shared/sync/rehearsal/rehearse';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Notice, Skeleton } from '../../ui/states';
import { useProblem } from '../../ui/use-problem';
import { useCountText } from '../../widgets/count-text';
import { useDesk } from '../../widgets/desk-context';
import { groupWrites } from './rehearsal-groups';
import { HeldList, RehearsedChange } from './rehearsal-list';
import styles from './rehearsal.module.css';
import { rehearsalCsv } from './rehearsal-csv';
import { saveText } from './save-text';

/** More than anybody scrolls through; the export has all of them. */
const SHOWN = 100;

/** What would be sent to Salesforce and GitLab if both answered now, field by field; nothing is sent by looking (SY-85). */
export function RehearsalDialog({ onClose }: { readonly onClose: () => void }) {
  const desk = useDesk();
  const counted = useCountText();
  const { store, clock, ids, playbook, bridge } = desk;
  const [rehearsal, setRehearsal] = useState<Rehearsal | null>(null);
  const [problem, setProblem] = useProblem();

  useEffect(() => {
    let isCurrent = true;
    // The code that sends is large and needed only here.
    void import('../../../shared/sync/rehearsal/rehearse')
      .then(({ rehearse }) => rehearse({ store, clock, ids, playbook }))
      .then(
        (done) => {
          if (isCurrent) setRehearsal(done);
        },
        (cause: unknown) => {
          const why = causeText(cause);
          if (isCurrent) setProblem(`It could not be worked out: ${why}. Nothing was sent or changed.`);
        },
      );
    return () => {
      isCurrent = false;
    };
  }, [store, clock, ids, playbook, setProblem]);

  async function save(done: Rehearsal): Promise<void> {
    const name = `would-be-sent-${clock.now().slice(0, 10)}.csv`;
    setProblem(await saveText(bridge, name, await rehearsalCsv(done)));
  }

  const groups = rehearsal === null ? [] : groupWrites(rehearsal.writes);
  return (
    <Dialog
      title="What would be sent"
      size="wide"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button
            size="large"
            icon={<Download aria-hidden />}
            isDisabled={rehearsal === null}
            onPress={() => {
              if (rehearsal !== null) void save(rehearsal);
            }}
          >
            Export
          </Button>
          <Button size="large" variant="primary" onPress={onClose} autoFocus>
            Close
          </Button>
        </>
      }
    >
      <div className={styles.page} role="region" aria-label="Writes" tabIndex={0}>
        {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
        {rehearsal === null ? (
          problem === null ? (
            <Skeleton label="Working out what would be sent" rows={6} />
          ) : null
        ) : (
          <>
            <p className={styles.lead}>{summaryOf(rehearsal, groups.length, counted)}</p>
            {groups.slice(0, SHOWN).map((group) => (
              <RehearsedChange key={group.intent.id} group={group} />
            ))}
            {groups.length > SHOWN ? (
              <p className={styles.lead}>
                {moreText(groups.length - SHOWN, counted)} The export has all of them.
              </p>
            ) : null}
            <HeldList held={rehearsal.held} />
          </>
        )}
      </div>
    </Dialog>
  );
}

type Counted = ReturnType<typeof useCountText>;

function moreText(count: number, counted: Counted): string {
  return `${counted(count, 'more change')} ${count === 1 ? 'is' : 'are'} not shown here.`;
}

function summaryOf({ writes, held, isCut }: Rehearsal, count: number, counted: Counted): string {
  if (writes.length === 0)
    return held.length === 0
      ? 'Nothing waits to be sent.'
      : 'Nothing would be sent now; what waits stays here for the reasons below.';
  const cut = isCut ? ' There is more; only the beginning is worked out.' : '';
  return `If Salesforce and GitLab both answered now: ${counted(writes.length, 'write')} for ${counted(count, 'change')}, in this order. Looking sends nothing.${cut}`;
}
