import { ok } from '../../lib/result';
import { valueAt } from '../../lib/value-at';
import type { Commit, LocalStore } from '../../ports/local-store';
import { type Intent, intentRev, type RecordKey } from '../../schema/intent';
import type { AnyRecord, RecordKind, RecordOf } from '../../schema/record';
import type { Base, Conflict } from '../../schema/sync-state';
import { baseKey, keyOf, keyText, sameKey } from '../keys';

/** A store over another one whose writes stay in memory, so that what a pass would do can be seen without doing it. */
export type OverlayStore = LocalStore & {
  /** Intents of which a request is on its way. */
  running(): Intent[];
};

const isOpen = ({ state }: Intent): boolean => state !== 'done' && state !== 'discarded';

/** Lays an empty sheet over a store; `prepare` sees every intent of the store below before anybody else does. */
export function overlayOn(below: LocalStore, prepare: (intent: Intent) => Intent): OverlayStore {
  const records = new Map<string, AnyRecord>();
  const intents = new Map<string, Intent>();
  const bases = new Map<string, Base>();
  const conflicts = new Map<string, Conflict>();
  let lastSeq = 0;

  function own<K extends RecordKind>(kind: K): RecordOf<K>[] {
    return [...records.values()].flatMap((entry) =>
      entry.kind === kind ? [entry.record as RecordOf<K>] : [],
    );
  }

  /** Records from below in their latest state, and those of the sheet that match. */
  function merged<K extends RecordKind>(
    kind: K,
    found: readonly RecordOf<K>[],
    matches: (record: RecordOf<K>) => boolean,
  ): RecordOf<K>[] {
    const mine = own(kind);
    const ids = new Set<string>(mine.map(({ id }) => id));
    return [...found.filter(({ id }) => !ids.has(id)), ...mine.filter(matches)];
  }

  function latest(intent: Intent): Intent {
    lastSeq = Math.max(lastSeq, intent.seq);
    return intents.get(intent.id) ?? prepare(intent);
  }

  function withOwn(found: readonly Intent[], matches: (intent: Intent) => boolean): Intent[] {
    const all = new Map(found.map((intent) => [intent.id, latest(intent)]));
    for (const intent of intents.values()) all.set(intent.id, intent);
    return [...all.values()].filter(matches).sort((a, b) => a.seq - b.seq);
  }

  function write(commit: Commit): void {
    for (const entry of commit.puts ?? []) records.set(keyText(keyOf(entry)), entry);
    for (const intent of commit.intents ?? []) intents.set(intent.id, intent);
    for (const intent of commit.newIntents ?? []) {
      lastSeq += 1;
      intents.set(intent.id, { ...intent, seq: lastSeq });
    }
    for (const base of commit.bases ?? []) bases.set(base.key, base);
    for (const conflict of commit.conflicts ?? []) conflicts.set(conflict.id, conflict);
  }

  async function intentOf(id: string): Promise<Intent | undefined> {
    const found = intents.get(id) ?? (await below.intent(id));
    return found && latest(found);
  }

  const of = (keys: readonly RecordKey[], intent: Intent): boolean =>
    keys.some((key) => sameKey(key, intent.subject));

  return {
    ...below,
    running: () => [...intents.values()].filter(({ state }) => state === 'running'),
    async get<K extends RecordKind>(kind: K, id: string) {
      const mine = records.get(keyText({ kind, id }));
      return mine === undefined ? below.get(kind, id) : (mine.record as RecordOf<K>);
    },
    async list({ kind, by }) {
      return merged(
        kind,
        await below.list(by === undefined ? { kind } : { kind, by }),
        (record) => by === undefined || valueAt(record, by.index) === by.equals,
      );
    },
    async getMany(kind, ids) {
      return merged(kind, await below.getMany(kind, ids), ({ id }) => ids.includes(id));
    },
    async listMany(kind, index, values) {
      const wanted = new Set<unknown>(values);
      return merged(kind, await below.listMany(kind, index, values), (record) =>
        wanted.has(valueAt(record, index)),
      );
    },
    async commit(commit) {
      for (const { id, rev } of commit.expectIntents ?? []) {
        const found = await intentOf(id);
        if (found !== undefined && intentRev(found) !== rev)
          return {
            ok: false,
            error: { kind: 'intent-moved-on', id, expected: rev, found: intentRev(found) },
          };
      }
      write(commit);
      return ok(undefined);
    },
    openIntents: async () => withOwn(await below.openIntents(), isOpen),
    async openCounts() {
      const open = withOwn(await below.openIntents(), isOpen);
      return { open: open.length, parked: open.filter(({ state }) => state === 'parked').length };
    },
    intentsFor: async (key) => withOwn(await below.intentsFor(key), (intent) => of([key], intent)),
    openIntentsOf: async (keys) =>
      withOwn(await below.openIntentsOf(keys), (intent) => isOpen(intent) && of(keys, intent)),
    intent: intentOf,
    async bases(keys) {
      const found = new Map((await below.bases(keys)).map((base) => [base.key, base]));
      return keys.flatMap((key) => bases.get(key) ?? found.get(key) ?? []);
    },
    base: async (key, remote) => bases.get(baseKey(key, remote)) ?? below.base(key, remote),
    async openConflicts() {
      const found = (await below.openConflicts()).filter(({ id }) => !conflicts.has(id));
      return [...found, ...conflicts.values()].filter(({ resolvedAt }) => resolvedAt === null);
    },
    conflict: async (id) => conflicts.get(id) ?? below.conflict(id),
    saveSettings: async () => undefined,
  };
}
