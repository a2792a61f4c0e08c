const DAY_MS = 86_400_000;

/** A span of days, from the first to the day after the last, as UTC midnights in milliseconds. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

function utc(year: number, month: number, day = 1): number {
  return Date.UTC(year, month, day);
}

function days(today: number, from: number, to: number): DayRange {
  return { from: today + from * DAY_MS, to: today + to * DAY_MS };
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** The `offset`-th unit before or after the current one, `count` units long. */
function units(now: Date, unit: Unit, offset: number, count: number, fiscalStart: number): DayRange {
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  switch (unit) {
    case 'DAY':
      return days(utc(year, month, now.getUTCDate()), offset, offset + count);
    case 'WEEK': {
      const sunday = utc(year, month, now.getUTCDate() - now.getUTCDay());
      return days(sunday, offset * 7, (offset + count) * 7);
    }
    case 'MONTH':
      return { from: utc(year, month + offset), to: utc(year, month + offset + count) };
    case 'QUARTER': {
      const sinceStart = (month - fiscalStart + 12) % 12;
      const first = month - (sinceStart % 3);
      return { from: utc(year, first + offset * 3), to: utc(year, first + (offset + count) * 3) };
    }
    default: {
      const first = month - ((month - fiscalStart + 12) % 12);
      return { from: utc(year, first + offset * 12), to: utc(year, first + (offset + count) * 12) };
    }
  }
}

const SIMPLE = /^(LAST|THIS|NEXT)_(FISCAL_)?(WEEK|MONTH|QUARTER|YEAR)$/;
const COUNTED =
  /^(?:(LAST|NEXT)_N_(FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S|N_(FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO)$/;

/**
 * The days that a SOQL date literal such as `TODAY` or `LAST_N_DAYS:30` stands for, in UTC; null when it is
 * none. `fiscalMonth` is the month (1 to 12) in which the org's fiscal year starts.
 */
export function dateLiteral(literal: string, count: number, now: Date, fiscalMonth: number): DayRange | null {
  const today = utc(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const name = (literal.split(':')[0] ?? '').toUpperCase();
  switch (name) {
    case 'TODAY':
      return days(today, 0, 1);
    case 'YESTERDAY':
      return days(today, -1, 0);
    case 'TOMORROW':
      return days(today, 1, 2);
    case 'LAST_90_DAYS':
      return days(today, -90, 1);
    case 'NEXT_90_DAYS':
      return days(today, 1, 91);
    default:
      break;
  }
  const simple = SIMPLE.exec(name);
  if (simple) {
    const offset = { LAST: -1, THIS: 0, NEXT: 1 }[simple[1] as 'LAST' | 'THIS' | 'NEXT'];
    return units(now, simple[3] as Unit, offset, 1, simple[2] ? fiscalMonth - 1 : 0);
  }
  const counted = COUNTED.exec(name);
  if (!counted) return null;
  const unit = (counted[3] ?? counted[5]) as Unit;
  const fiscalStart = (counted[2] ?? counted[4]) ? fiscalMonth - 1 : 0;
  // LAST_N_DAYS counts today in; the larger units leave the current one out.
  if (name === 'LAST_N_DAYS') return days(today, -count, 1);
  if (counted[1] === 'LAST') return units(now, unit, -count, count, fiscalStart);
  if (counted[1] === 'NEXT') return units(now, unit, 1, count, fiscalStart);
  return units(now, unit, -count, 1, fiscalStart);
}
