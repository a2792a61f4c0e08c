import { basename } from 'node:path';
import type { Cipher } from '../../../electron/journal/cipher';
import { type OpenJournal, openJournal } from '../../../electron/journal/journal';
import { RowKey } from '../../../shared/schema/journal';
import type { JournalLoss } from '../../../shared/schema/journal';
import { type History, type ModelStore, optionsOf, rowsAsChanges, stateText } from './history';
import { at, memoryDisk } from './memory-disk';
import { anEntry, replayAll, type Rows, writeBase } from './samples';

/** What was done to the files, and what they were before. */
export type Damaged = {
  readonly image: ReadonlyMap<string, Buffer>;
  readonly before: ReadonlyMap<string, Buffer>;
  readonly history: History;
  readonly cipher: Cipher | null;
};

type Found = {
  readonly journal: OpenJournal;
  readonly losses: readonly JournalLoss[];
  readonly head: number | null;
};

function nameOf(table: string, key: RowKey): string {
  return JSON.stringify([table, key]);
}

/** For each row the last entry that touched it. */
function lastTouches(store: ModelStore): Map<string, number> {
  const touches = new Map<string, number>();
  for (const { n, text } of store.entries) {
    for (const { table, puts, deletes } of JSON.parse(text).changes) {
      for (const { key } of puts) touches.set(nameOf(table, key), n);
      for (const key of deletes) touches.set(nameOf(table, RowKey.parse(key)), n);
    }
  }
  return touches;
}

function newestSnapshot(files: ReadonlyMap<string, Buffer>): number {
  const numbers = [...files.keys()].flatMap(
    (path) => /^snapshot-\d+-(\d+)\.snap$/.exec(basename(path))?.[1] ?? [],
  );
  return Math.max(0, ...numbers.map(Number));
}

async function open(damaged: Damaged): Promise<Found | string> {
  const disk = memoryDisk(damaged.image);
  const result = await openJournal(optionsOf({ disk, folder: at(), cipher: damaged.cipher, now: () => 0 }));
  if (!result.ok) return `it cannot be opened: ${result.error.message}`;
  const { losses, head, trouble } = await result.value.state();
  if (trouble !== null) return `trouble: ${trouble.message}`;
  return { journal: result.value, losses, head: head?.n ?? null };
}

/** The store is gone as well: says what neither came back nor is named as lost; null when there is no such thing. */
export async function problemWithoutStore(damaged: Damaged, store: ModelStore): Promise<string | null> {
  const found = await open(damaged);
  if (typeof found === 'string') return found;
  const { journal, losses, head } = found;
  const last = store.entries.length;
  if (head === null) {
    const left = [...damaged.image.keys()].filter((path) => /segment|snapshot/.test(basename(path)));
    return left.length === 0 || losses.length > 0 ? null : 'it says that it is new';
  }
  const rows = await replayAll(journal, null);
  const problem =
    losses.length === 0 && head === last
      ? compareAll(rows, store, last)
      : compareUnnamed(rows, store, { losses, head, snapshot: newestSnapshot(damaged.before) });
  const files = await problemOfFiles(journal, damaged);
  await journal.close();
  return problem ?? files;
}

function compareAll(rows: Rows, store: ModelStore, n: number): string | null {
  return stateText(rows) === store.states.get(n)
    ? null
    : `nothing is named as lost, but the rows at ${n} differ`;
}

function compareUnnamed(
  rows: Rows,
  store: ModelStore,
  found: { losses: readonly JournalLoss[]; head: number; snapshot: number },
): string | null {
  const isLost = (n: number): boolean =>
    found.losses.some(({ from, to }) => from !== null && to !== null && from <= n && n <= to);
  const oldRowsLost = found.losses.some(({ from }) => from === null);
  for (let n = found.head + 1; n <= store.entries.length; n += 1) {
    if (!isLost(n)) return `entry ${n} is behind the head ${found.head} and not named`;
  }
  for (const [name, n] of lastTouches(store)) {
    if (isLost(n) || (oldRowsLost && n <= found.snapshot)) continue;
    if (JSON.stringify(rows.get(name)) !== JSON.stringify(store.rows.get(name))) {
      return `row ${name} of entry ${n} differs and is not named: ${JSON.stringify(found.losses)}`;
    }
  }
  return null;
}

async function problemOfFiles(
  journal: OpenJournal,
  { history, image, before }: Damaged,
): Promise<string | null> {
  for (const [sha256, bytes] of history.files) {
    const found = await journal.readFile(sha256);
    if (found !== null && Buffer.compare(found, bytes) !== 0) return `the file ${sha256} comes back changed`;
    const path = at('files', sha256);
    const touched = !image.get(path)?.equals(before.get(path) ?? Buffer.alloc(0));
    if (found === null && !touched) return `the file ${sha256} is not there`;
  }
  return null;
}

/** The store is whole: brings the journal up to it as the start of the app does, and says what is wrong then. */
export async function problemWithStore(damaged: Damaged, store: ModelStore): Promise<string | null> {
  const disk = memoryDisk(damaged.image);
  const options = optionsOf({ disk, folder: at(), cipher: damaged.cipher, now: () => 0 });
  const result = await openJournal(options);
  if (!result.ok) return `it cannot be opened: ${result.error.message}`;
  const journal = result.value;
  await bringUp(journal, store);
  for (const [sha256, bytes] of damaged.history.files) await journal.putFile({ sha256, bytes });
  await journal.settled();
  const now = await problemWhenUp(journal, store, damaged.history);
  const next = anEntry(store.entries.length + 1, []);
  if (!(await journal.append([next])).ok) return 'it takes nothing any more';
  await journal.close();
  const again = await openJournal(options);
  if (!again.ok) return `it cannot be opened again: ${again.error.message}`;
  const state = await again.value.state();
  const later = stateText(await replayAll(again.value, null)) === store.states.get(store.entries.length);
  await again.value.close();
  if (now !== null) return now;
  if (state.losses.length > 0 || state.head?.id !== next.id) return `later: ${JSON.stringify(state)}`;
  return later ? null : 'later the rows differ';
}

/** What the start of the app does with a store that is whole. */
export async function bringUp(journal: OpenJournal, store: ModelStore): Promise<void> {
  const { storeId, head } = await journal.state();
  const n = store.entries.length;
  if (storeId === store.id && head !== null && store.ids.get(head.n) === head.id) {
    await journal.append(store.entries.slice(head.n));
  }
  const after = await journal.state();
  if (after.storeId === store.id && after.head?.id === store.ids.get(n) && after.losses.length === 0) return;
  await writeBase(journal, store.id, { n, id: store.ids.get(n) ?? '' }, rowsAsChanges(store));
}

/** What is wrong with a journal that was brought up to its store; null when nothing is. */
export async function problemWhenUp(
  journal: OpenJournal,
  store: ModelStore,
  history: Pick<History, 'files'>,
): Promise<string | null> {
  const { storeId, head, losses } = await journal.state();
  const n = store.entries.length;
  if (storeId !== store.id || head?.n !== n || losses.length > 0) {
    return `brought up it stands at ${storeId} ${head?.n} instead of ${store.id} ${n}: ${JSON.stringify(losses)}`;
  }
  if (stateText(await replayAll(journal, null)) !== store.states.get(n)) return 'brought up its rows differ';
  for (const [sha256, bytes] of history.files) {
    const found = await journal.readFile(sha256);
    if (found === null || Buffer.compare(found, bytes) !== 0)
      return `put again the file ${sha256} is not there`;
  }
  return null;
}
