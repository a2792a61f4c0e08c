import { useLiveQuery } from 'dexie-react-hooks';
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { AuditEntry } from '../../shared/schema/audit';
import type { HeldRow } from '../../shared/schema/held-row';
import type { Intent, RecordKey } from '../../shared/schema/intent';
import type { RecordKind, RecordOf } from '../../shared/schema/record';
import type { Conflict, Quarantined } from '../../shared/schema/sync-state';
import { checkHistory, type HistoryCheck } from './check-history';
import type { LogRow } from './desk-db';
import type { DeskData } from './desk-data';
import type { CacheView } from './record-cache';

/** The open workspace of this page; set once by the app's composition root. */
export const DeskDataContext = createContext<DeskData | null>(null);

/** The open workspace; using it outside the app's root is a bug. */
export function useDeskData(): DeskData {
  const data = useContext(DeskDataContext);
  if (!data) throw new Error('no workspace is open above this component');
  return data;
}

/** All records of a kind, kept current; the same array until something changes. */
export function useRecords<K extends RecordKind>(kind: K): CacheView<K> {
  const { cache } = useDeskData();
  const subscribe = useCallback((listener: () => void) => cache.subscribe(kind, listener), [cache, kind]);
  return useSyncExternalStore(subscribe, () => cache.view(kind));
}

/** One record, or undefined while loading and when there is none. */
export function useRecord<K extends RecordKind>(kind: K, id: string | null): RecordOf<K> | undefined {
  const view = useRecords(kind);
  return id === null ? undefined : view.byId.get(id);
}

/** Intents that the remotes have not confirmed, in order; undefined while loading. */
export function useOpenIntents(): Intent[] | undefined {
  const { store } = useDeskData();
  return useLiveQuery(() => store.openIntents(), [store]);
}

/** Intents that are over, newest first: the last so many that were done, and all that were given up, since those can be sent after all. */
export function useFinishedIntents(limit: number): Intent[] | undefined {
  const { db } = useDeskData();
  return useLiveQuery(async () => {
    const [done, discarded] = await Promise.all([
      db.intents
        .orderBy('seq')
        .reverse()
        .filter(({ state }) => state === 'done')
        .limit(limit)
        .toArray(),
      db.intents.where('state').equals('discarded').toArray(),
    ]);
    return [...done, ...discarded].sort((a, b) => b.seq - a.seq);
  }, [db, limit]);
}

/** One intent, from its beginning to its end; undefined while it is looked for, and where there is none. */
export function useIntent(id: string | null): Intent | undefined {
  const { store } = useDeskData();
  return useLiveQuery(async () => (id === null ? undefined : store.intent(id)), [store, id]);
}

/** Intents that concern one record, in order. */
export function useIntentsFor(key: RecordKey): Intent[] | undefined {
  const { store } = useDeskData();
  return useLiveQuery(() => store.intentsFor(key), [store, key.kind, key.id]);
}

/** Conflicts that wait for a choice. */
export function useOpenConflicts(): Conflict[] | undefined {
  const { store } = useDeskData();
  return useLiveQuery(() => store.openConflicts(), [store]);
}

/** Things set aside because they could not be read. */
export function useQuarantine(): Quarantined[] | undefined {
  const { store } = useDeskData();
  return useLiveQuery(() => store.quarantined(), [store]);
}

/** Imported rows that wait to be fixed. */
export function useHeldRows(): HeldRow[] | undefined {
  const { store } = useDeskData();
  return useLiveQuery(() => store.heldRows(), [store]);
}

/** History of one record, oldest first. */
export function useAudit(key: RecordKey): AuditEntry[] | undefined {
  const { store } = useDeskData();
  return useLiveQuery(() => store.auditFor(key), [store, key.kind, key.id]);
}

/** The histories of several records, such as a request and its claims. */
export function useAudits(keys: readonly RecordKey[]): AuditEntry[] | undefined {
  const { store } = useDeskData();
  const which = keys.map(({ kind, id }) => `${kind} ${id}`).join('\n');
  // The same records in a new list are no reason to ask again.
  return useLiveQuery(
    async () => (await Promise.all(keys.map((key) => store.auditFor(key)))).flat(),
    [store, which],
  );
}

/** Looks through the whole history for a line that was altered or taken out after it was written. */
export function useHistoryCheck(): () => Promise<HistoryCheck> {
  const { db } = useDeskData();
  return useCallback(() => checkHistory(db), [db]);
}

/** The newest lines of the sync log, newest first. */
export function useSyncLog(limit: number): LogRow[] | undefined {
  const { db } = useDeskData();
  return useLiveQuery(() => db.log.orderBy(':id').reverse().limit(limit).toArray(), [db, limit]);
}

/** Asks for the number of the last entry that the database has made for the journal; 0 before the first. */
export function useLastEntry(): () => Promise<number> {
  const { db } = useDeskData();
  return useCallback(async () => Number((await db.redo.orderBy(':id').lastKey()) ?? 0), [db]);
}
