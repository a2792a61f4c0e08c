import { basename } from 'node:path';
import { below } from './chance';

type Files = Map<string, Buffer>;

/** A way to damage what lies on the disk; null when there is nothing for it to damage. */
export type Damage = {
  readonly name: string;
  /** Files it may hit. */
  readonly hits: RegExp;
  change(files: Files, path: string, chance: () => number): void;
};

function edit(files: Files, path: string, change: (bytes: Buffer) => Buffer): void {
  files.set(path, change(Buffer.from(files.get(path) ?? [])));
}

const ANY = /(segment|snapshot|acknowledged|files\/|reserve)/;
const LOG = /segment/;

/** Each kind of damage, in a fixed order. */
export const DAMAGES: readonly Damage[] = [
  { name: 'a file is deleted', hits: ANY, change: (files, path) => void files.delete(path) },
  { name: 'a segment is deleted', hits: LOG, change: (files, path) => void files.delete(path) },
  { name: 'a snapshot is deleted', hits: /snapshot/, change: (files, path) => void files.delete(path) },
  {
    name: 'all snapshots are deleted',
    hits: /snapshot/,
    change(files) {
      for (const path of [...files.keys()]) if (path.includes('snapshot')) files.delete(path);
    },
  },
  { name: 'the folder is deleted', hits: ANY, change: (files) => files.clear() },
  {
    name: 'a file is cut',
    hits: ANY,
    change: (files, path, chance) =>
      edit(files, path, (bytes) => bytes.subarray(0, below(chance, bytes.byteLength))),
  },
  {
    name: 'a segment is cut',
    hits: LOG,
    change: (files, path, chance) =>
      edit(files, path, (bytes) => bytes.subarray(0, below(chance, bytes.byteLength))),
  },
  {
    name: 'a snapshot is cut',
    hits: /snapshot/,
    change: (files, path, chance) =>
      edit(files, path, (bytes) => bytes.subarray(0, below(chance, bytes.byteLength))),
  },
  {
    name: 'a bit flips',
    hits: ANY,
    change: (files, path, chance) => edit(files, path, (bytes) => flip(bytes, chance)),
  },
  {
    name: 'a bit of every segment flips',
    hits: LOG,
    change(files, _path, chance) {
      for (const path of files.keys()) if (LOG.test(path)) edit(files, path, (bytes) => flip(bytes, chance));
    },
  },
  {
    name: 'a bit of every snapshot flips',
    hits: /snapshot/,
    change(files, _path, chance) {
      for (const path of files.keys()) {
        if (path.includes('snapshot')) edit(files, path, (bytes) => flip(bytes, chance));
      }
    },
  },
  {
    name: 'a bit of the header flips',
    hits: /segment|snapshot/,
    change: (files, path, chance) =>
      edit(files, path, (bytes) => {
        const head = flip(bytes.subarray(0, 60), chance);
        return Buffer.concat([head, bytes.subarray(60)]);
      }),
  },
  {
    name: 'a stretch is zeroed',
    hits: ANY,
    change: (files, path, chance) =>
      edit(files, path, (bytes) => {
        const from = below(chance, bytes.byteLength);
        return bytes.fill(0, from, Math.min(bytes.byteLength, from + 1 + below(chance, 600)));
      }),
  },
  {
    name: 'a file is zeroed',
    hits: ANY,
    change: (files, path) => edit(files, path, (bytes) => bytes.fill(0)),
  },
  {
    name: 'a torn tail of 7 bytes',
    hits: LOG,
    change: (files, path, chance) => tail(files, path, 7, chance),
  },
  {
    name: 'a torn tail of some bytes',
    hits: LOG,
    change: (files, path, chance) => tail(files, path, 1 + below(chance, 60), chance),
  },
  {
    name: 'a tail of zeros',
    hits: LOG,
    change: (files, path, chance) =>
      edit(files, path, (bytes) => Buffer.concat([bytes, Buffer.alloc(1 + below(chance, 5000))])),
  },
  {
    name: 'a tail of half an entry',
    hits: LOG,
    change: (files, path, chance) =>
      edit(files, path, (bytes) => {
        const from = below(chance, bytes.byteLength);
        return Buffer.concat([bytes, bytes.subarray(from, from + below(chance, 200))]);
      }),
  },
  {
    name: 'noise in the middle',
    hits: /segment|snapshot/,
    change: (files, path, chance) =>
      edit(files, path, (bytes) => {
        const from = below(chance, bytes.byteLength);
        const noise = Buffer.from(Array.from({ length: 40 }, () => below(chance, 256)));
        return Buffer.concat([bytes.subarray(0, from), noise, bytes.subarray(from)]);
      }),
  },
];

function flip(bytes: Buffer, chance: () => number): Buffer {
  if (bytes.byteLength === 0) return bytes;
  const at = below(chance, bytes.byteLength);
  const after = Buffer.from(bytes);
  after[at] = (after[at] ?? 0) ^ (1 << below(chance, 8));
  return after;
}

/** What a write leaves that was cut off: the beginning of the next frame and nothing behind it. */
function tail(files: Files, path: string, length: number, chance: () => number): void {
  const frame = Buffer.concat([
    Buffer.from([0xff, 0x4a, 0xfe, 0x0a, 0, 0, 0, 90]),
    Buffer.from(Array.from({ length: 60 }, () => below(chance, 256))),
  ]);
  edit(files, path, (bytes) => Buffer.concat([bytes, frame.subarray(0, length)]));
}

/** Does a damage; null when nothing was there to be damaged. For torn tails the last segment is hit. */
export function damageFiles(files: Files, damage: Damage, chance: () => number): string | null {
  const paths = [...files.keys()].filter((path) => damage.hits.test(path) && !path.includes('kept/')).sort();
  const last = damage.name.includes('tail') ? paths.at(-1) : paths[below(chance, paths.length)];
  if (last === undefined) return null;
  damage.change(files, last, chance);
  return basename(last);
}
