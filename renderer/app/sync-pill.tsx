import { CloudOff, RefreshCw } from 'lucide-react';
import { Tooltip, TooltipTrigger, Button as AriaButton } from 'react-aria-components';
import { FormattedNumber, useIntl } from 'react-intl';
import { assertNever } from '../../shared/lib/assert-never';
import { cx } from '../ui/cx';
import tooltipStyles from '../ui/tooltip.module.css';
import { StatusShape } from '../ui/status';
import { agoText } from '../widgets/ago-text';
import { useNow } from '../widgets/desk-context';
import { useNavigation } from '../widgets/navigation';
import { type SyncStatus, useSyncStatus } from '../widgets/sync-status';
import styles from './sync-pill.module.css';

/** Smaller files are there before anybody has read a number. */
const WORTH_A_WORD = 1_000_000;

/** The quiet word on how the desk stands with its remotes; a press shows what waits. */
export function SyncPill({ isCollapsed }: { readonly isCollapsed: boolean }) {
  const state = useSyncStatus((status) => status.state);
  const waiting = useSyncStatus((status) => status.waiting);
  const note = useSyncStatus((status) => status.note);
  const uploads = useSyncStatus((status) => status.uploads);
  const needsYou = useSyncStatus((status) => status.needsYou);
  const share = uploadedShare(uploads);
  const go = useNavigation((navigation) => navigation.go);
  // What cannot go on by itself is no sync that is over.
  const isStuck = state === 'idle' && needsYou > 0;
  const word = isStuck ? `${needsYou} ${needsYou === 1 ? 'needs' : 'need'} you` : stateWord(state);
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      <AriaButton
        className={cx(styles.pill, isCollapsed && styles.collapsed)}
        aria-label={`${word}. ${waitingText(waiting, state)}`}
        onPress={() => go('sync')}
      >
        {isStuck ? <StatusShape tone="waiting" /> : <StateIcon state={state} />}
        {isCollapsed ? null : <span className={styles.word}>{word}</span>}
        {share !== null ? (
          <span className={styles.count}>
            <FormattedNumber value={share} style="percent" />
            {isCollapsed ? '' : ' sent'}
          </span>
        ) : waiting > 0 ? (
          <span className={styles.count}>
            <FormattedNumber value={waiting} />
            {isCollapsed ? '' : ' waiting'}
          </span>
        ) : isStuck && isCollapsed ? (
          <span className={styles.count}>
            <FormattedNumber value={needsYou} />
          </span>
        ) : null}
      </AriaButton>
      <Tooltip className={cx(tooltipStyles.tooltip)} offset={6}>
        <span>
          {uploads[0] === undefined ? null : `Uploading “${uploads[0].name}”. `}
          {waitingText(waiting, state)}
          {note === null ? <LastSync /> : `. ${note}`}
        </span>
      </Tooltip>
    </TooltipTrigger>
  );
}

/** `3 changes wait for a connection`, or `to be sent` while there is one. */
export function waitingText(waiting: number, state: SyncStatus['state']): string {
  if (state === 'starting') return 'What waits to be sent is being counted';
  if (waiting === 0) return 'Nothing waits to be sent';
  const isAway = state === 'offline' || state === 'not-connected';
  const what = isAway ? 'for a connection' : 'to be sent';
  return waiting === 1 ? `1 change waits ${what}` : `${waiting} changes wait ${what}`;
}

/** How much of the files on their way has left, from 0 to 1; null while there are none or they take no time. */
function uploadedShare(uploads: SyncStatus['uploads']): number | null {
  const total = uploads.reduce((sum, upload) => sum + upload.total, 0);
  if (total < WORTH_A_WORD) return null;
  return uploads.reduce((sum, upload) => sum + upload.sent, 0) / total;
}

function LastSync() {
  const lastSyncAt = useSyncStatus((status) => status.lastSyncAt);
  const now = useNow();
  const intl = useIntl();
  return lastSyncAt === null ? null : <>{`. Last sync ${agoText(lastSyncAt, now, intl)}`}</>;
}

function StateIcon({ state }: { readonly state: SyncStatus['state'] }) {
  switch (state) {
    case 'idle':
      return <StatusShape tone="good" />;
    case 'starting':
      return <StatusShape tone="neutral" />;
    case 'syncing':
      return <RefreshCw aria-hidden className={styles.turning} />;
    case 'offline':
    case 'not-connected':
      return <CloudOff aria-hidden />;
    default:
      return assertNever(state);
  }
}

function stateWord(state: SyncStatus['state']): string {
  switch (state) {
    case 'idle':
      return 'Synced';
    case 'starting':
      return 'Starting';
    case 'syncing':
      return 'Syncing';
    case 'offline':
      return 'Offline';
    case 'not-connected':
      return 'Not connected';
    default:
      return assertNever(state);
  }
}
