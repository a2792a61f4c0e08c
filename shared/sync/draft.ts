import type { RemoteName } from '../domain/merging/projections';
import type { Result } from '../lib/result';
import { valueAt } from '../lib/value-at';
import type { Commit, CommitProblem, LocalStore, NewIntent } from '../ports/local-store';
import type { FundRequest } from '../schema/fund-request';
import { type Intent, intentRev, type RecordKey } from '../schema/intent';
import type { PlanItem } from '../schema/plan';
import type { AnyRecord, RecordKind, RecordOf } from '../schema/record';
import {
  type Base,
  type Conflict,
  type Cursor,
  cursorRev,
  type NamedWait,
  type Quarantined,
  type Stream,
  type SyncLogEntry,
} from '../schema/sync-state';
import type { Instant } from '../schema/values';
import { isWellFormed, markWellFormed } from '../schema/well-formed';
import { baseKey, keyOf, keyText, sameKey } from './keys';

/** What a commit may raise in the report of its pass. */
export type CountName = 'sent' | 'parked' | 'quarantined';

/**
 * What one commit will hold, gathered step by step. It reads every record once, sees its own changes, and
 * remembers the revision of what it changes, so that a record that moved on meanwhile refuses the whole
 * commit instead of losing somebody's edit.
 */
export type Draft = {
  readonly now: Instant;
  get<K extends RecordKind>(kind: K, id: string): Promise<RecordOf<K> | undefined>;
  /** The only record of a kind with this value in an indexed field; undefined for none and for several. */
  only<K extends RecordKind>(kind: K, index: string, equals: string): Promise<RecordOf<K> | undefined>;
  /** All records of a kind with this value in an indexed field. */
  all<K extends RecordKind>(kind: K, index: string, equals: string): Promise<RecordOf<K>[]>;
  /** Stored fund requests that are as asked for; it reads them all, for what no index knows. */
  requests(isWanted: (request: FundRequest) => boolean): Promise<FundRequest[]>;
  /** The plan item whose issue has this global id. */
  planItemOfIssue(issueId: number): Promise<PlanItem | undefined>;
  /** Stores a record when it differs from what is there; `rev` and `updatedAt` are set here. */
  put(entry: AnyRecord): Promise<void>;
  base(key: RecordKey, remote: RemoteName): Promise<Base | undefined>;
  /** Stores what was agreed on a record, as it was read: a choice that is made meanwhile refuses the commit. */
  putBase(base: Base): Promise<void>;
  openConflicts(key: RecordKey): Promise<Conflict[]>;
  /** Stores a question about a record, as it was read: a choice that is made meanwhile refuses the commit. */
  putConflict(conflict: Conflict): void;
  /** Intents of a record that are not done or discarded. */
  openIntents(key: RecordKey): Promise<Intent[]>;
  /** Stores an intent over the one that was read, and gives it as it will be stored; refused when it was changed since. */
  putIntent(intent: Intent): Intent;
  /** Queues something to send that follows from what came in. */
  addIntent(intent: NewIntent): void;
  /** What lies in quarantine under ids of a kind, as it is stored. */
  quarantined(isWanted: (id: string) => boolean): Promise<Quarantined[]>;
  quarantine(item: Quarantined): void;
  release(quarantineId: string): void;
  /** Changes the bookmark of a stream as it is stored now, and gives it as it will be; refused when it was changed since. */
  changeCursor(stream: Stream, change: (stored: Cursor | undefined) => Cursor): Promise<Cursor>;
  /** Keeps until when a remote asked to be left alone, so that a restart keeps to it. */
  keepWait(wait: NamedWait): void;
  log(level: SyncLogEntry['level'], text: string): void;
  /** Refuses the commit when this record, which was read, has moved on since, though nothing of it is stored. */
  hold(key: RecordKey): void;
  /** Raises a count of the report once the commit is made. */
  count(name: CountName): void;
  /** What was counted; zero for the rest. */
  counted(): Readonly<Record<CountName, number>>;
  /** Asks that the commit be in the journal before it counts; the rest can be had from the remotes again. */
  secure(): void;
  /** Writes everything gathered as one commit. */
  commit(): Promise<Result<void, CommitProblem>>;
  /** Number of records that the commit will change. */
  changed(): number;
};

type Parts = {
  readonly originals: Map<string, { readonly key: RecordKey; readonly rev: number | null }>;
  readonly puts: Map<string, AnyRecord>;
  readonly bases: Map<string, Base>;
  readonly conflicts: Map<string, Conflict>;
  readonly intents: Map<string, { readonly seen: number; readonly intent: Intent }>;
  readonly added: Map<string, NewIntent>;
  readonly quarantine: Map<string, Quarantined>;
  readonly released: Set<string>;
  readonly cursors: Map<Stream, { readonly seen: number | null; readonly cursor: Cursor }>;
  readonly namedWaits: NamedWait[];
  readonly log: SyncLogEntry[];
  readonly held: Set<string>;
  readonly counts: Record<CountName, number>;
  isSecure: boolean;
};

function emptyParts(): Parts {
  return {
    originals: new Map(),
    puts: new Map(),
    bases: new Map(),
    conflicts: new Map(),
    intents: new Map(),
    added: new Map(),
    quarantine: new Map(),
    released: new Set(),
    cursors: new Map(),
    namedWaits: [],
    log: [],
    held: new Set(),
    counts: { sent: 0, parked: 0, quarantined: 0 },
    isSecure: false,
  };
}

function commitOf(parts: Parts): Commit {
  const expected = new Set([...parts.puts.keys(), ...parts.held]);
  const expect = [...expected].flatMap((text) => parts.originals.get(text) ?? []);
  return {
    puts: [...parts.puts.values()],
    expect,
    intents: [...parts.intents.values()].map(({ intent }) => intent),
    newIntents: [...parts.added.values()],
    expectIntents: [...parts.intents].map(([id, { seen }]) => ({ id, rev: seen })),
    bases: [...parts.bases.values()],
    cursors: [...parts.cursors.values()].map(({ cursor }) => cursor),
    expectCursors: [...parts.cursors].map(([stream, { seen }]) => ({ stream, rev: seen })),
    namedWaits: parts.namedWaits,
    conflicts: [...parts.conflicts.values()],
    quarantine: [...parts.quarantine.values()],
    releaseQuarantine: [...parts.released],
    log: parts.log,
    journalMayLag: !parts.isSecure,
  };
}

// Schemas order the names of what they parse, so the same content has the same text.
function sameContent(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Records put into a draft by the value of one field. */
type OwnIndex = {
  readonly kind: RecordKind;
  readonly path: string;
  readonly ids: Map<unknown, Set<string>>;
};

/** Starts an empty draft over a store. */
export function startDraft(store: LocalStore, now: Instant): Draft {
  const parts = emptyParts();
  let conflicts: Promise<Conflict[]> | undefined;
  const reads = new Map<string, Promise<unknown>>();
  const lists = new Map<string, Promise<string[]>>();
  const ownIndexes = new Map<string, OwnIndex>();

  async function get<K extends RecordKind>(kind: K, id: string): Promise<RecordOf<K> | undefined> {
    const key: RecordKey = { kind, id };
    const text = keyText(key);
    const own = parts.puts.get(text);
    if (own) return own.record as RecordOf<K>;
    const reading = reads.get(text) ?? store.get(kind, id);
    reads.set(text, reading);
    const found = (await reading) as RecordOf<K> | undefined;
    parts.originals.set(text, { key, rev: found?.rev ?? null });
    return found;
  }

  /** Ids of the stored records with this value; asked once, since rows of a page often share a partner. */
  function idsBy(kind: RecordKind, index: string, equals: string | number): Promise<string[]> {
    const text = `${kind} ${index} ${equals}`;
    const ids =
      lists.get(text) ??
      store.listMany(kind, index, [equals]).then((records) => records.map(({ id }) => id as string));
    lists.set(text, ids);
    return ids;
  }

  function noteOwn(index: OwnIndex, { record }: AnyRecord): void {
    const value = valueAt(record, index.path);
    const ids = index.ids.get(value) ?? new Set<string>();
    ids.add(record.id);
    index.ids.set(value, ids);
  }

  /** Ids of the records put so far that had this value at some time; kept by value, since a page puts thousands. */
  function ownIdsBy(kind: RecordKind, path: string, equals: string | number): Iterable<string> {
    const name = `${kind} ${path}`;
    let index = ownIndexes.get(name);
    if (index === undefined) {
      index = { kind, path, ids: new Map() };
      ownIndexes.set(name, index);
      for (const put of parts.puts.values()) if (put.kind === kind) noteOwn(index, put);
    }
    return index.ids.get(equals) ?? [];
  }

  async function all<K extends RecordKind>(
    kind: K,
    index: string,
    equals: string | number,
  ): Promise<RecordOf<K>[]> {
    const stored = await idsBy(kind, index, equals);
    const ids = new Set([...stored, ...ownIdsBy(kind, index, equals)]);
    const current = await Promise.all([...ids].map((id) => get(kind, id)));
    return current.flatMap((record) => (record && valueAt(record, index) === equals ? [record] : []));
  }

  return {
    now,
    get,
    all,
    async only(kind, index, equals) {
      const found = await all(kind, index, equals);
      return found.length === 1 ? found[0] : undefined;
    },
    async requests(isWanted) {
      const found = (await store.list({ kind: 'fund-request' })).filter(isWanted);
      const current = await Promise.all(found.map(({ id }) => get('fund-request', id)));
      return current.flatMap((request) => (request && isWanted(request) ? [request] : []));
    },
    planItemOfIssue: async (issueId) => (await all('plan-item', 'gitlab.id', issueId))[0],
    async put(entry) {
      const key = keyOf(entry);
      const text = keyText(key);
      const before = await get(entry.kind, entry.record.id);
      if (before && sameContent(before, entry.record)) return;
      const rev = (parts.originals.get(text)?.rev ?? 0) + 1;
      const record = { ...entry.record, rev, updatedAt: now };
      if (isWellFormed(entry.record)) markWellFormed(record);
      const put = { ...entry, record } as AnyRecord;
      parts.puts.set(text, put);
      for (const index of ownIndexes.values()) if (index.kind === put.kind) noteOwn(index, put);
    },
    async base(key, remote) {
      return parts.bases.get(baseKey(key, remote)) ?? (await store.base(key, remote));
    },
    async putBase(base) {
      const before = parts.bases.get(base.key) ?? (await store.base(base.record, base.remote));
      if (before && sameContent(before, base)) return;
      parts.bases.set(base.key, base);
      parts.held.add(keyText(base.record));
    },
    async openConflicts(key) {
      conflicts ??= store.openConflicts();
      const stored = (await conflicts).filter((conflict) => !parts.conflicts.has(conflict.id));
      const open = [...stored, ...parts.conflicts.values()].filter(({ resolvedAt }) => resolvedAt === null);
      return open.filter(({ record }) => sameKey(record, key));
    },
    putConflict(conflict) {
      parts.conflicts.set(conflict.id, conflict);
      parts.held.add(keyText(conflict.record));
    },
    async openIntents(key) {
      const stored = await store.intentsFor(key);
      const current = stored.map((intent) => parts.intents.get(intent.id)?.intent ?? intent);
      return current.filter(({ state }) => state !== 'done' && state !== 'discarded');
    },
    putIntent(intent) {
      const seen = parts.intents.get(intent.id)?.seen ?? intentRev(intent);
      const stored = { ...intent, rev: seen + 1 };
      parts.intents.set(intent.id, { seen, intent: stored });
      return stored;
    },
    // One intent of a kind and record is enough, however many rows of a page ask for it.
    addIntent: (intent) => void parts.added.set(`${intent.kind} ${keyText(intent.subject)}`, intent),
    async quarantined(isWanted) {
      const ids = (await store.quarantineIds()).filter(isWanted);
      return ids.length === 0 ? [] : store.quarantinedAs(ids);
    },
    quarantine(item) {
      parts.released.delete(item.id);
      parts.quarantine.set(item.id, item);
    },
    release(id) {
      parts.quarantine.delete(id);
      parts.released.add(id);
    },
    async changeCursor(stream, change) {
      const earlier = parts.cursors.get(stream);
      const stored = earlier?.cursor ?? (await store.cursor(stream));
      const seen = earlier ? earlier.seen : cursorRev(stored);
      const cursor = { ...change(stored), rev: (seen ?? 0) + 1 };
      parts.cursors.set(stream, { seen, cursor });
      return cursor;
    },
    keepWait: (wait) => void parts.namedWaits.push(wait),
    log: (level, text) => void parts.log.push({ at: now, level, text }),
    hold: (key) => void parts.held.add(keyText(key)),
    count(name) {
      parts.counts[name] += 1;
    },
    counted: () => parts.counts,
    secure() {
      parts.isSecure = true;
    },
    commit: () => store.commit(commitOf(parts)),
    changed: () => parts.puts.size,
  };
}
