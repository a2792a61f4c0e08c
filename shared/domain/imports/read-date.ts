import { err, ok, type Result } from '../../lib/result';
import { PlainDate } from '../../schema/values';

/** Order of day and month in dates with slashes. */
export type SlashOrder = 'month-first' | 'day-first' | 'unclear';

const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[ ,T].*)?$/;
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,T].*)?$/;
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ ,T].*)?$/;

/** Reads from all dates of a file whether 03/04 is March or April; unclear when no date tells or they disagree. */
export function slashOrder(values: readonly string[]): SlashOrder {
  let monthFirst = 0;
  let dayFirst = 0;
  for (const value of values) {
    const match = SLASHED.exec(value.trim());
    if (!match) continue;
    if (Number(match[2]) > 12) monthFirst += 1;
    if (Number(match[1]) > 12) dayFirst += 1;
  }
  if (monthFirst > 0 && dayFirst === 0) return 'month-first';
  if (dayFirst > 0 && monthFirst === 0) return 'day-first';
  return 'unclear';
}

/** Why a text is no date. */
export type DateProblem = { readonly message: string; readonly fix: string };

function build(text: string, year: string, month: string, day: string): Result<PlainDate, DateProblem> {
  const parsed = PlainDate.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  return parsed.success
    ? ok(parsed.data)
    : err({ message: `“${text}” is not a day of the calendar.`, fix: 'Correct the day or the month.' });
}

/** Reads 2026-11-22, 22.11.2026, 11/22/2026 or 22/11/2026 (by `order`), with or without a time after it, which is ignored. */
export function readDate(text: string, order: SlashOrder): Result<PlainDate, DateProblem> {
  const value = text.trim();
  const iso = ISO.exec(value);
  if (iso) return build(value, iso[1] ?? '', iso[2] ?? '', iso[3] ?? '');
  const dotted = DOTTED.exec(value);
  if (dotted) return build(value, dotted[3] ?? '', dotted[2] ?? '', dotted[1] ?? '');
  const slashed = SLASHED.exec(value);
  if (!slashed) {
    return err({
      message: `“${value}” is not a date.`,
      fix: 'Write it like 2026-11-22, 22.11.2026 or 11/22/2026.',
    });
  }
  const [, first = '', second = '', year = ''] = slashed;
  if (order === 'unclear' && Number(first) <= 12 && Number(second) <= 12 && first !== second) {
    return err({
      message: `“${value}” can be read in two ways: nothing in this file tells whether the day or the month comes first.`,
      fix: 'Choose the order of day and month for this file, or write the date like 2026-11-22.',
    });
  }
  const dayFirst = order === 'day-first' || (order === 'unclear' && Number(first) > 12);
  return dayFirst ? build(value, year, second, first) : build(value, year, first, second);
}
