import { err, ok } from '../../shared/lib/result';
import type { Journal } from '../../shared/ports/journal';
import type { JournalEntry, JournalHead, JournalTrouble, TableChange } from '../../shared/schema/journal';
import { JournalChanges } from '../../shared/schema/journal';

/** A journal in memory with its inside open to tests. */
export type MemoryJournal = Journal & {
  readonly entries: readonly JournalEntry[];
  readonly files: Map<string, Uint8Array>;
  /** From now on it takes nothing; null heals it. */
  stop(trouble: JournalTrouble | null): void;
  /** Forgets everything behind a number, as an old copy put back would. */
  rollBack(to: number): void;
};

const CHANGES_A_PART = 3;

function changesOf(entry: JournalEntry): readonly TableChange[] {
  return JournalChanges.parse(JSON.parse(entry.text)).changes;
}

/** Makes a journal that nothing was written to. */
export function createMemoryJournal(): MemoryJournal {
  let storeId: string | null = null;
  let base: JournalHead = { n: 0, id: '' };
  let rows: TableChange[] = [];
  let entries: JournalEntry[] = [];
  let next: { storeId: string; head: JournalHead; rows: TableChange[] } | null = null;
  let trouble: JournalTrouble | null = null;
  const files = new Map<string, Uint8Array>();
  const head = (): JournalHead => {
    const last = entries.at(-1);
    return last ? { n: last.n, id: last.id } : base;
  };
  return {
    get entries() {
      return entries;
    },
    files,
    stop(reason) {
      trouble = reason;
    },
    rollBack(to) {
      entries = entries.filter(({ n }) => n <= to);
    },
    state: async () => ({
      storeId,
      head: storeId === null ? null : head(),
      oldest: base.n,
      trouble,
      protection: 'none',
      losses: [],
    }),
    async append(added) {
      if (trouble !== null) return err(trouble);
      for (const entry of added) {
        if (entry.n <= head().n) continue;
        if (entry.n !== head().n + 1) return err({ kind: 'gap', last: head().n });
        entries = [...entries, entry];
      }
      return ok(head());
    },
    async putFile({ sha256, bytes }) {
      if (trouble !== null) return err(trouble);
      files.set(sha256, bytes);
      return ok(undefined);
    },
    readFile: async (sha256) => files.get(sha256) ?? null,
    wrongFiles: async (named) =>
      named.filter(({ sha256, size }) => files.get(sha256)?.byteLength !== size).map(({ sha256 }) => sha256),
    async replay(after, part) {
      const all =
        after === null
          ? [...rows, ...entries.flatMap(changesOf)]
          : entries.filter(({ n }) => n > after).flatMap(changesOf);
      const from = Number(part ?? 0);
      const to = from + CHANGES_A_PART;
      return ok({ changes: all.slice(from, to), next: to < all.length ? String(to) : null });
    },
    idAt: async (n) => {
      if (n === base.n) return base.id;
      return entries.find((entry) => entry.n === n)?.id ?? null;
    },
    async beginBase(id, at) {
      if (trouble !== null) return err(trouble);
      next = { storeId: id, head: at, rows: [] };
      return ok(undefined);
    },
    async addToBase(changes) {
      next?.rows.push(...changes);
      return ok(undefined);
    },
    async finishBase() {
      if (next === null) throw new Error('no base was begun');
      storeId = next.storeId;
      base = next.head;
      rows = next.rows;
      entries = [];
      next = null;
      return ok(undefined);
    },
  };
}
