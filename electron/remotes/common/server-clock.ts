/** Estimates a server's time from the `Date` of its answers, because this machine's own may be wrong. */
export type ServerTime = { learn(headers: Headers): void; now(): number };

/** Starts with local time until the first answer comes; `now` is local time in milliseconds. */
export function createServerTime(now: () => number): ServerTime {
  let ahead = 0;
  return {
    learn(headers) {
      const stated = Date.parse(headers.get('date') ?? '');
      if (!Number.isNaN(stated)) ahead = stated - now();
    },
    now: () => now() + ahead,
  };
}
