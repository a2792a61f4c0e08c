// What a file of Chromium's databases holds: their tables are pressed, and their logs cut records at every 32 KB.

const FOOTER = 48;
const MAGIC = Buffer.from('57fb808b247547db', 'hex');
const LOG_BLOCK = 32 * 1024;
const LOG_HEAD = 7;

type Cursor = { at: number };

function varint(bytes: Buffer, cursor: Cursor): number {
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes.readUInt8(cursor.at);
    cursor.at += 1;
    value += (byte & 127) * factor;
    if (byte < 128) return value;
  }
}

/** Undoes Snappy. */
export function unpress(bytes: Buffer): Buffer {
  const cursor = { at: 0 };
  const out = Buffer.alloc(varint(bytes, cursor));
  let done = 0;
  while (cursor.at < bytes.length) {
    const tag = bytes.readUInt8(cursor.at);
    cursor.at += 1;
    const kind = tag & 3;
    if (kind === 0) {
      let length = tag >> 2;
      if (length >= 60) {
        const extra = length - 59;
        length = bytes.readUIntLE(cursor.at, extra);
        cursor.at += extra;
      }
      bytes.copy(out, done, cursor.at, cursor.at + length + 1);
      cursor.at += length + 1;
      done += length + 1;
      continue;
    }
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const size = kind === 1 ? 1 : kind === 2 ? 2 : 4;
    const low = bytes.readUIntLE(cursor.at, size);
    cursor.at += size;
    const from = done - (kind === 1 ? ((tag >> 5) << 8) | low : low);
    // Byte by byte: a copy may run into what it has just written.
    for (let n = 0; n < length; n += 1) out[done + n] = out.readUInt8(from + n);
    done += length;
  }
  return out;
}

/** The block of a table whose place stands in `from`. */
function block(table: Buffer, from: Buffer, cursor: Cursor): Buffer {
  const [offset, size] = [varint(from, cursor), varint(from, cursor)];
  const content = table.subarray(offset, offset + size);
  return table.readUInt8(offset + size) === 1 ? unpress(content) : content;
}

/** Blocks of a table, as its index names them. */
function tableText(table: Buffer): Buffer {
  const footer = { at: table.length - FOOTER };
  varint(table, footer);
  varint(table, footer);
  const index = block(table, table, footer);
  const end = index.length - 4 * (1 + index.readUInt32LE(index.length - 4));
  const blocks: Buffer[] = [];
  const cursor = { at: 0 };
  while (cursor.at < end) {
    varint(index, cursor);
    const [own, size] = [varint(index, cursor), varint(index, cursor)];
    cursor.at += own;
    blocks.push(block(table, index, { at: cursor.at }));
    cursor.at += size;
  }
  return Buffer.concat(blocks);
}

function logText(log: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + LOG_HEAD <= log.length) {
    const left = LOG_BLOCK - (at % LOG_BLOCK);
    const length = log.readUInt16LE(at + 4);
    if (left < LOG_HEAD || log.readUInt8(at + 6) === 0) {
      at += left;
      continue;
    }
    parts.push(log.subarray(at + LOG_HEAD, at + LOG_HEAD + length));
    at += LOG_HEAD + length;
  }
  return Buffer.concat(parts);
}

/** The contents of a file of LevelDB in one piece; null for any other file. */
export function levelDbText(name: string, bytes: Buffer): Buffer | null {
  if (name.endsWith('.ldb') && bytes.subarray(-8).equals(MAGIC)) return tableText(bytes);
  return /\d{6}\.log$/.test(name) ? logText(bytes) : null;
}
