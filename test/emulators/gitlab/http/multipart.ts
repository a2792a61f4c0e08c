import { ApiError } from './api-error';

/** One part of a multipart body; `filename` is null for a plain field. */
export interface Part {
  readonly name: string;
  readonly filename: string | null;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const CRLF = '\r\n';

function quoted(header: string, key: string): string | null {
  const match = new RegExp(`[;\\s]${key}="((?:\\\\.|[^"\\\\])*)"`, 'i').exec(header);
  // Only quotes are escaped in practice; browsers send a backslash in a name as it is.
  return match?.[1]?.replace(/\\"/g, '"').replace(/%22/g, '"') ?? null;
}

function extendedFilename(header: string): string | null {
  const match = /[;\s]filename\*=utf-8'[^']*'([^;\s]+)/i.exec(header);
  return match?.[1] === undefined ? null : decodeURIComponent(match[1]);
}

function readPart(head: string, bytes: Uint8Array): Part | null {
  const headers = new Map(
    head.split(CRLF).map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = quoted(disposition, 'name');
  if (name === null) return null;
  return {
    name,
    filename: extendedFilename(disposition) ?? quoted(disposition, 'filename'),
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    bytes,
  };
}

/** Splits a multipart/form-data body; the bytes of each part come out exactly as they were sent. */
export function parseMultipart(body: Uint8Array, contentType: string): Part[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) throw new ApiError(400, { error: 'multipart body without a boundary' });
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const parts: Part[] = [];
  let at = buffer.indexOf(`--${mark}`);
  while (at >= 0) {
    const start = at + mark.length + 2;
    if (buffer.subarray(start, start + 2).toString('latin1') === '--') return parts;
    const next = buffer.indexOf(`${CRLF}--${mark}`, start);
    const headEnd = buffer.indexOf(CRLF + CRLF, start);
    if (next < 0 || headEnd < 0 || headEnd > next) break;
    const head = buffer.subarray(start + CRLF.length, headEnd).toString('utf8');
    const part = readPart(head, new Uint8Array(buffer.subarray(headEnd + 4, next)));
    if (part) parts.push(part);
    at = next + CRLF.length;
  }
  throw new ApiError(400, { error: 'multipart body ends before its closing boundary' });
}
