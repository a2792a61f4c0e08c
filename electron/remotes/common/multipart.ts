import { randomBytes } from 'node:crypto';

/** One part of a multipart body; a part without `filename` is a plain form value. */
export type Part = {
  readonly name: string;
  readonly filename?: string;
  readonly contentType?: string;
  readonly bytes: Uint8Array;
};

/** A name that cannot break out of its header: quotes, backslashes and control characters replaced. */
export function headerName(name: string): string {
  return name.replace(/[\p{Cc}"\\]/gu, '_');
}

/**
 * Builds a multipart/form-data body by hand: `FormData` would give Salesforce's JSON part a file name, which
 * it is not known to accept.
 */
export function multipart(parts: readonly Part[]): { contentType: string; body: Uint8Array } {
  const boundary = `channel-desk-${randomBytes(18).toString('hex')}`;
  const chunks = parts.flatMap((part) => {
    const filename = part.filename === undefined ? '' : `; filename="${headerName(part.filename)}"`;
    const type = part.contentType === undefined ? '' : `Content-Type: ${part.contentType}\r\n`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${part.name}"${filename}\r\n${type}\r\n`;
    return [Buffer.from(head, 'utf8'), part.bytes, Buffer.from('\r\n', 'utf8')];
  });
  const body = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`, 'utf8')]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: new Uint8Array(body) };
}
