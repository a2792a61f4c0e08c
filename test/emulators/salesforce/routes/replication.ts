import { ApiError } from '../errors';
import type { ObjectDef } from '../metadata/types';
import { parseDateTime, toStamp } from '../time';
import { json, objectOf, type RestApp, type RestContext, type Runtime } from './env';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MAX_SPAN_DAYS = 30;
const LOG_DAYS = 15;
const MAX_IDS = 600_000;

interface Span {
  readonly from: number;
  readonly to: number;
}

function refuse(message: string): ApiError {
  return new ApiError(400, 'INVALID_REPLICATION_DATE', message);
}

function instant(c: RestContext, name: 'start' | 'end'): number {
  // A plus sign that was not encoded arrives as a space.
  const text = (c.req.query(name) ?? '').replace(/ (?=\d{2}:?\d{2}$)/, '+');
  const millis = parseDateTime(text);
  if (millis === null) {
    throw new ApiError(
      400,
      'INVALID_REPLICATION_DATE',
      `${name} is not a date and time in ISO 8601: '${text}'`,
    );
  }
  return Math.floor(millis / MINUTE_MS) * MINUTE_MS;
}

function spanOf(runtime: Runtime, c: RestContext): Span {
  const from = instant(c, 'start');
  const to = instant(c, 'end');
  const now = runtime.org.clock.now().getTime();
  if (to <= from) throw refuse('endDate must be at least one minute greater than startDate');
  if (from < now - MAX_SPAN_DAYS * DAY_MS)
    throw refuse(`startDate cannot be more than ${MAX_SPAN_DAYS} days ago`);
  if (to - from > MAX_SPAN_DAYS * DAY_MS)
    throw refuse(`the time span cannot be longer than ${MAX_SPAN_DAYS} days`);
  return { from, to };
}

function replicated(runtime: Runtime, c: RestContext): ObjectDef {
  const def = objectOf(runtime, c);
  if (!def.replicateable)
    throw new ApiError(
      400,
      'INVALID_TYPE_FOR_OPERATION',
      `entity type ${def.name} does not support replication`,
    );
  return def;
}

/** Where the next call has to start: the end of the span, but never later than now. */
function covered(runtime: Runtime, span: Span): string {
  const now = Math.floor(runtime.org.clock.now().getTime() / MINUTE_MS) * MINUTE_MS;
  return toStamp(new Date(Math.min(span.to, now)));
}

function updated(runtime: Runtime, c: RestContext): Response {
  const def = replicated(runtime, c);
  const span = spanOf(runtime, c);
  const ids: string[] = [];
  for (const record of runtime.org.store.all(def.name)) {
    if (record['IsDeleted'] === true || runtime.org.store.isHidden(String(record['Id']))) continue;
    const at = parseDateTime(String(record['SystemModstamp'])) ?? 0;
    if (at >= span.from && at < span.to) ids.push(String(record['Id']));
  }
  if (ids.length > MAX_IDS)
    throw new ApiError(400, 'EXCEEDED_ID_LIMIT', 'The number of ids exceeds the limit');
  return json({ ids, latestDateCovered: covered(runtime, span) });
}

function deleted(runtime: Runtime, c: RestContext): Response {
  const def = replicated(runtime, c);
  const span = spanOf(runtime, c);
  const { org } = runtime;
  const oldest = Math.max(org.clock.now().getTime() - LOG_DAYS * DAY_MS, org.store.deletionsPurgedAt());
  const earliest = Math.floor(oldest / MINUTE_MS) * MINUTE_MS;
  if (span.from < earliest) throw refuse('startDate before the earliest date available');
  const deletedRecords = org.store
    .deletions(def.name)
    .filter(({ id, at }) => at >= span.from && at < span.to && !org.store.isHidden(id))
    .map(({ id, at }) => ({ id, deletedDate: toStamp(new Date(at)) }));
  return json({
    deletedRecords,
    earliestDateAvailable: toStamp(new Date(earliest)),
    latestDateCovered: covered(runtime, span),
  });
}

/** Routes that tell what was changed and deleted in a span of time; seconds are ignored. */
export function addReplicationRoutes(rest: RestApp, runtime: Runtime): void {
  rest.get('/services/data/:version/sobjects/:object/updated', (c) => updated(runtime, c));
  rest.get('/services/data/:version/sobjects/:object/deleted', (c) => deleted(runtime, c));
}
