import { causeText } from '../../shared/lib/cause';
import type { Lookup } from '../../shared/lib/lookup';
import type { LocalStore } from '../../shared/ports/local-store';
import type { RecordKey } from '../../shared/schema/intent';
import type { RecordKind, RecordOf } from '../../shared/schema/record';
import { tableOf } from './desk-db';
import { type EarlyRows, noEarlyRows } from './early-rows';
import { createRefresher, type Refresher } from './refresher';

/** A map of a hundred thousand records is not copied for each change; what is copied is the way to it. */
function lookupIn<R>(records: ReadonlyMap<string, R>): Lookup<R> {
  return { get: (id) => records.get(id), has: (id) => records.has(id) };
}

/** All records of a kind as a screen sees them; `version` grows with every change. */
export type CacheView<K extends RecordKind> = {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly version: number;
  readonly list: readonly RecordOf<K>[];
  /** Another one after every change, always with the records as they are now. */
  readonly byId: Lookup<RecordOf<K>>;
  readonly problem: string | null;
};

type Shelf<K extends RecordKind> = {
  view: CacheView<K>;
  readonly records: Map<string, RecordOf<K>>;
  readonly listeners: Set<() => void>;
};

type Shelves = { [K in RecordKind]: Shelf<K> };

function emptyShelf<K extends RecordKind>(): Shelf<K> {
  return {
    view: { state: 'loading', version: 0, list: [], byId: lookupIn(new Map()), problem: null },
    records: new Map(),
    listeners: new Set(),
  };
}

/**
 * Records in memory, read once from the store and then kept current record by record, so that an edit among 10,000 costs
 * one read. Thousands that change at once are read and shown in turns, so that no frame is lost to them.
 */
export type RecordCache = {
  view<K extends RecordKind>(kind: K): CacheView<K>;
  subscribe(kind: RecordKind, listener: () => void): () => void;
  /** Reads the kinds whose rows are on their way already, before anybody shows them. */
  warm(): void;
  /** Resolves once the kinds that are being read are there, or have failed. */
  settled(): Promise<void>;
  /** Reads again the records that a commit here or in a worker changed. */
  refresh(keys: readonly RecordKey[]): Promise<void>;
};

/** Makes a cache over a store; a kind is loaded when something first subscribes to it, from `early` if it is there. */
export function createRecordCache(store: LocalStore, early: EarlyRows = noEarlyRows): RecordCache {
  const shelves: Shelves = {
    partner: emptyShelf(),
    budget: emptyShelf(),
    'fund-request': emptyShelf(),
    claim: emptyShelf(),
    document: emptyShelf(),
    'plan-item': emptyShelf(),
    'quarter-plan': emptyShelf(),
    registration: emptyShelf(),
  };
  const loading = new Map<RecordKind, Promise<void>>();

  function shelfOf<K extends RecordKind>(kind: K): Shelf<K> {
    return shelves[kind];
  }

  function publish<K extends RecordKind>(kind: K, change: Partial<CacheView<K>>): void {
    const shelf = shelfOf(kind);
    shelf.view = { ...shelf.view, ...change, version: shelf.view.version + 1 };
    for (const listener of shelf.listeners) listener();
  }

  async function load<K extends RecordKind>(kind: K): Promise<void> {
    try {
      const list = (await earlyList(kind)) ?? (await store.list({ kind }));
      const { records } = shelfOf(kind);
      records.clear();
      for (const record of list) records.set(record.id, record);
      publish(kind, { state: 'ready', list, byId: lookupIn(records), problem: null });
    } catch (cause) {
      fail(kind, cause);
    }
  }

  /** The rows stand in the database as the store wrote them, so they are records of their table's kind. */
  function earlyList<K extends RecordKind>(kind: K): Promise<RecordOf<K>[] | undefined> | undefined {
    return early.take(tableOf[kind]) as Promise<RecordOf<K>[] | undefined> | undefined;
  }

  /** Shows the failure and forgets the try, so that whoever asks next reads again. */
  function fail(kind: RecordKind, cause: unknown): void {
    loading.delete(kind);
    publish(kind, { state: 'failed', problem: causeText(cause) });
  }

  function ensureLoaded(kind: RecordKind): Promise<void> {
    const running = loading.get(kind) ?? load(kind);
    loading.set(kind, running);
    return running;
  }

  /** Puts records in the place of those that are shown; what is no longer in the store is given as undefined. */
  function replace<K extends RecordKind>(kind: K, found: ReadonlyMap<string, RecordOf<K> | undefined>): void {
    const { records } = shelfOf(kind);
    for (const [id, record] of found) {
      if (record) records.set(id, record);
      else records.delete(id);
    }
    publish(kind, { byId: lookupIn(records), list: [...records.values()] });
  }

  function refresherOf<K extends RecordKind>(kind: K): Refresher {
    return createRefresher<RecordOf<K>>({
      read: (ids) => store.getMany(kind, ids),
      show: (found) => replace(kind, found),
      held: () => shelfOf(kind).view.list.length,
    });
  }

  const refreshers = new Map<RecordKind, Refresher>();

  async function refreshKind(kind: RecordKind, ids: ReadonlySet<string>): Promise<void> {
    if (!loading.has(kind)) return;
    await ensureLoaded(kind);
    if (shelfOf(kind).view.state !== 'ready') return;
    const refresher = refreshers.get(kind) ?? refresherOf(kind);
    refreshers.set(kind, refresher);
    await refresher.refresh(ids);
  }

  return {
    view: (kind) => shelfOf(kind).view,
    subscribe(kind, listener) {
      shelves[kind].listeners.add(listener);
      void ensureLoaded(kind);
      return () => shelves[kind].listeners.delete(listener);
    },
    warm() {
      for (const kind of Object.keys(shelves) as RecordKind[])
        if (early.tables.includes(tableOf[kind])) void ensureLoaded(kind);
    },
    async settled() {
      await Promise.all(loading.values());
    },
    async refresh(keys) {
      early.drop(keys.map(({ kind }) => tableOf[kind]));
      const byKind = new Map<RecordKind, Set<string>>();
      for (const key of keys) {
        const ids = byKind.get(key.kind) ?? new Set<string>();
        ids.add(key.id);
        byKind.set(key.kind, ids);
      }
      await Promise.all(
        [...byKind].map(([kind, ids]) => refreshKind(kind, ids).catch((cause: unknown) => fail(kind, cause))),
      );
    },
  };
}
