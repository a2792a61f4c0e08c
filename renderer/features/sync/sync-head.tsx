import { FormattedRelativeTime } from 'react-intl';
import { toEpochMs } from '../../../shared/domain/calendar/zoned';
import { assertNever } from '../../../shared/lib/assert-never';
import { Status } from '../../ui/status';
import { useNow } from '../../widgets/desk-context';
import { type SyncStatus, useSyncStatus } from '../../widgets/sync-status';
import type { Words } from './intent-words';
import { changes } from './remote-words';

/** How the desk stands with its remotes, in one line beside the title. */
export function SyncHead() {
  const state = useSyncStatus((status) => status.state);
  const waiting = useSyncStatus((status) => status.waiting);
  const { tone, word } = stateWords(state);
  return (
    <>
      <Status tone={tone}>{word}</Status>
      <span>{waiting === 0 ? <LastSync /> : waitingWords(waiting, state)}</span>
    </>
  );
}

/** `Last sync 2 minutes ago.`, or that there was none. */
export function LastSync() {
  const lastSyncAt = useSyncStatus((status) => status.lastSyncAt);
  const now = useNow();
  if (lastSyncAt === null) return <>Nothing was read from Salesforce and GitLab yet.</>;
  const minutes = Math.min(0, Math.round((toEpochMs(lastSyncAt) - toEpochMs(now)) / 60_000));
  if (minutes === 0) return <>Last sync just now.</>;
  return (
    <>
      {'Last sync '}
      <FormattedRelativeTime value={minutes} unit="minute" numeric="auto" />
      {'.'}
    </>
  );
}

function waitingWords(waiting: number, state: SyncStatus['state']): string {
  const verb = waiting === 1 ? 'waits' : 'wait';
  const isAway = state === 'offline' || state === 'not-connected';
  return `${changes(waiting)} ${verb} ${isAway ? 'for a connection' : 'to be sent'}.`;
}

function stateWords(state: SyncStatus['state']): Words {
  switch (state) {
    case 'idle':
      return { tone: 'good', word: 'Synced' };
    case 'syncing':
      return { tone: 'active', word: 'Syncing' };
    case 'offline':
      return { tone: 'waiting', word: 'Offline' };
    case 'not-connected':
      return { tone: 'neutral', word: 'Not connected' };
    default:
      return assertNever(state);
  }
}
