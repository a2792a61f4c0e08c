/** One part of a multipart body; `filename` is null for a plain field. */
export interface Part {
  readonly name: string;
  readonly filename: string | null;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** The parts of a body, or why it cannot be split. */
export type MultipartBody =
  | { readonly kind: 'parts'; readonly parts: readonly Part[] }
  | { readonly kind: 'unreadable'; readonly why: string };

function parameter(header: string, key: string): string | null {
  const match = new RegExp(`;\\s*${key}\\s*=\\s*(?:"((?:\\\\.|[^"\\\\])*)"|([^;\\s"]+))`, 'i').exec(header);
  // Only quotes are escaped in practice; browsers send a backslash in a name as it is.
  return match?.[1]?.replace(/\\"/g, '"').replace(/%22/g, '"') ?? match?.[2] ?? null;
}

function extendedFilename(header: string): string | null {
  const value = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header)?.[1];
  if (value === undefined) return null;
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

function readPart(head: string, bytes: Uint8Array): Part | null {
  const headers = new Map(
    head.split(/\r?\n/).map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = parameter(disposition, 'name');
  if (name === null) return null;
  return {
    name,
    filename: extendedFilename(disposition) ?? parameter(disposition, 'filename'),
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    bytes,
  };
}

interface Delimiter {
  /** Where the part before it ends. */
  readonly from: number;
  /** Where the part after it begins. */
  readonly to: number;
  readonly isLast: boolean;
}

function lineEndOf(buffer: Buffer, mark: string): '\r\n' | '\n' {
  const feed = buffer.indexOf('\n', buffer.indexOf(`--${mark}`));
  return feed > 0 && buffer[feed - 1] !== 0x0d ? '\n' : '\r\n';
}

/** The next line that is the boundary and nothing but white space; `after` is where a line may begin. */
function nextDelimiter(buffer: Buffer, mark: string, eol: string, after: number): Delimiter | null {
  const line = `--${mark}`;
  for (let at = buffer.indexOf(line, after); at >= 0; at = buffer.indexOf(line, at + 1)) {
    const isLineStart = at === 0 || buffer.subarray(at - eol.length, at).toString('latin1') === eol;
    if (!isLineStart) continue;
    const from = Math.max(after, at - eol.length);
    const end = at + line.length;
    if (buffer.subarray(end, end + 2).toString('latin1') === '--') return { from, to: end, isLast: true };
    const lineEnd = buffer.indexOf(eol, end);
    if (lineEnd >= 0 && buffer.subarray(end, lineEnd).toString('latin1').trim() === '')
      return { from, to: lineEnd + eol.length, isLast: false };
  }
  return null;
}

/**
 * Splits a multipart/form-data body; the bytes of each part come out exactly as they were sent. As lenient as real
 * servers are: a header may end in a semicolon, names need no quotes, and lines may end in a line feed alone.
 */
export function parseMultipart(body: Uint8Array, contentType: string): MultipartBody {
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return { kind: 'unreadable', why: 'multipart body without a boundary' };
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const eol = lineEndOf(buffer, mark);
  const parts: Part[] = [];
  let before = nextDelimiter(buffer, mark, eol, 0);
  while (before && !before.isLast) {
    const next = nextDelimiter(buffer, mark, eol, before.to);
    if (next === null) break;
    const headEnd = buffer.indexOf(eol + eol, before.to);
    if (headEnd >= 0 && headEnd <= next.from) {
      const head = buffer.subarray(before.to, headEnd).toString('utf8');
      const bytes = buffer.subarray(Math.min(headEnd + 2 * eol.length, next.from), next.from);
      const part = readPart(head, new Uint8Array(bytes));
      if (part) parts.push(part);
    }
    before = next;
  }
  return before?.isLast
    ? { kind: 'parts', parts }
    : { kind: 'unreadable', why: 'multipart body ends before its closing boundary' };
}
