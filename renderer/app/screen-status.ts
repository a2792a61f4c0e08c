import type { ConnectionState } from '../../shared/ipc/contract';
import type { SyncStatus as EngineStatus } from '../../shared/sync/status';
import type { SyncStatus } from '../widgets/sync-status';

const remotes = ['salesforce', 'gitlab'] as const;

/**
 * Says in the words of every screen what the engine says of itself. A remote that was never set up is not missed;
 * `trouble` is what keeps the sync on this computer from working.
 */
export function screenStatus(
  engine: EngineStatus,
  connections: readonly ConnectionState[],
  trouble: string | null,
): Omit<SyncStatus, 'uploads'> {
  const isSetUp = (remote: (typeof remotes)[number]): boolean =>
    connections.some((connection) => connection.remote === remote && connection.state !== 'not-set-up');
  const inUse = remotes.filter(isSetUp);
  const notes = inUse.flatMap((remote) => engine.remotes[remote].note ?? []);
  const isAway = notes.length > 0 || trouble !== null || engine.online === false;
  const state =
    inUse.length === 0 ? 'not-connected' : engine.phase !== 'idle' ? 'syncing' : isAway ? 'offline' : 'idle';
  return {
    state,
    waiting: engine.waiting,
    needsYou: engine.parked + engine.conflicts,
    lastSyncAt: engine.lastSyncAt,
    lastRound: engine.lastRound,
    reading: engine.reading,
    note: [...(trouble === null ? [] : [trouble]), ...notes].join(' ') || null,
  };
}
