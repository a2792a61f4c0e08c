import { useState } from 'react';
import { discardedOf } from '../../shared/domain/merging/given-up';
import type { RecordKey } from '../../shared/schema/intent';
import { sendAfterAll } from '../../shared/usecases/sync/retry-intent';
import { useIntentsFor } from '../data/hooks';
import { Button } from '../ui/button';
import { Notice } from '../ui/states';
import { showToast } from '../ui/toast-store';
import { useProblem } from '../ui/use-problem';
import { orProblem } from './broken-off';
import { useDesk } from './desk-context';
import { useSyncStatus } from './sync-status';

type GivenUpNoticeProps = {
  readonly subject: RecordKey;
  /** What stays here, as the notice calls it. */
  readonly what: 'decision' | 'upload';
};

/** Says on the record that its decision or its upload was discarded, and sends it after all when asked (SY-120). */
export function GivenUpNotice({ subject, what }: GivenUpNoticeProps) {
  const desk = useDesk();
  const syncNow = useSyncStatus((status) => status.syncNow);
  const [problem, setProblem] = useProblem();
  const [isBusy, setBusy] = useState(false);
  const intent = discardedOf(subject.kind, useIntentsFor(subject) ?? []);

  async function send(id: NonNullable<typeof intent>['id']): Promise<void> {
    setBusy(true);
    const done = await orProblem(sendAfterAll(desk, id));
    setBusy(false);
    setProblem(done.ok ? null : `${done.error.message} ${done.error.fix}`);
    if (!done.ok) return;
    showToast(`“${done.value.label}” is sent after all`);
    syncNow?.();
  }

  return (
    <Notice
      tone={problem === null ? 'waiting' : 'bad'}
      actions={
        intent === undefined ? undefined : (
          <Button isDisabled={isBusy} onPress={() => void send(intent.id)}>
            Send after all
          </Button>
        )
      }
    >
      This {what} was discarded in the sync queue and is not sent. {problem}
    </Notice>
  );
}
