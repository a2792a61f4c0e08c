import { createHash } from 'node:crypto';
import { z } from '../../shared/schema/zod';
import { type Cipher, keyFor, keyNote, openWith, sealWith } from './cipher';
import { breathe, type Context } from './context';
import { type DiskFile, withFile, writeAll } from './disk';
import { encodeFrame, FRAME_HEAD, readFrames } from './frames';
import { encodeHeader, type FileHeader, readHeader } from './header';
import { parseRows, type Row, rowLine } from './rows';

const FRAME_TEXT = 64 * 1024;
/** Number of the frame that ends a file of rows; no file has so many. */
const FOOTER = 0xffffffffffff;

const Footer = z.object({ frames: z.int(), rows: z.int(), digest: z.string() });

/** Header of a file of rows: a snapshot, or a sorted part of one on its way. */
export type RowHeader = Extract<FileHeader, { kind: 'snapshot' | 'run' }>;

function boundTo(header: RowHeader, index: number): string {
  return header.kind === 'run'
    ? `run:${index}`
    : `snapshot:${header.storeId}:${header.epoch}:${header.n}:${index}`;
}

/** The header with the note of the key that new files are sealed with. */
export function withKey<T extends object>(context: Context, header: T): T & ReturnType<typeof keyNote> {
  return { ...header, ...keyNote(context.keys.current) };
}

/** Writes sorted rows to a file, with a footer by which a cut or damaged one is known, and syncs it. */
export async function writeRowFile(
  context: Context,
  path: string,
  header: RowHeader,
  batches: AsyncIterable<readonly Row[]>,
  half?: () => void,
): Promise<{ rows: number; size: number }> {
  return withFile(context.disk, path, 'create', async (file) => {
    const writer = openRowWriter(file, header, context.keys.current);
    await writer.begin();
    half?.();
    for await (const rows of batches) {
      for (const row of rows) {
        if (writer.add(row)) await writer.flush();
      }
    }
    await writer.flush();
    return writer.finish();
  });
}

function openRowWriter(file: DiskFile, header: RowHeader, cipher: Cipher | null) {
  const digest = createHash('sha256');
  let at = 0;
  let frames = 0;
  let rows = 0;
  let lines: string[] = [];
  let length = 0;

  async function frame(index: number, text: string): Promise<Buffer> {
    const payload = sealWith(cipher, Buffer.from(text, 'utf8'), boundTo(header, index));
    const bytes = encodeFrame(index, payload);
    await writeAll(file, bytes, at);
    at += bytes.byteLength;
    return bytes;
  }

  return {
    async begin() {
      const bytes = encodeHeader(header);
      await writeAll(file, bytes, 0);
      at = bytes.byteLength;
    },
    /** True when there is enough for a frame. */
    add(row: Row): boolean {
      const line = rowLine(row);
      lines.push(line);
      length += line.length;
      rows += 1;
      return length >= FRAME_TEXT;
    },
    async flush() {
      if (lines.length === 0) return;
      const bytes = await frame(frames, lines.join(''));
      digest.update(bytes.subarray(0, FRAME_HEAD));
      frames += 1;
      lines = [];
      length = 0;
    },
    async finish() {
      const footer = { frames, rows, digest: digest.digest('hex') };
      await frame(FOOTER, JSON.stringify(footer));
      await file.sync();
      return { rows, size: at };
    },
  };
}

/** What a walk through a file of rows found. */
export type RowFileCheck =
  | { readonly kind: 'whole'; readonly header: RowHeader; readonly rows: number; readonly size: number }
  | { readonly kind: 'damaged' };

/** Walks through the whole file and compares it with its footer. */
export async function checkRowFile(context: Context, path: string): Promise<RowFileCheck> {
  return withFile(context.disk, path, 'read', async (file) => {
    const found = await readHeader(file);
    if (found.kind !== 'good' || !isRowHeader(found.header)) return { kind: 'damaged' };
    const key = keyFor(context.keys, found.header);
    if (key.kind !== 'key') return { kind: 'damaged' };
    const digest = createHash('sha256');
    let frames = 0;
    for await (const frame of readFrames(file, found.end)) {
      if (frame.kind === 'damage') return { kind: 'damaged' };
      if (frame.n === FOOTER) {
        const text = openWith(key.cipher, frame.payload, boundTo(found.header, FOOTER));
        const footer = text === null ? null : parseFooter(text);
        const size = await file.size();
        const whole =
          footer?.frames === frames && footer.digest === digest.digest('hex') && frame.end === size;
        return whole ? { kind: 'whole', header: found.header, rows: footer.rows, size } : { kind: 'damaged' };
      }
      const opened = openWith(key.cipher, frame.payload, boundTo(found.header, frame.n));
      if (frame.n !== frames || opened === null) return { kind: 'damaged' };
      digest.update(frame.head);
      frames += 1;
    }
    return { kind: 'damaged' };
  });
}

function parseFooter(text: Uint8Array): z.infer<typeof Footer> | null {
  try {
    return Footer.parse(JSON.parse(Buffer.from(text).toString('utf8')));
  } catch {
    return null;
  }
}

function isRowHeader(header: FileHeader): header is RowHeader {
  return header.kind === 'snapshot' || header.kind === 'run';
}

/** Rows of one frame, and where the next frame begins. */
export type RowBatch = { readonly rows: readonly Row[]; readonly next: number };

/**
 * Reads the rows of a file, from its beginning (`from` null) or from where an earlier reading got; what is damaged
 * is left out. `fallback` stands in for a header that cannot be read.
 */
export async function* readRowFile(
  context: Context,
  path: string,
  from: number | null,
  fallback: RowHeader | null = null,
): AsyncGenerator<RowBatch> {
  const file = await context.disk.open(path, 'read');
  try {
    const found = await readHeader(file);
    const good = found.kind === 'good' && isRowHeader(found.header) ? found.header : null;
    const header = good ?? fallback;
    if (header === null) return;
    const ciphers = good === null ? allCiphers(context) : oneCipher(context, good);
    for await (const frame of readFrames(file, from ?? (found.kind === 'good' ? found.end : 0))) {
      if (frame.kind === 'damage' || frame.n === FOOTER) continue;
      const rows = openRows(ciphers, frame.payload, boundTo(header, frame.n));
      if (rows === null) context.say(`A part of ${path} cannot be opened and is left out.`);
      else yield { rows, next: frame.end };
      await breathe();
    }
  } finally {
    await file.close();
  }
}

/** Every key at hand, for a file that cannot tell its own. */
export function allCiphers(context: Context): (Cipher | null)[] {
  return [null, context.keys.current, ...context.keys.others];
}

function oneCipher(context: Context, header: RowHeader): (Cipher | null)[] {
  const key = keyFor(context.keys, header);
  return key.kind === 'key' ? [key.cipher] : [];
}

function openRows(ciphers: readonly (Cipher | null)[], payload: Uint8Array, bound: string): Row[] | null {
  for (const cipher of ciphers) {
    const text = openWith(cipher, payload, bound);
    if (text === null) continue;
    try {
      return parseRows(Buffer.from(text).toString('utf8'));
    } catch {
      // Not the key this was sealed with: the next one may be.
    }
  }
  return null;
}
