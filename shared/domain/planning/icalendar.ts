import type { Instant, PlainDate } from '../../schema/values';
import { addDays } from '../calendar/plain-date';

/** An all-day entry of a calendar; both days are inside it. */
export type CalendarEntry = {
  /** Stays the same when the entry is exported again, so that calendars replace it. */
  readonly uid: string;
  readonly title: string;
  readonly start: PlainDate;
  readonly end: PlainDate;
  readonly description: string;
  readonly categories: readonly string[];
  readonly state: 'tentative' | 'confirmed' | 'cancelled';
  /** Grows with every change. */
  readonly sequence: number;
  readonly changedAt: Instant;
};

const LINE_OCTETS = 75;

/** A calendar file (RFC 5545) of all-day entries that block no time (PLAN-4). */
export function calendarFile(name: string, entries: readonly CalendarEntry[], now: Instant): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Channel Desk//Planner//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...entries.flatMap((entry) => entryLines(entry, now)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function entryLines(entry: CalendarEntry, now: Instant): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(entry.uid)}`,
    `DTSTAMP:${utc(now)}`,
    `LAST-MODIFIED:${utc(entry.changedAt)}`,
    `SEQUENCE:${entry.sequence}`,
    `DTSTART;VALUE=DATE:${compact(entry.start)}`,
    // The end of a day-long event is the first day that is no longer part of it.
    `DTEND;VALUE=DATE:${compact(addDays(entry.end, 1))}`,
    `SUMMARY:${escaped(entry.title)}`,
    ...(entry.description === '' ? [] : [`DESCRIPTION:${escaped(entry.description)}`]),
    ...(entry.categories.length === 0 ? [] : [`CATEGORIES:${entry.categories.map(escaped).join(',')}`]),
    `STATUS:${entry.state.toUpperCase()}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function compact(date: PlainDate): string {
  return date.replaceAll('-', '');
}

function utc(instant: Instant): string {
  return `${instant.slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Text with what has a meaning in the format written out; other control signs are left away. */
function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\n/g, '\\n');
}

function octets(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** A line in parts of at most 75 octets; no sign is torn apart. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const sign of line) {
    const more = octets(sign);
    if (size + more > LINE_OCTETS) {
      parts.push(part);
      part = ' ';
      size = 1;
    }
    part += sign;
    size += more;
  }
  return [...parts, part].join('\r\n');
}
