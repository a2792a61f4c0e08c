import type { Instant } from '../schema/values';
import type { RemoteName } from '../domain/merging/projections';
import type { Stream } from '../schema/sync-state';
import type { RemoteState } from './gates';

/** How far the reading of a feed from its beginning has come; `total` is what the remote said at its start, null where it said nothing. */
export type ReadingProgress = {
  readonly stream: Stream;
  readonly done: number;
  readonly total: number | null;
};

/** What a pass moved and how many calls to both remotes that took (G9). */
export type Round = { readonly sent: number; readonly received: number; readonly calls: number };

/** What the sync is doing, for the pill and the Sync screen. */
export type SyncStatus = {
  readonly phase: 'idle' | 'sending' | 'receiving';
  /** While a feed is read from its beginning; null otherwise. */
  readonly reading: ReadingProgress | null;
  /** Changes on their way or waiting for their turn. */
  readonly waiting: number;
  /** Changes that a person has to look at. */
  readonly parked: number;
  /** Conflicts that wait for a choice. */
  readonly conflicts: number;
  /** When everything was last read to its end; null before the first time. */
  readonly lastSyncAt: Instant | null;
  /** The last pass that sent or received anything; null before the first one, and where calls are not counted. */
  readonly lastRound: Round | null;
  /** Whether a remote answered in the last pass; null before the first one. */
  readonly online: boolean | null;
  readonly remotes: Readonly<Record<RemoteName, RemoteState>>;
  /** Feeds that the org or group does not have, with the reason. */
  readonly absent: readonly { readonly stream: string; readonly why: string }[];
};

/** What one pass came to. */
export type SyncReport = {
  /** Steps confirmed by a remote. */
  readonly sent: number;
  /** Records changed by what came in. */
  readonly received: number;
  readonly parked: number;
  readonly quarantined: number;
  readonly waiting: number;
  /** Everything that could be read was read to its end. */
  readonly complete: boolean;
  /** Remotes that could not be worked with, in plain words. */
  readonly notes: readonly string[];
  /** When the next waiting change is due; null when nothing waits for a time. */
  readonly nextAttemptAt: Instant | null;
  /** Why the local database refused to write; null when it did not. */
  readonly storeProblem: string | null;
};

/** A listener list that remembers the last value. */
export type StatusBoard = {
  current(): SyncStatus;
  set(change: Partial<SyncStatus>): void;
  subscribe(listener: (status: SyncStatus) => void): () => void;
};

const unknown: RemoteState = { state: 'unknown', note: null, until: null };

/** A board on which nothing is known yet. */
export function createStatusBoard(): StatusBoard {
  let status: SyncStatus = {
    phase: 'idle',
    reading: null,
    waiting: 0,
    parked: 0,
    conflicts: 0,
    lastSyncAt: null,
    lastRound: null,
    online: null,
    remotes: { salesforce: unknown, gitlab: unknown },
    absent: [],
  };
  const listeners = new Set<(status: SyncStatus) => void>();
  return {
    current: () => status,
    set(change) {
      const next = { ...status, ...change };
      if (JSON.stringify(next) === JSON.stringify(status)) return;
      status = next;
      for (const listener of listeners) listener(status);
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(status);
      return () => listeners.delete(listener);
    },
  };
}
