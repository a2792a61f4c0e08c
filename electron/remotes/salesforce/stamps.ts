/** Milliseconds of a Salesforce time such as `2026-11-22T08:00:00.000+0000`; null when it is none. */
export function stampMs(stamp: string): number | null {
  // `+0000` without a colon is not portable ISO, so the colon is put in.
  const ms = Date.parse(stamp.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(ms) ? null : ms;
}

/** A time as SOQL wants it: unquoted, UTC, whole seconds. */
export function soqlTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** True when `stamp` is later than `than`, both as the server wrote them; unreadable ones differ when the texts do. */
export function isNewer(stamp: string, than: string): boolean {
  const a = stampMs(stamp);
  const b = stampMs(than);
  return a === null || b === null ? stamp !== than : a > b;
}
