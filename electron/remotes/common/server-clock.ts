/** Estimates a server's time from the `Date` of its answers, because this machine's own may be wrong. */
export type ServerTime = {
  learn(headers: Headers): void;
  now(): number;
  /** What the last answer gave as its time, untouched by this machine's clock; null when it gave none. */
  stated(): number | null;
};

/** Starts with local time until the first answer comes; `now` is local time in milliseconds. */
export function createServerTime(now: () => number): ServerTime {
  let ahead = 0;
  let stated: number | null = null;
  return {
    learn(headers) {
      const date = Date.parse(headers.get('date') ?? '');
      stated = Number.isNaN(date) ? null : date;
      if (stated !== null) ahead = stated - now();
    },
    now: () => now() + ahead,
    stated: () => stated,
  };
}
