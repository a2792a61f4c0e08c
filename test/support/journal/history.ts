import type { Cipher } from '../../../electron/journal/cipher';
import type { Limits } from '../../../electron/journal/context';
import type { Disk } from '../../../electron/journal/disk';
import type { JournalOptions, OpenJournal } from '../../../electron/journal/journal';
import type { PointHook } from '../../../electron/journal/points';
import type { JournalEntry, TableChange } from '../../../shared/schema/journal';
import type { Sha256 } from '../../../shared/schema/values';
import { below } from './chance';
import { aChange, aFile, anEntry, apply, opened, type Rows, sortedRows, start, writeBase } from './samples';

/** Sizes at which little data makes the journal rotate, fold and page. */
export const SMALL: Partial<Limits> = {
  segmentBytes: 900,
  foldBytes: 1800,
  foldSegments: 4,
  runBytes: 700,
  pageBytes: 500,
  reserveBytes: 256,
  floorBytes: 0,
};

/** A store as its own rows, kept apart from the journal: what must come back. */
export type ModelStore = {
  readonly id: string;
  /** Rows as they were after each entry, as text. */
  readonly states: Map<number, string>;
  readonly ids: Map<number, string>;
  readonly entries: JournalEntry[];
  readonly rows: Rows;
};

/** All that happened in a history. */
export type History = {
  readonly stores: ModelStore[];
  readonly files: Map<Sha256, Uint8Array>;
  /** What was promised, in order: `base`, `entry` and `file`. */
  readonly promises: HistoryPromise[];
  readonly journal: OpenJournal;
};

/** Something the journal said is safe. */
export type HistoryPromise =
  | { readonly kind: 'base'; readonly store: number; readonly n: number }
  | { readonly kind: 'entry'; readonly store: number; readonly n: number }
  | { readonly kind: 'file'; readonly sha256: Sha256 };

/** Where a history runs. */
export type Stage = {
  readonly disk: Disk;
  readonly folder: string;
  readonly cipher: Cipher | null;
  readonly chance: () => number;
  readonly now: () => number;
  readonly promised?: (promise: HistoryPromise) => void;
  readonly point?: PointHook;
  /** Called before each step. */
  readonly stepped?: (step: number) => void;
};

/** The options a journal of a history is opened with. */
export function optionsOf(stage: Omit<Stage, 'chance'>): JournalOptions {
  const { disk, folder, cipher, now, point } = stage;
  return { disk, folder, cipher, now, limits: SMALL, ...(point ? { point } : {}) };
}

/** Makes a store whose rows count as they stand. */
export function modelStore(id: string): ModelStore {
  const store: ModelStore = { id, states: new Map(), ids: new Map(), entries: [], rows: new Map() };
  store.states.set(0, stateText(store.rows));
  store.ids.set(0, '');
  return store;
}

/** Rows as one text, to compare. */
export function stateText(rows: Rows): string {
  return JSON.stringify(sortedRows(rows));
}

/** Makes the next commit of a store. */
export function commitTo(store: ModelStore, changes: readonly TableChange[]): JournalEntry {
  const entry = anEntry(store.entries.length + 1, changes);
  apply(store.rows, changes);
  store.entries.push(entry);
  store.states.set(entry.n, stateText(store.rows));
  store.ids.set(entry.n, entry.id);
  return entry;
}

/** Changes as a store makes them: few rows that change again and again, of strings and of numbers. */
export function someChanges(chance: () => number): TableChange[] {
  return Array.from({ length: 1 + below(chance, 3) }, () => {
    const table = chance() < 0.7 ? 'partner' : 'audit';
    const key = table === 'audit' ? below(chance, 12) : `p-${below(chance, 12)}`;
    const text = 'x'.repeat(below(chance, chance() < 0.1 ? 900 : 90));
    return chance() < 0.2 ? aChange(table, key) : aChange(table, key, { v: chance(), text });
  });
}

/** Rows of a store as changes of one put each. */
export function rowsAsChanges(store: ModelStore): TableChange[] {
  return [...store.rows].map(([name, row]) => {
    const [table, key] = JSON.parse(name);
    return aChange(table, key, row);
  });
}

/** Runs so many steps: commits of one or several writers, documents, new bases, restarts. */
export async function runHistory(stage: Stage, steps: number): Promise<History> {
  const { chance } = stage;
  const promises: HistoryPromise[] = [];
  const files = new Map<Sha256, Uint8Array>();
  const stores: ModelStore[] = [];
  let journal = await opened(optionsOf(stage));
  let store = modelStore('store-0');

  function promised(promise: HistoryPromise): void {
    promises.push(promise);
    stage.promised?.(promise);
  }

  async function base(next: ModelStore): Promise<void> {
    store = next;
    if (!stores.includes(store)) stores.push(store);
    const n = store.entries.length;
    await writeBase(journal, store.id, { n, id: store.ids.get(n) ?? start.id }, rowsAsChanges(store));
    promised({ kind: 'base', store: stores.indexOf(store), n });
  }

  async function send(entries: readonly JournalEntry[]): Promise<void> {
    const done = await journal.append(entries);
    if (!done.ok) throw new Error(JSON.stringify(done.error));
    for (const { n } of entries) promised({ kind: 'entry', store: stores.indexOf(store), n });
  }

  async function putFile(): Promise<void> {
    const file = aFile(`document ${below(chance, 6)} ${'y'.repeat(below(chance, 3) * 400)}`);
    files.set(file.sha256, file.bytes);
    const done = await journal.putFile(file);
    if (!done.ok) throw new Error(done.error.message);
    promised({ kind: 'file', sha256: file.sha256 });
  }

  await base(store);
  for (let step = 0; step < steps; step += 1) {
    stage.stepped?.(step);
    const dice = chance();
    if (dice < 0.5) await send([commitTo(store, someChanges(chance))]);
    else if (dice < 0.75) {
      const calls = Array.from({ length: 2 + below(chance, 3) }, () => [
        commitTo(store, someChanges(chance)),
      ]);
      await Promise.all(calls.map(send));
    } else if (dice < 0.85) await putFile();
    else if (dice < 0.93) {
      await journal.close();
      journal = await opened(optionsOf(stage));
    } else if (dice < 0.97) await base(store);
    else await base(modelStore(`store-${stores.length}`));
  }
  return { stores, files, promises, journal };
}
