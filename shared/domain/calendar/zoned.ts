import type { Instant, PlainDate } from '../../schema/values';
import { fromEpochDay, fromParts, toEpochDay } from './plain-date';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Milliseconds since 1970-01-01T00:00Z of an instant. */
export function toEpochMs(instant: Instant): number {
  const date = instant.slice(0, 10) as PlainDate;
  const hours = Number(instant.slice(11, 13));
  const minutes = Number(instant.slice(14, 16));
  const seconds = Number(instant.slice(17, 19));
  return (
    toEpochDay(date) * DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number(instant.slice(20, 23))
  );
}

/** The instant that many milliseconds after 1970-01-01T00:00Z. */
export function fromEpochMs(epochMs: number): Instant {
  const days = Math.floor(epochMs / DAY);
  const rest = epochMs - days * DAY;
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const time = `${two(rest / 3_600_000)}:${two((rest / MINUTE) % 60)}:${two((rest / 1000) % 60)}`;
  return `${fromEpochDay(days)}T${time}.${String(rest % 1000).padStart(3, '0')}Z` as Instant;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (!found) {
    // Making one costs far more than using it, and lists of deadlines ask for the same few zones again and again.
    found = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, found);
  }
  return found;
}

const QUARTER_HOUR = 900_000;
const MODERN = Date.UTC(1973, 0, 1);
const MOST_KEPT = 4096;
const offsets = new Map<string, number>();

/**
 * Milliseconds that the zone's wall clock is ahead of UTC at an epoch time. Since 1973 every change of clocks falls on
 * a quarter of an hour, so an answer holds for all of it: a table of ten thousand deadlines asks for few of them.
 */
function offsetAt(epochMs: number, timeZone: string): number {
  if (epochMs < MODERN) return computedOffset(epochMs, timeZone);
  const start = Math.floor(epochMs / QUARTER_HOUR) * QUARTER_HOUR;
  const key = `${timeZone} ${start}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_KEPT) offsets.clear();
  const offset = computedOffset(start, timeZone);
  offsets.set(key, offset);
  return offset;
}

function computedOffset(epochMs: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatter(timeZone).formatToParts(epochMs)) part[type] = Number(value);
  const date = fromParts(part['year'] ?? 0, part['month'] ?? 0, part['day'] ?? 0);
  if (date === null) return 0;
  const seconds = ((part['hour'] ?? 0) * 60 + (part['minute'] ?? 0)) * 60 + (part['second'] ?? 0);
  return toEpochDay(date) * DAY + seconds * 1000 - Math.floor(epochMs / 1000) * 1000;
}

/** The date that the calendar on the wall shows at an instant in an IANA time zone. */
export function dateInZone(instant: Instant, timeZone: string): PlainDate {
  const epochMs = toEpochMs(instant);
  return fromEpochDay(Math.floor((epochMs + offsetAt(epochMs, timeZone)) / DAY));
}

/**
 * The instant at which clocks in the zone show that date and `HH:mm`. A time skipped by daylight saving counts as
 * the moment after the gap by as much; of a time shown twice the earlier is taken.
 */
export function instantAt(date: PlainDate, time: string, timeZone: string): Instant {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const wall = toEpochDay(date) * DAY + (hours * 60 + minutes) * MINUTE;
  const before = wall - offsetAt(wall - DAY, timeZone);
  if (before + offsetAt(before, timeZone) === wall) return fromEpochMs(before);
  const after = wall - offsetAt(wall + DAY, timeZone);
  if (after + offsetAt(after, timeZone) === wall) return fromEpochMs(after);
  return fromEpochMs(before);
}
