import type { MediaType } from '../../schema/document';

type Signature = { readonly type: MediaType; readonly at: number; readonly bytes: readonly number[] };

const ascii = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));

const signatures: readonly Signature[] = [
  { type: 'image/png', at: 0, bytes: [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a] },
  { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', at: 0, bytes: ascii('GIF8') },
  { type: 'image/webp', at: 8, bytes: ascii('WEBP') },
  { type: 'image/tiff', at: 0, bytes: [0x49, 0x49, 0x2a, 0x00] },
  { type: 'image/tiff', at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2a] },
  { type: 'image/heic', at: 4, bytes: ascii('ftyphei') },
  { type: 'image/heic', at: 4, bytes: ascii('ftypmif1') },
];

function hasAt(bytes: Uint8Array, at: number, wanted: readonly number[]): boolean {
  return wanted.every((byte, index) => bytes[at + index] === byte);
}

/** Where a byte sequence begins within the first `limit` bytes; -1 when it does not. */
function indexOf(bytes: Uint8Array, wanted: readonly number[], limit: number): number {
  const end = Math.min(bytes.length - wanted.length, limit);
  for (let at = 0; at <= end; at += 1) if (hasAt(bytes, at, wanted)) return at;
  return -1;
}

const LOOKED_AT = 4096;

/** How the signs of a text begin: without the mark that some programs put before them, two bytes of UTF-16 as one sign. */
function firstSigns(bytes: Uint8Array): number[] {
  const head = [...bytes.subarray(0, 2 * LOOKED_AT)];
  const isLittle = hasAt(bytes, 0, [0xff, 0xfe]);
  if (!isLittle && !hasAt(bytes, 0, [0xfe, 0xff]))
    return head.slice(hasAt(bytes, 0, [0xef, 0xbb, 0xbf]) ? 3 : 0);
  const signs: number[] = [];
  for (let at = 2; at + 1 < head.length; at += 2) {
    const [first = 0, second = 0] = [head[at], head[at + 1]];
    signs.push(isLittle ? second * 256 + first : first * 256 + second);
  }
  return signs;
}

/** Signs that do not occur in a text file. */
function looksBinary(signs: readonly number[]): boolean {
  return signs.some((sign) => sign < 9 || (sign > 13 && sign < 32 && sign !== 27));
}

/** What a file is by its bytes (POP-6); the name only tells CSV from other text, since both are plain bytes. */
export function sniffMediaType(bytes: Uint8Array, name: string): MediaType {
  // Readers accept a PDF whose header stands somewhere in the first kilobyte.
  if (indexOf(bytes, ascii('%PDF-'), 1024) >= 0) return 'application/pdf';
  const found = signatures.find((signature) => hasAt(bytes, signature.at, signature.bytes));
  if (found) return found.type;
  if (hasAt(bytes, 0, [0x50, 0x4b, 0x03, 0x04])) {
    return indexOf(bytes, ascii('xl/'), 65_536) >= 0
      ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
      : 'application/zip';
  }
  const signs = firstSigns(bytes);
  if (ascii('<?xml').every((sign, index) => signs[index] === sign)) return 'application/xml';
  if (bytes.length === 0 || looksBinary(signs)) return 'application/octet-stream';
  return name.toLowerCase().endsWith('.csv') ? 'text/csv' : 'text/plain';
}
