import type { JournalEntry } from '../../shared/schema/journal';
import { type Cipher, keyFor, openWith, sealWith } from './cipher';
import type { Context } from './context';
import { withFile } from './disk';
import { encodeFrame, readFrames } from './frames';
import { type FileHeader, readHeader } from './header';
import { allCiphers } from './row-file';

type SegmentHeader = Extract<FileHeader, { kind: 'segment' }>;
type Place = { readonly storeId: string; readonly epoch: number };

const ID = 36;

function boundTo(place: Place, n: number): string {
  return `segment:${place.storeId}:${place.epoch}:${n}`;
}

/** An entry as the bytes of its frame. */
export function encodeEntry(place: Place, cipher: Cipher | null, entry: JournalEntry): Buffer {
  const plain = Buffer.from(entry.id + entry.text, 'utf8');
  return encodeFrame(entry.n, sealWith(cipher, plain, boundTo(place, entry.n)));
}

function decodeEntry(
  place: Place,
  ciphers: readonly (Cipher | null)[],
  n: number,
  payload: Buffer,
): JournalEntry | null {
  for (const cipher of ciphers) {
    const plain = openWith(cipher, payload, boundTo(place, n));
    if (plain === null) continue;
    const text = Buffer.from(plain).toString('utf8');
    const id = text.slice(0, ID);
    if (/^[0-9a-f-]{36}$/i.test(id)) return { n, id, text: text.slice(ID) };
  }
  return null;
}

/** A closed run of numbers, both ends included. */
export type Range = { readonly from: number; readonly to: number };

/** What a segment holds. */
export type SegmentInfo = {
  readonly name: string;
  readonly epoch: number;
  readonly first: number;
  /** Id of the entry before the first one; null when the header cannot be read. */
  readonly before: string | null;
  readonly keyId: string | null;
  readonly storeId: string | null;
  size: number;
  /** What can be read, in order. */
  ranges: Range[];
  /** Bytes that are no frame, also such that cost no entry. */
  readonly damaged: boolean;
};

/** The highest number a segment holds; one below the first when it is empty. */
export function lastOf(segment: SegmentInfo): number {
  return segment.ranges.at(-1)?.to ?? segment.first - 1;
}

/** Walks through a segment; `named` and `storeId` stand in for a header that cannot be read. */
export async function scanSegment(
  context: Context,
  path: string,
  named: { readonly name: string; readonly epoch: number; readonly first: number },
  storeId: string | null,
): Promise<SegmentInfo> {
  return withFile(context.disk, path, 'read', async (file) => {
    const found = await readHeader(file);
    const header = found.kind === 'good' && found.header.kind === 'segment' ? found.header : null;
    const place = header ?? { storeId: storeId ?? '', epoch: named.epoch };
    const ciphers = ciphersFor(context, header);
    const ranges: { from: number; to: number }[] = [];
    let damaged = header === null;
    let last = named.first - 1;
    for await (const frame of readFrames(file, found.kind === 'good' ? found.end : 0)) {
      const good = frame.kind === 'frame' && frame.n > last;
      if (!good || decodeEntry(place, ciphers, frame.n, frame.payload) === null) {
        damaged = true;
        continue;
      }
      const range = ranges.at(-1);
      if (range?.to === frame.n - 1) range.to = frame.n;
      else ranges.push({ from: frame.n, to: frame.n });
      last = frame.n;
    }
    return {
      ...named,
      before: header?.before ?? null,
      keyId: header?.keyId ?? null,
      storeId: header?.storeId ?? null,
      size: await file.size(),
      ranges,
      damaged,
    };
  });
}

function ciphersFor(context: Context, header: SegmentHeader | null): (Cipher | null)[] {
  const key = header === null ? null : keyFor(context.keys, header);
  return key?.kind === 'key' ? [key.cipher] : allCiphers(context);
}

/** Reads the entries with numbers from `from` to `to` of a segment in order; what cannot be read is left out. */
export async function* readEntries(
  context: Context,
  place: Place,
  path: string,
  range: Range,
): AsyncGenerator<JournalEntry> {
  const file = await context.disk.open(path, 'read');
  try {
    const found = await readHeader(file);
    const header = found.kind === 'good' && found.header.kind === 'segment' ? found.header : null;
    const ciphers = ciphersFor(context, header);
    let last = range.from - 1;
    for await (const frame of readFrames(file, found.kind === 'good' ? found.end : 0)) {
      if (frame.kind === 'damage' || frame.n <= last) continue;
      if (frame.n > range.to) return;
      const entry = decodeEntry(header ?? place, ciphers, frame.n, frame.payload);
      if (entry === null) continue;
      last = frame.n;
      yield entry;
    }
  } finally {
    await file.close();
  }
}
