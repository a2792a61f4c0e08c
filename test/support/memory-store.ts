import { chainEntry } from '../../renderer/data/audit-chain';
import { err, ok, type Result } from '../../shared/lib/result';
import type { Commit, CommitProblem, LocalStore } from '../../shared/ports/local-store';
import type { AuditEntry } from '../../shared/schema/audit';
import type { HeldRow } from '../../shared/schema/held-row';
import { type Intent, intentRev } from '../../shared/schema/intent';
import { type AnyRecord, type RecordKind, type RecordOf, recordSchemas } from '../../shared/schema/record';
import type { Settings } from '../../shared/schema/settings';
import {
  type Base,
  type Conflict,
  type Cursor,
  cursorRev,
  type NamedWait,
  type Quarantined,
  type SyncLogEntry,
} from '../../shared/schema/sync-state';

type Tables = {
  records: Map<string, AnyRecord>;
  intents: Map<string, Intent>;
  bases: Map<string, Base>;
  cursors: Map<string, Cursor>;
  namedWaits: Map<string, NamedWait>;
  conflicts: Map<string, Conflict>;
  quarantine: Map<string, Quarantined>;
  heldRows: Map<string, HeldRow>;
  audit: AuditEntry[];
  blobs: Map<string, Uint8Array>;
  log: SyncLogEntry[];
};

/** A LocalStore in memory, with the log readable for assertions; it lives as long as the test, so engines can come and go over it. */
export type MemoryStore = LocalStore & { logged(): SyncLogEntry[]; allConflicts(): Conflict[] };

function emptyTables(): Tables {
  return {
    records: new Map(),
    intents: new Map(),
    bases: new Map(),
    cursors: new Map(),
    namedWaits: new Map(),
    conflicts: new Map(),
    quarantine: new Map(),
    heldRows: new Map(),
    audit: [],
    blobs: new Map(),
    log: [],
  };
}

function copyTables(tables: Tables): Tables {
  return {
    records: new Map(tables.records),
    intents: new Map(tables.intents),
    bases: new Map(tables.bases),
    cursors: new Map(tables.cursors),
    namedWaits: new Map(tables.namedWaits),
    conflicts: new Map(tables.conflicts),
    quarantine: new Map(tables.quarantine),
    heldRows: new Map(tables.heldRows),
    audit: [...tables.audit],
    blobs: new Map(tables.blobs),
    log: [...tables.log],
  };
}

function recordKey(kind: RecordKind, id: string): string {
  return `${kind}/${id}`;
}

function firstProblem(tables: Tables, commit: Commit): CommitProblem | undefined {
  for (const put of commit.puts ?? []) {
    const parsed = recordSchemas[put.kind].safeParse(put.record);
    const issue = parsed.success ? undefined : parsed.error.issues[0];
    if (issue) {
      const key = { kind: put.kind, id: put.record.id };
      return { kind: 'invalid', key, path: issue.path.join('.'), message: issue.message };
    }
  }
  for (const { key, rev } of commit.expect ?? []) {
    const found = tables.records.get(recordKey(key.kind, key.id))?.record.rev ?? null;
    if (found !== rev) return { kind: 'moved-on', key, expected: rev, found };
  }
  for (const { id, rev } of commit.expectIntents ?? []) {
    const stored = tables.intents.get(id);
    const found = stored ? intentRev(stored) : null;
    if (found !== rev) return { kind: 'intent-moved-on', id, expected: rev, found };
  }
  for (const { stream, rev } of commit.expectCursors ?? []) {
    if (cursorRev(tables.cursors.get(stream)) !== rev) return { kind: 'cursor-moved-on', stream };
  }
  for (const intent of commit.newIntents ?? []) {
    if (tables.intents.has(intent.id)) return { kind: 'storage', message: `intent ${intent.id} is there` };
  }
  return undefined;
}

function putAll<T>(table: Map<string, T>, rows: readonly T[] | undefined, keyOf: (row: T) => string): void {
  for (const row of rows ?? []) table.set(keyOf(row), structuredClone(row));
}

function write(tables: Tables, commit: Commit): void {
  putAll(tables.records, commit.puts, (put) => recordKey(put.kind, put.record.id));
  putAll(tables.intents, commit.intents, (intent) => intent.id);
  let seq = Math.max(0, ...[...tables.intents.values()].map((intent) => intent.seq));
  for (const intent of commit.newIntents ?? []) {
    seq += 1;
    tables.intents.set(intent.id, structuredClone({ ...intent, seq }));
  }
  for (const audit of commit.audits ?? []) tables.audit.push(chainEntry(audit, tables.audit.at(-1)));
  for (const { sha256, bytes } of commit.blobs ?? []) {
    if (!tables.blobs.has(sha256)) tables.blobs.set(sha256, bytes.slice());
  }
  putAll(tables.bases, commit.bases, (base) => base.key);
  putAll(tables.cursors, commit.cursors, (cursor) => cursor.stream);
  putAll(tables.namedWaits, commit.namedWaits, ({ remote }) => remote);
  putAll(tables.conflicts, commit.conflicts, (conflict) => conflict.id);
  putAll(tables.quarantine, commit.quarantine, (item) => item.id);
  for (const id of commit.releaseQuarantine ?? []) tables.quarantine.delete(id);
  putAll(tables.heldRows, commit.heldRows, (row) => row.id);
  for (const id of commit.releaseHeldRows ?? []) tables.heldRows.delete(id);
  tables.log.push(...structuredClone(commit.log ?? []));
}

function at(record: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
      record,
    );
}

function recordsOf<K extends RecordKind>(
  tables: Tables,
  kind: K,
  keep: (record: AnyRecord['record']) => boolean = () => true,
): RecordOf<K>[] {
  const found = [...tables.records.values()].filter((entry) => entry.kind === kind && keep(entry.record));
  return found.map((entry) => structuredClone(entry.record) as RecordOf<K>);
}

function bySeq(a: { seq: number }, b: { seq: number }): number {
  return a.seq - b.seq;
}

/** Makes an empty store. */
export function createMemoryStore(): MemoryStore {
  let tables = emptyTables();
  let settings: Settings | undefined;
  const intents = (keep: (intent: Intent) => boolean): Intent[] =>
    structuredClone([...tables.intents.values()].filter(keep).sort(bySeq));

  return {
    async get(kind, id) {
      const found = tables.records.get(recordKey(kind, id));
      return found ? (structuredClone(found.record) as RecordOf<typeof kind>) : undefined;
    },
    async list({ kind, by }) {
      return recordsOf(tables, kind, (record) => by === undefined || at(record, by.index) === by.equals);
    },
    async page(kind, after, limit) {
      const all = recordsOf(tables, kind).sort((a, b) => (a.id < b.id ? -1 : 1));
      return all.filter(({ id }) => after === null || id > after).slice(0, limit);
    },
    async getMany(kind, ids) {
      const found = [...new Set(ids)].flatMap((id) => tables.records.get(recordKey(kind, id)) ?? []);
      return found.map((entry) => structuredClone(entry.record) as RecordOf<typeof kind>);
    },
    async listMany(kind, index, values) {
      const wanted = new Set<unknown>(values);
      return recordsOf(tables, kind, (record) => wanted.has(at(record, index)));
    },
    count: async (kind) => recordsOf(tables, kind).length,
    async commit(commit): Promise<Result<void, CommitProblem>> {
      const problem = firstProblem(tables, commit);
      if (problem) return err(problem);
      const next = copyTables(tables);
      write(next, commit);
      tables = next;
      return ok(undefined);
    },
    blob: async (sha256) => tables.blobs.get(sha256)?.slice(),
    openIntents: async () => intents((intent) => intent.state !== 'done' && intent.state !== 'discarded'),
    async openCounts() {
      const open = intents((intent) => intent.state !== 'done' && intent.state !== 'discarded');
      return { open: open.length, parked: open.filter(({ state }) => state === 'parked').length };
    },
    intentsFor: async (key) =>
      intents((intent) => intent.subject.kind === key.kind && intent.subject.id === key.id),
    async openIntentsOf(keys) {
      const wanted = new Set(keys.map(({ kind, id }) => recordKey(kind, id)));
      return intents(
        ({ subject, state }) =>
          wanted.has(recordKey(subject.kind, subject.id)) && state !== 'done' && state !== 'discarded',
      );
    },
    bases: async (keys) => structuredClone(keys.flatMap((key) => tables.bases.get(key) ?? [])),
    intent: async (id) => structuredClone(tables.intents.get(id)),
    base: async (key, remote) => structuredClone(tables.bases.get(`${key.kind}:${key.id}:${remote}`)),
    cursor: async (stream) => structuredClone(tables.cursors.get(stream)),
    namedWaits: async () => structuredClone([...tables.namedWaits.values()]),
    openConflicts: async () =>
      structuredClone([...tables.conflicts.values()].filter((conflict) => conflict.resolvedAt === null)),
    conflict: async (id) => structuredClone(tables.conflicts.get(id)),
    quarantined: async () => structuredClone([...tables.quarantine.values()]),
    quarantineIds: async () => [...tables.quarantine.keys()],
    quarantinedAs: async (ids) => structuredClone(ids.flatMap((id) => tables.quarantine.get(id) ?? [])),
    heldRows: async () => structuredClone([...tables.heldRows.values()]),
    auditFor: async (key) =>
      structuredClone(
        tables.audit.filter((entry) => entry.record.kind === key.kind && entry.record.id === key.id),
      ),
    settings: async () => structuredClone(settings),
    async saveSettings(value) {
      settings = structuredClone(value);
    },
    logged: () => structuredClone(tables.log),
    allConflicts: () => structuredClone([...tables.conflicts.values()]),
  };
}
