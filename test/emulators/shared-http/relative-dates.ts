const DAY_MS = 86_400_000;
const DATE_TOKEN = /^@day([+-]\d+)?$/;
const INSTANT_TOKEN = /^@now(?:([+-]\d+)([dhm]))?$/;
const UNIT_MS = { d: DAY_MS, h: 3_600_000, m: 60_000 };

function resolveText(text: string, now: Date): string {
  const day = DATE_TOKEN.exec(text);
  if (day) return new Date(now.getTime() + Number(day[1] ?? 0) * DAY_MS).toISOString().slice(0, 10);
  const instant = INSTANT_TOKEN.exec(text);
  if (!instant) return text;
  const unit = UNIT_MS[(instant[2] ?? 'd') as keyof typeof UNIT_MS];
  return new Date(Math.floor((now.getTime() + Number(instant[1] ?? 0) * unit) / 1000) * 1000).toISOString();
}

/**
 * Replaces, anywhere in a scenario, `@day`, `@day-12` by a `YYYY-MM-DD` and `@now`, `@now-3d`, `@now-2h`,
 * `@now+5m` by an instant of whole seconds, so that a seed stays current whenever it is loaded.
 */
export function resolveRelativeDates<T>(value: T, now: Date): T {
  if (typeof value === 'string') return resolveText(value, now) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => resolveRelativeDates(item, now)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolveRelativeDates(item, now)]),
  ) as T;
}
