import { join } from 'node:path';
import type { Keys } from './cipher';
import type { Disk } from './disk';
import type { PointHook } from './points';

/** Sizes that decide when the journal does its housekeeping. */
export type Limits = {
  /** A segment is closed when it is larger. */
  readonly segmentBytes: number;
  /** Closed segments are folded into a snapshot when they are larger together; more when the snapshot is large. */
  readonly foldBytes: number;
  readonly foldSegments: number;
  /** Rows held in memory while folding. */
  readonly runBytes: number;
  /** About so much is answered in one page of a replay. */
  readonly pageBytes: number;
  /** Kept aside for what is in flight when the disk gets full. */
  readonly reserveBytes: number;
  /** A replay that was not asked to go on for so long is not waited for. */
  readonly replayMs: number;
  /** Nothing is taken any more when less is free. */
  readonly floorBytes: number;
  /** A document that no row names is kept so long. */
  readonly graceMs: number;
  /** Kept copies of damaged or replaced files: so many of the latest sets. */
  readonly keptSets: number;
};

const MB = 1024 * 1024;

/** The sizes in use. */
export const LIMITS: Limits = {
  segmentBytes: 4 * MB,
  foldBytes: 8 * MB,
  foldSegments: 32,
  runBytes: 8 * MB,
  pageBytes: MB / 2,
  replayMs: 10 * 60 * 1000,
  reserveBytes: 4 * MB,
  floorBytes: 16 * MB,
  graceMs: 7 * 24 * 3600 * 1000,
  keptSets: 3,
};

/** What every part of the journal works with. */
export type Context = {
  readonly disk: Disk;
  readonly folder: string;
  readonly keys: Keys;
  readonly limits: Limits;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly point: PointHook | null;
  /** For the log: what was found and done. */
  readonly say: (line: string) => void;
};

/** Path of a file of the journal. */
export function pathOf(context: Context, name: string): string {
  return join(context.folder, name);
}

/** End of the name of a file that is not whole yet; such files are cleared away when the journal is opened. */
export const TEMPORARY = '.tmp';

const NAME = /^(segment|snapshot)-(\d{4,})-(\d{12,})\.(log|snap)$/;

/** Name of a segment by its first entry. */
export function segmentName(epoch: number, first: number): string {
  return `segment-${pad(epoch, 4)}-${pad(first, 12)}.log`;
}

/** Name of a snapshot by the entry it stands at. */
export function snapshotName(epoch: number, n: number): string {
  return `snapshot-${pad(epoch, 4)}-${pad(n, 12)}.snap`;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

/** What a name tells, even when the header cannot be read; null for a file of another kind. */
export function parseName(name: string): { kind: 'segment' | 'snapshot'; epoch: number; n: number } | null {
  const found = NAME.exec(name);
  if (found === null) return null;
  return {
    kind: found[1] === 'segment' ? 'segment' : 'snapshot',
    epoch: Number(found[2]),
    n: Number(found[3]),
  };
}

/** Lets other work of the process run. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
