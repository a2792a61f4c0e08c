/** Estimates a server's time from the `Date` of its answers, because this machine's own may be wrong. */
export type ServerTime = {
  learn(headers: Headers): void;
  now(): number;
  /** What the last answer gave as its time, untouched by this machine's clock; null when it gave none. */
  stated(): number | null;
  /** Plain words when this machine's clock is far off; null when it is not. */
  skewNote(): string | null;
};

/** From here on a difference is said; less is the travel time of answers and ordinary drift. */
const TOLERATED_MS = 5 * 60_000;

/** Starts with local time until the first answer comes; `now` is local time in milliseconds. */
export function createServerTime(server: string, now: () => number): ServerTime {
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
    skewNote() {
      if (Math.abs(ahead) <= TOLERATED_MS) return null;
      const minutes = Math.round(Math.abs(ahead) / 60_000);
      const side = ahead > 0 ? 'behind' : 'ahead of';
      return `The clock of this computer is ${minutes} minutes ${side} the time of ${server}. Set it right in the settings of the system: dates and deadlines on this desk follow it. The order of changes does not.`;
    },
  };
}
