import { randomBytes } from 'node:crypto';
import type { FileParts } from '../../../shared/ports/file-source';
import type { StreamedBody } from './streamed-body';
import type { Followed } from './transfers';

/** One part of a multipart body; a part without `filename` is a plain form value. */
export type Part = {
  readonly name: string;
  readonly filename?: string;
  readonly contentType?: string;
  readonly content: Uint8Array | { readonly size: number; readonly parts: FileParts };
};

/** A name that cannot break out of its header: quotes, backslashes and control characters replaced. */
export function headerName(name: string): string {
  return name.replace(/[\p{Cc}"\\]/gu, '_');
}

const unfollowed = { sent: () => undefined, allSent: () => undefined };

/** So many bytes are handed over at a time, few enough that a slow network takes them within seconds. */
const PIECE = 64 * 1024;

async function* pieces(content: Part['content']): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) {
    yield content;
    return;
  }
  let size = 0;
  for await (const part of content.parts()) {
    size += part.byteLength;
    for (let at = 0; at < part.byteLength; at += PIECE) yield part.subarray(at, at + PIECE);
  }
  // The length was promised to the other side; with another one it could take the file for whole.
  if (size !== content.size) throw new Error('the file changed while it was sent');
}

/**
 * A multipart/form-data body of known length, made part by part while it is sent. By hand, because `FormData` would
 * give Salesforce's JSON part a file name, which it is not known to accept.
 */
export function multipart(
  parts: readonly Part[],
  followed: Pick<Followed, 'sent' | 'allSent'> = unfollowed,
): { contentType: string; body: StreamedBody } {
  const boundary = `channel-desk-${randomBytes(18).toString('hex')}`;
  const heads = parts.map((part) => {
    const filename = part.filename === undefined ? '' : `; filename="${headerName(part.filename)}"`;
    const type = part.contentType === undefined ? '' : `Content-Type: ${part.contentType}\r\n`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${part.name}"${filename}\r\n${type}\r\n`;
    return { head: Buffer.from(head, 'utf8'), content: part.content };
  });
  const lineEnd = Buffer.from('\r\n', 'utf8');
  const end = Buffer.from(`--${boundary}--\r\n`, 'utf8');
  const length = heads.reduce((sum, { head, content }) => {
    const size = content instanceof Uint8Array ? content.byteLength : content.size;
    return sum + head.byteLength + size + lineEnd.byteLength;
  }, end.byteLength);
  async function* body(): AsyncGenerator<Uint8Array> {
    let sent = 0;
    followed.sent(0);
    for (const { head, content } of heads) {
      yield head;
      for await (const piece of pieces(content)) {
        yield piece;
        if (content instanceof Uint8Array) continue;
        sent += piece.byteLength;
        followed.sent(sent);
      }
      yield lineEnd;
    }
    // Until the other side has the end it cannot take the file for whole, so up to here it can be stopped.
    followed.allSent();
    yield end;
  }
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: { length, parts: body } };
}
