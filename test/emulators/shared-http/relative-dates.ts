const DAY_MS = 86_400_000;
const DATE_TOKEN = /^@day([+-]\d+)?$/;
const INSTANT_TOKEN = /^@now(?:([+-]\d+)([dhm]))?$/;
const QUARTER_TOKEN = /^@quarter-(start|end)([+-]\d+)?$/;
/** Month (0 to 11) in which fiscal years start here: February. */
const FISCAL_START = 1;
const UNIT_MS = { d: DAY_MS, h: 3_600_000, m: 60_000 };

/** First or last day of the fiscal quarter `offset` quarters from the one that `now` lies in. */
function quarterDay(edge: string, offset: number, now: Date): string {
  const month = now.getUTCMonth();
  const first = month - ((month - FISCAL_START + 12) % 3) + offset * 3;
  const year = now.getUTCFullYear();
  const date = edge === 'start' ? Date.UTC(year, first, 1) : Date.UTC(year, first + 3, 0);
  return new Date(date).toISOString().slice(0, 10);
}

function resolveText(text: string, now: Date): string {
  const quarter = QUARTER_TOKEN.exec(text);
  if (quarter) return quarterDay(quarter[1] ?? 'start', Number(quarter[2] ?? 0), now);
  const day = DATE_TOKEN.exec(text);
  if (day) return new Date(now.getTime() + Number(day[1] ?? 0) * DAY_MS).toISOString().slice(0, 10);
  const instant = INSTANT_TOKEN.exec(text);
  if (!instant) return text;
  const unit = UNIT_MS[(instant[2] ?? 'd') as keyof typeof UNIT_MS];
  return new Date(Math.floor((now.getTime() + Number(instant[1] ?? 0) * unit) / 1000) * 1000).toISOString();
}

/**
 * Replaces, anywhere in a scenario, `@day`, `@day-12` by a `YYYY-MM-DD`, `@quarter-start`, `@quarter-end+1` by an
 * edge of a fiscal quarter (years start in February) and `@now`, `@now-3d`, `@now-2h`, `@now+5m` by an instant of
 * whole seconds, so that a seed stays current whenever it is loaded.
 */
export function resolveRelativeDates<T>(value: T, now: Date): T {
  if (typeof value === 'string') return resolveText(value, now) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => resolveRelativeDates(item, now)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolveRelativeDates(item, now)]),
  ) as T;
}
