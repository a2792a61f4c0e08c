import { err, ok, type Result } from '../../lib/result';
import { PlainDate } from '../../schema/values';
import { monthNamed } from './month-names';

/** Order of day and month where both are numbers before the year. */
export type DateOrder = 'month-first' | 'day-first' | 'unclear';

/** What stands between the numbers: 03/04/2026 or 03-04-2026. */
export type DateMark = 'slash' | 'dash';

/** The order for each kind of date that a file has; two systems may have written the two in different orders. */
export type DateOrders = { readonly [M in DateMark]?: DateOrder };

const SLASHED = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?:[ ,T].*)?$/;
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,T].*)?$/;
const YEAR_FIRST = /^(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})\.?(?:[ ,T].*)?$/;
const EAST_ASIAN = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일](?:[\s,T].*)?$/u;
const DAY_MONTH =
  /^(\d{1,2})(?:(?:st|nd|rd|th|er|\.)(?!\p{L}))?[\s/-]*(?:de\s+|of\s+)?(\p{L}+)\.?[\s/,-]*(?:de\s+|del\s+)?(\d{4})(?:[\s,T].*)?$/iu;
const MONTH_DAY = /^(\p{L}+)\.?[\s/-]*(\d{1,2})(?:st|nd|rd|th)?[\s,/-]+(\d{4})(?:[\s,T].*)?$/iu;
const YEAR_MONTH = /^(\d{4})[\s/-]+(\p{L}+)\.?[\s/-]+(\d{1,2})(?:[\s,T].*)?$/u;

function markOf(between: string | undefined): DateMark {
  return between === '/' ? 'slash' : 'dash';
}

/** Whether 03/04 is March or April; unclear when no date tells or they disagree. */
function orderOf(dates: readonly RegExpExecArray[]): DateOrder {
  const isMonthFirst = dates.some(([, , , second]) => Number(second) > 12);
  const isDayFirst = dates.some(([, first]) => Number(first) > 12);
  if (isMonthFirst === isDayFirst) return 'unclear';
  return isMonthFirst ? 'month-first' : 'day-first';
}

/** Reads the orders of day and month from all dates of a file: those with slashes tell nothing about those with dashes. */
export function dateOrders(values: readonly string[]): DateOrders {
  const dates: Record<DateMark, RegExpExecArray[]> = { slash: [], dash: [] };
  for (const value of values) {
    const date = SLASHED.exec(value.trim());
    if (date) dates[markOf(date[2])].push(date);
  }
  return {
    ...(dates.slash.length === 0 ? {} : { slash: orderOf(dates.slash) }),
    ...(dates.dash.length === 0 ? {} : { dash: orderOf(dates.dash) }),
  };
}

/** Why a text is no date. */
export type DateProblem = { readonly message: string; readonly fix: string };

function build(text: string, year: string, month: string, day: string): Result<PlainDate, DateProblem> {
  const parsed = PlainDate.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  return parsed.success
    ? ok(parsed.data)
    : err({ message: `“${text}” is not a day of the calendar.`, fix: 'Correct the day or the month.' });
}

/** A date whose parts say themselves what they are; null for other texts. */
function readPlain(value: string): Result<PlainDate, DateProblem> | null {
  const yearFirst = YEAR_FIRST.exec(value);
  if (yearFirst) return build(value, yearFirst[1] ?? '', yearFirst[3] ?? '', yearFirst[4] ?? '');
  const dotted = DOTTED.exec(value);
  if (dotted) return build(value, dotted[3] ?? '', dotted[2] ?? '', dotted[1] ?? '');
  const eastAsian = EAST_ASIAN.exec(value);
  return eastAsian ? build(value, eastAsian[1] ?? '', eastAsian[2] ?? '', eastAsian[3] ?? '') : null;
}

/** A date with the month as a word: 14-Jan-2027, 14. Januar 2027, 14 de enero de 2027, Jan 14, 2027; null for others. */
function readWritten(value: string): Result<PlainDate, DateProblem> | null {
  const [, dayBefore = '', wordAfter = '', yearAfter = ''] = DAY_MONTH.exec(value) ?? [];
  const [, wordBefore = '', dayAfter = '', yearLast = ''] = MONTH_DAY.exec(value) ?? [];
  const [, yearBefore = '', wordBetween = '', dayLast = ''] = YEAR_MONTH.exec(value) ?? [];
  const month = monthNamed(wordAfter || wordBefore || wordBetween);
  const year = yearAfter || yearLast || yearBefore;
  return month === null ? null : build(value, year, month, dayBefore || dayAfter || dayLast);
}

/**
 * Reads 2026-11-22, 2026/11/22, 22.11.2026, a month written as a word, and 11/22/2026 or 22-11-2026 (by `orders`), with
 * or without a time after it, which is ignored. A year of two digits is refused.
 */
export function readDate(text: string, orders: DateOrders): Result<PlainDate, DateProblem> {
  const value = text.trim();
  const plain = readPlain(value) ?? readWritten(value);
  if (plain) return plain;
  const slashed = SLASHED.exec(value);
  if (!slashed) {
    return err({
      message: `“${value}” is not a date.`,
      fix: 'Write it like 2026-11-22, 22.11.2026, 11/22/2026 or 22 Nov 2026.',
    });
  }
  const [, first = '', between, second = '', year = ''] = slashed;
  const order = orders[markOf(between)] ?? 'unclear';
  if (order === 'unclear' && Number(first) <= 12 && Number(second) <= 12 && first !== second) {
    return err({
      message: `“${value}” can be read in two ways: no such date in this file tells whether the day or the month comes first.`,
      fix: 'Choose the order of day and month for this file, or write the date like 2026-11-22.',
    });
  }
  const dayFirst = order === 'day-first' || (order === 'unclear' && Number(first) > 12);
  return dayFirst ? build(value, year, second, first) : build(value, year, first, second);
}
