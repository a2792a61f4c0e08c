import { createContext, useContext } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';
import type { Instant } from '../../shared/schema/values';
import type { Transfer } from '../../shared/schema/transfer';
import type { ReadingProgress, Round } from '../../shared/sync/status';

/** How the desk stands with Salesforce and GitLab, as far as every screen shows it. */
export type SyncStatus = {
  /** `starting`: nothing is known yet; `not-connected`: no connection is set up; `offline`: one cannot be reached or is signed out. */
  readonly state: 'starting' | 'not-connected' | 'offline' | 'idle' | 'syncing';
  /** Changes that the remotes have not confirmed yet. */
  readonly waiting: number;
  /** Things that need the person: conflicts, parked changes, quarantine. */
  readonly needsYou: number;
  readonly lastSyncAt: Instant | null;
  /** The last round that sent or received anything, and how many calls it took; null when that is not known. */
  readonly lastRound: Round | null;
  /** Plain words why it is offline and what to do; null when all is well. */
  readonly note: string | null;
  /** How far a feed is that is read from its beginning; null otherwise. */
  readonly reading: ReadingProgress | null;
  /** Files on their way. */
  readonly uploads: readonly Transfer[];
};

type SyncStatusState = SyncStatus & {
  /** Filled by the sync host. */
  readonly report: (change: Partial<SyncStatus>) => void;
  /** Starts a sync; null until the sync host is there. */
  readonly syncNow: (() => void) | null;
  /** The sync host says how a sync is started. */
  readonly attach: (syncNow: () => void) => void;
};

/** How the sync stands, as the sync host reports it. */
export type SyncStatusStore = StoreApi<SyncStatusState>;

/** Makes the status that the sync host fills. */
export function createSyncStatusStore(): SyncStatusStore {
  return createStore<SyncStatusState>()((set) => ({
    state: 'starting',
    waiting: 0,
    needsYou: 0,
    lastSyncAt: null,
    lastRound: null,
    note: null,
    reading: null,
    uploads: [],
    report: (change) => set(change),
    syncNow: null,
    attach: (syncNow) => set({ syncNow }),
  }));
}

/** Set once by the app's root. */
export const SyncStatusContext = createContext<SyncStatusStore | null>(null);

/** A part of the sync status, `useSyncStatus((s) => s.waiting)`. */
export function useSyncStatus<T>(select: (status: SyncStatusState) => T): T {
  const store = useContext(SyncStatusContext);
  if (store === null) throw new Error('no sync status above this component');
  return useStore(store, select);
}
