import { useState } from 'react';
import { useIntl } from 'react-intl';
import { assertNever } from '../../../shared/lib/assert-never';
import { Status } from '../../ui/status';
import { agoText } from '../../widgets/ago-text';
import { useCountText } from '../../widgets/count-text';
import { useNow } from '../../widgets/desk-context';
import { type SyncStatus, useSyncStatus } from '../../widgets/sync-status';
import type { ReadingProgress } from '../../../shared/sync/status';
import type { Words } from './intent-words';
import { type ReadingStart, readingWords, secondsLeft } from './reading-words';

/** How the desk stands with its remotes, in one line beside the title. */
export function SyncHead() {
  const state = useSyncStatus((status) => status.state);
  const waiting = useSyncStatus((status) => status.waiting);
  const reading = useSyncStatus((status) => status.reading);
  const needsYou = useSyncStatus((status) => status.needsYou);
  const counted = useCountText();
  const { tone, word } = state === 'idle' && needsYou > 0 ? stuckWords(needsYou) : stateWords(state);
  const isReading = reading !== null;
  return (
    <>
      <span role="status">
        {isReading ? <Status tone="active">Syncing</Status> : <Status tone={tone}>{word}</Status>}
      </span>
      {isReading ? <Reading key={reading.stream} progress={reading} /> : null}
      {isReading || state === 'starting' ? null : (
        <span>
          {waiting === 0 ? <LastSync /> : `${counted(waiting, 'change')} ${waitingWords(waiting, state)}`}
        </span>
      )}
      {isReading ? null : <LastRound />}
    </>
  );
}

/** How far a feed is while it is read from its beginning. */
function Reading({ progress }: { readonly progress: ReadingProgress }) {
  const { formatNumber } = useIntl();
  const [start] = useState<ReadingStart>(() => ({ done: progress.done, atMs: performance.now() }));
  const left = secondsLeft(progress, start, performance.now());
  return <span>{readingWords(progress, left, formatNumber)}</span>;
}

/** What the last round that moved anything moved, and how many calls that took. */
function LastRound() {
  const round = useSyncStatus((status) => status.lastRound);
  const { formatNumber } = useIntl();
  const counted = useCountText();
  if (round === null) return null;
  const { sent, received, calls } = round;
  const moved = `${formatNumber(sent)} sent and ${formatNumber(received)} received`;
  return <span>{`Last changes: ${moved} in ${counted(calls, 'call')}.`}</span>;
}

/** `Last sync 2 minutes ago.`, or that there was none. */
export function LastSync() {
  const lastSyncAt = useSyncStatus((status) => status.lastSyncAt);
  const now = useNow();
  const intl = useIntl();
  if (lastSyncAt === null) return <>Not everything was read from Salesforce and GitLab yet.</>;
  return <>{`Last sync ${agoText(lastSyncAt, now, intl)}.`}</>;
}

function waitingWords(waiting: number, state: SyncStatus['state']): string {
  const verb = waiting === 1 ? 'waits' : 'wait';
  const isAway = state === 'offline' || state === 'not-connected';
  return `${verb} ${isAway ? 'for a connection' : 'to be sent'}.`;
}

/** All that could be sent was; the rest waits for the person. */
function stuckWords(needsYou: number): Words {
  return {
    tone: 'waiting',
    word: `Synced, except ${needsYou} that ${needsYou === 1 ? 'needs' : 'need'} you`,
  };
}

function stateWords(state: SyncStatus['state']): Words {
  switch (state) {
    case 'starting':
      return { tone: 'neutral', word: 'Starting' };
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
