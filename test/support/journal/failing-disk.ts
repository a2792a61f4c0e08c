import type { Cipher } from '../../../electron/journal/cipher';
import { openJournal } from '../../../electron/journal/journal';
import { bringUp, problemWhenUp } from './after-damage';
import { below } from './chance';
import { commitTo, type History, type ModelStore, optionsOf, someChanges, stateText } from './history';
import { at, type DiskCall, memoryDisk, type MemoryDisk } from './memory-disk';
import { replayAll } from './samples';

/** A way in which a disk fails while the app writes. */
export type Failing = { readonly name: string; begin(disk: MemoryDisk, chance: () => number): void };

const WRITES: readonly DiskCall['op'][] = [
  'create',
  'write',
  'sync',
  'truncate',
  'rename',
  'remove',
  'sync-folder',
];

/** Each kind of failing, in a fixed order. */
export const FAILINGS: readonly Failing[] = [
  {
    name: 'the disk gets full',
    begin(disk, chance) {
      const used = [...disk.image().values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
      disk.capacity = used + below(chance, 1500);
    },
  },
  {
    name: 'the disk becomes read-only',
    begin(disk, chance) {
      let left = below(chance, 12);
      disk.fault = ({ op }) => {
        if (!WRITES.includes(op)) return null;
        left -= 1;
        return left < 0 ? { code: 'EROFS' } : null;
      };
    },
  },
  {
    name: 'writes and syncs fail now and then',
    begin(disk, chance) {
      disk.fault = ({ op }) => {
        if (!WRITES.includes(op) || chance() > 0.3) return null;
        return op === 'write' && chance() < 0.5 ? { code: 'EIO', part: below(chance, 80) } : { code: 'EIO' };
      };
    },
  },
  {
    name: 'every sync fails',
    begin(disk) {
      disk.fault = ({ op }) => (op === 'sync' ? { code: 'EIO' } : null);
    },
  },
  {
    name: 'writes are short',
    begin(disk, chance) {
      disk.fault = ({ op }) => (op === 'write' ? { part: 1 + below(chance, 60) } : null);
    },
  },
  {
    name: 'the journal cannot be read now and then',
    begin(disk, chance) {
      disk.fault = ({ op }) => (op === 'read' && chance() < 0.1 ? { code: 'EACCES' } : null);
    },
  },
];

/** Goes on after a history while the disk fails, and says what was lost; null when nothing that was promised was. */
export async function problemWhileFailing(input: {
  readonly image: ReadonlyMap<string, Buffer>;
  readonly history: History;
  readonly store: ModelStore;
  readonly cipher: Cipher | null;
  readonly failing: Failing;
  readonly chance: () => number;
}): Promise<string | null> {
  const { store, chance, cipher } = input;
  const disk = memoryDisk(input.image);
  const options = optionsOf({ disk, folder: at(), cipher, now: () => 0 });
  const result = await openJournal(options);
  if (!result.ok) return `it cannot be opened: ${result.error.message}`;
  const journal = result.value;
  let promised = store.entries.length;
  input.failing.begin(disk, chance);
  for (let step = 0; step < 12; step += 1) {
    commitTo(store, someChanges(chance));
    const done = await journal.append(store.entries.slice(promised));
    if (done.ok) promised = done.value.n;
    const problem = await problemNow(disk, store, cipher, promised);
    if (problem !== null) return `after step ${step}: ${problem}`;
  }
  disk.fault = null;
  disk.capacity = null;
  await journal.recheck();
  const { trouble } = await journal.state();
  if (trouble !== null) return `the trouble does not end: ${trouble.message}`;
  await bringUp(journal, store);
  await journal.settled();
  const problem = await problemWhenUp(journal, store, { files: new Map() });
  await journal.close();
  return problem ?? problemNow(disk, store, cipher, store.entries.length);
}

/** The process ends now: what would be found. */
async function problemNow(
  disk: MemoryDisk,
  store: ModelStore,
  cipher: Cipher | null,
  promised: number,
): Promise<string | null> {
  const copy = memoryDisk(disk.image());
  const found = await openJournal(optionsOf({ disk: copy, folder: at(), cipher, now: () => 0 }));
  if (!found.ok) return `it cannot be opened: ${found.error.message}`;
  const { head, losses } = await found.value.state();
  if (losses.length > 0) return `losses: ${JSON.stringify(losses)}`;
  if (head === null || head.n < promised) return `it stands at ${head?.n}, but ${promised} was promised`;
  const rows = stateText(await replayAll(found.value, null));
  await found.value.close();
  return rows === store.states.get(head.n) ? null : `the rows at ${head.n} differ`;
}
