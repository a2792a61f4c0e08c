import { createHash } from 'node:crypto';
import { ApiError } from '../errors';
import type { ObjectDef, StoredRecord } from '../metadata/types';
import { parseDateTime, parseHttpDate } from '../time';
import type { RestContext } from './env';

function entityTag(record: StoredRecord): string {
  const text = JSON.stringify([record['Id'], record['SystemModstamp'], record]);
  return `"${createHash('sha1').update(text).digest('base64')}"`;
}

function modified(record: StoredRecord): number {
  return parseDateTime(String(record['SystemModstamp'])) ?? 0;
}

/** `ETag` and `Last-Modified` of a record, on the one object that has them. */
export function cacheHeaders(def: ObjectDef, record: StoredRecord): Record<string, string> {
  if (!def.entityTag) return {};
  return { etag: entityTag(record), 'last-modified': new Date(modified(record)).toUTCString() };
}

function failed(): ApiError {
  return new ApiError(
    412,
    'PRECONDITION_FAILED',
    'One or more of the preconditions given in the request header fields were not satisfied',
  );
}

/**
 * Checks the request's preconditions against a record: If-Unmodified-Since on any object, If-Match and
 * If-None-Match where there are entity tags. Throws 412; returns true when a read may be answered 304.
 */
export function checkPreconditions(
  c: RestContext,
  def: ObjectDef,
  record: StoredRecord,
  mode: 'read' | 'write',
): boolean {
  const unmodifiedSince = parseHttpDate(c.req.header('if-unmodified-since') ?? '');
  if (unmodifiedSince !== null && modified(record) > unmodifiedSince) throw failed();
  if (!def.entityTag) return false;
  const tag = entityTag(record);
  const wanted = c.req.header('if-match');
  if (wanted !== undefined && wanted !== '*' && !wanted.split(/,\s*/).includes(tag)) throw failed();
  const unwanted = c.req.header('if-none-match');
  const same = unwanted !== undefined && (unwanted === '*' || unwanted.split(/,\s*/).includes(tag));
  if (same && mode === 'write') throw failed();
  const since = parseHttpDate(c.req.header('if-modified-since') ?? '');
  return mode === 'read' && (same || (since !== null && modified(record) <= since));
}
