import { z } from '../../shared/schema/zod';
import { Sha256 } from '../../shared/schema/values';
import { parseRows, type Row, rowLine } from './rows';

/** What one frame of a backup holds: rows, the beginning of a document, a piece of it, or the end of the whole. */
export type BackupPart =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'file'; readonly sha256: Sha256; readonly size: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly rows: number; readonly files: number };

const ROWS = 0x52;
const FILE = 0x46;
const BYTES = 0x42;
const END = 0x45;

const File = z.object({ sha256: Sha256, size: z.int().nonnegative() });
const End = z.object({ rows: z.int().nonnegative(), files: z.int().nonnegative() });

/** What a frame is sealed for, so that no frame can stand in another place or another backup. */
export function boundToBackup(id: string, index: number): string {
  return `backup:${id}:${index}`;
}

function tagged(tag: number, content: string | Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.of(tag),
    typeof content === 'string' ? Buffer.from(content, 'utf8') : content,
  ]);
}

/** A part as bytes: a letter that says what it is, and what it holds. */
export function encodePart(part: BackupPart): Uint8Array {
  switch (part.kind) {
    case 'rows':
      return tagged(ROWS, part.rows.map(rowLine).join(''));
    case 'file':
      return tagged(FILE, JSON.stringify({ sha256: part.sha256, size: part.size }));
    case 'bytes':
      return tagged(BYTES, part.bytes);
    case 'end':
      return tagged(END, JSON.stringify({ rows: part.rows, files: part.files }));
  }
}

/** Reads what `encodePart` made; null when it is something else. */
export function decodePart(bytes: Uint8Array): BackupPart | null {
  const content = bytes.subarray(1);
  const text = (): string => Buffer.from(content).toString('utf8');
  const [tag] = bytes;
  try {
    if (tag === ROWS) return { kind: 'rows', rows: parseRows(text()) };
    if (tag === FILE) return { kind: 'file', ...File.parse(JSON.parse(text())) };
    if (tag === BYTES) return { kind: 'bytes', bytes: content };
    if (tag === END) return { kind: 'end', ...End.parse(JSON.parse(text())) };
    return null;
  } catch {
    return null;
  }
}
