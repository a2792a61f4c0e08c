/** Most that a workbook may hold once it is unpacked; a sheet of 100,000 rows is about a third of it. */
export const MAX_UNPACKED = 256 * 1024 * 1024;

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LONGEST_COMMENT = 0xffff;
/** Packed bytes of an entry that really is empty. */
const EMPTY_PACKED = 2;

/**
 * How many bytes a ZIP file says that it unpacks to, from its directory and so without unpacking anything: a few
 * kilobytes can be made to unpack to gigabytes. Infinity for entries that do not tell; null where there is no directory.
 */
export function unpackedSize(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end === null) return null;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let size = 0;
  for (let n = 0; n < count; n += 1) {
    if (at + ENTRY_LENGTH > view.byteLength || view.getUint32(at, true) !== DIRECTORY_ENTRY) return null;
    const packed = view.getUint32(at + 20, true);
    const unpacked = view.getUint32(at + 24, true);
    // An entry that claims to be empty is unpacked without a bound.
    size += unpacked === 0 && packed > EMPTY_PACKED ? Infinity : unpacked;
    at += ENTRY_LENGTH + [28, 30, 32].reduce((sum, field) => sum + view.getUint16(at + field, true), 0);
  }
  return size;
}

/** Where the record at the end of a ZIP file begins; a comment may follow it. */
function endOfDirectory(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - END_LENGTH - LONGEST_COMMENT);
  for (let at = view.byteLength - END_LENGTH; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  return null;
}
