import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { chance } from './seeded';

/** What is done to the files of the app while it does not run. */
export const damages = [
  /** The tail that a kill can leave, after which Chromium throws the whole database away at the second start. */
  'store-torn-tail',
  'store-deleted',
  'store-emptied',
  'store-truncated',
  'store-bits-flipped',
  'store-zero-filled',
  'store-old-copy',
  'journal-deleted',
  'journal-truncated',
  'journal-bits-flipped',
  'journal-old-copy',
  /** Both have errors; what cannot be read of either is lost and has to be named. */
  'both-bits-flipped',
  /** Nothing of either can be read, so the app has to keep both and ask. */
  'both-unreadable',
] as const;
export type Damage = (typeof damages)[number];

/** The damage that a seed means. */
export function damageOf(seed: number): Damage {
  return damages[seed % damages.length] ?? 'store-torn-tail';
}

const storeFolder = 'IndexedDB';
const journalFolder = 'journal';

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return entry.isFile() && statSync(path).size > 0 ? [path] : [];
  });
}

/** A file in the place of the folder: Chromium can neither open the database nor make it anew. */
function makeUnreadable(store: string, journal: string): void {
  for (const name of readdirSync(store).filter((found) => found.endsWith('.leveldb'))) {
    rmSync(join(store, name), { recursive: true, force: true });
    writeFileSync(join(store, name), 'not a folder');
  }
  for (const path of filesUnder(journal).filter((found) => /\.(log|snap)$|acknowledged$/.test(found)))
    writeFileSync(path, 'not a journal');
}

function pick<T>(list: readonly T[], seed: number, place: number): T {
  const one = list[Math.floor(chance(seed, place) * list.length)];
  if (one === undefined) throw new Error('there is nothing to damage');
  return one;
}

function newestLog(userData: string): string {
  const logs = filesUnder(join(userData, storeFolder)).filter((path) => path.endsWith('.log'));
  const [newest] = logs.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (newest === undefined) throw new Error('the database has no log');
  return newest;
}

function truncate(path: string, seed: number): void {
  truncateSync(path, Math.floor(chance(seed, 12) * statSync(path).size));
}

function flipBits(path: string, seed: number): void {
  const bytes = readFileSync(path);
  for (let n = 0; n < 3; n += 1) {
    const at = Math.floor(chance(seed, 20 + n) * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(chance(seed, 30 + n) * 8));
  }
  writeFileSync(path, bytes);
}

function zeroFill(path: string, seed: number): void {
  const bytes = readFileSync(path);
  const from = Math.floor(chance(seed, 13) * bytes.length);
  bytes.fill(0, from, Math.min(bytes.length, from + 4096));
  writeFileSync(path, bytes);
}

/** Keeps a copy of a data folder, to be put back as an old one. */
export function copyOf(userData: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  for (const part of [storeFolder, journalFolder]) {
    const from = join(userData, part);
    if (existsSync(from)) cpSync(from, join(to, part), { recursive: true });
  }
}

function putBack(userData: string, copy: string, part: string): void {
  rmSync(join(userData, part), { recursive: true, force: true });
  if (existsSync(join(copy, part))) {
    cpSync(join(copy, part), join(userData, part), { recursive: true });
  }
}

/** Damages the files of a data folder; `copy` holds an older state of it. */
export function doDamage(damage: Damage, seed: number, userData: string, copy: string): void {
  const store = join(userData, storeFolder);
  const journal = join(userData, journalFolder);
  const storeFile = (): string => pick(filesUnder(store), seed, 11);
  const journalFile = (): string => pick(filesUnder(journal), seed, 11);
  switch (damage) {
    case 'store-torn-tail':
      return appendFileSync(newestLog(userData), Buffer.alloc(7, 1));
    case 'store-deleted':
      return rmSync(store, { recursive: true, force: true });
    case 'store-emptied':
      for (const path of filesUnder(store)) truncateSync(path, 0);
      return;
    case 'store-truncated':
      return truncate(storeFile(), seed);
    case 'store-bits-flipped':
      return flipBits(storeFile(), seed);
    case 'store-zero-filled':
      return zeroFill(storeFile(), seed);
    case 'store-old-copy':
      return putBack(userData, copy, storeFolder);
    case 'journal-deleted':
      return rmSync(journal, { recursive: true, force: true });
    case 'journal-truncated':
      return truncate(journalFile(), seed);
    case 'journal-bits-flipped':
      return flipBits(journalFile(), seed);
    case 'journal-old-copy':
      return putBack(userData, copy, journalFolder);
    case 'both-bits-flipped':
      flipBits(storeFile(), seed);
      return flipBits(journalFile(), seed);
    case 'both-unreadable':
      return makeUnreadable(store, journal);
  }
}
