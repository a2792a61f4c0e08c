import { createHash } from 'node:crypto';
import type { Denied } from './failure';

/** A file whose bytes are no longer what their hash says would be sent again and again, so it is not sent at all (G7); null when it is whole. */
export function spoiltBytes(file: {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}): Denied | null {
  if (createHash('sha256').update(file.bytes).digest('hex') === file.sha256) return null;
  const message = `The contents of “${file.name}” on this device are damaged.`;
  return { kind: 'denied', status: 0, code: 'bytes-damaged', message, fields: [] };
}
