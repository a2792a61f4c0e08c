import { BackupWorkspace } from '../../shared/schema/backup';
import { Homes } from '../../shared/schema/home';
import { Instant } from '../../shared/schema/values';
import { z } from '../../shared/schema/zod';
import { crc32 } from './crc';
import { type DiskFile, readWhatCanBe } from './disk';
import { WrappedKey } from './key-wrap';

const MAGIC = Buffer.from('CDESKJ\r\n', 'latin1');
/** magic 8 | version 2 | zero 2 | length 4 | CRC-32 of version, length and text 4 | JSON */
const FIXED = 20;
const MAX_TEXT = 16 * 1024;

/** The format written here; files of a newer one are refused untouched. */
export const FORMAT = 1;

const sealed = { keyId: z.string().nullable(), keyCheck: z.string().nullable() };
const placed = { storeId: z.string(), epoch: z.int().positive() };

/** What a file says about itself; `epoch` counts the bases the journal was begun anew from. */
export const FileHeader = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('segment'),
    ...placed,
    ...sealed,
    /** Number of the first entry, and id of the one before it. */
    first: z.int().positive(),
    before: z.string(),
  }),
  z.object({
    kind: z.literal('snapshot'),
    ...placed,
    ...sealed,
    n: z.int().nonnegative(),
    id: z.string(),
  }),
  z.object({ kind: z.literal('run'), ...sealed }),
  z.object({ kind: z.literal('file'), ...sealed, sha256: z.string() }),
  /** The last entry that was acknowledged, told lazily and so perhaps an older one. */
  z.object({ kind: z.literal('mark'), ...placed, n: z.int().nonnegative() }),
  z.object({
    kind: z.literal('backup'),
    ...sealed,
    id: z.uuid(),
    madeAt: Instant,
    app: z.string(),
    workspace: BackupWorkspace,
    dbVersion: z.int().positive(),
    /** Where its data is from. */
    homes: Homes,
    /** The key under the passphrase that was given for it, or that the journal has; null for a plain one, and for one that only the journal's key opens. */
    wrapped: WrappedKey.nullable(),
  }),
]);
export type FileHeader = z.infer<typeof FileHeader>;

/** What the first bytes of a file turn out to be. */
export type HeaderFound =
  | { readonly kind: 'good'; readonly header: FileHeader; readonly end: number }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'damaged' };

/** A header as the bytes a file begins with. */
export function encodeHeader(header: FileHeader, version = FORMAT): Buffer {
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const bytes = Buffer.alloc(FIXED + text.byteLength);
  bytes.set(MAGIC, 0);
  bytes.writeUInt16BE(version, 8);
  bytes.writeUInt32BE(text.byteLength, 12);
  bytes.set(text, FIXED);
  bytes.writeUInt32BE(crc32(text, crc32(bytes.subarray(8, 16))), 16);
  return bytes;
}

/** Reads what a file says about itself; only a header that is whole can say that it is newer. */
export async function readHeader(file: DiskFile): Promise<HeaderFound> {
  const fixed = await readWhatCanBe(file, 0, FIXED);
  if (fixed.byteLength < FIXED || !fixed.subarray(0, 8).equals(MAGIC)) return { kind: 'damaged' };
  const length = fixed.readUInt32BE(12);
  if (length > MAX_TEXT) return { kind: 'damaged' };
  const text = await readWhatCanBe(file, FIXED, length);
  if (text.byteLength < length) return { kind: 'damaged' };
  if (crc32(text, crc32(fixed.subarray(8, 16))) !== fixed.readUInt32BE(16)) return { kind: 'damaged' };
  const version = fixed.readUInt16BE(8);
  if (version > FORMAT) return { kind: 'newer', version };
  const header = parseHeader(text.toString('utf8'));
  return header === null ? { kind: 'damaged' } : { kind: 'good', header, end: FIXED + length };
}

function parseHeader(text: string): FileHeader | null {
  try {
    return FileHeader.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
