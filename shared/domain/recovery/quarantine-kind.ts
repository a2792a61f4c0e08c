import { type Stream, streams } from '../../schema/sync-state';

/** What was set aside, which tells what can be done about it. */
export type QuarantineKind =
  /** A row that could not be read, or could not be a record. */
  | { readonly kind: 'row'; readonly stream: Stream }
  /** A row that waits for another record. */
  | { readonly kind: 'orphan'; readonly stream: Stream }
  /** Known rows that are not to be found. */
  | { readonly kind: 'missing'; readonly stream: Stream }
  /** A row that may be a repeat of another. */
  | { readonly kind: 'lookalike'; readonly stream: Stream }
  /** An answer to a change that was sent. */
  | { readonly kind: 'answer'; readonly intentId: string }
  | { readonly kind: 'other' };

function streamOf(text: string | undefined): Stream | undefined {
  return streams.find((stream) => stream === text);
}

/** Reads the id under which something was set aside. */
export function quarantineKind(id: string): QuarantineKind {
  const [prefix, second, ...rest] = id.split(':');
  const stream = streamOf(second);
  if (prefix === 'outbox' && second !== undefined && rest.length > 0)
    return { kind: 'answer', intentId: second };
  if (stream === undefined) return { kind: 'other' };
  if (prefix === 'row' || prefix === 'unreadable') return { kind: 'row', stream };
  if (prefix === 'orphan' || prefix === 'missing' || prefix === 'lookalike') return { kind: prefix, stream };
  return { kind: 'other' };
}
