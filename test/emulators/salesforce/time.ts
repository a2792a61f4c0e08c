const DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A record time as Salesforce writes it: whole seconds, `.000+0000`. */
export function toStamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}.000+0000`;
}

/** Milliseconds of a date-time in any ISO spelling that Salesforce accepts; null when it is none. */
export function parseDateTime(text: string): number | null {
  if (!DATETIME.test(text)) return null;
  const millis = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(millis) ? null : millis;
}

/** True for a calendar date `YYYY-MM-DD` that exists. */
export function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const millis = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(text);
}

/** A date of HTTP headers, such as If-Unmodified-Since, in milliseconds; null when it is none. */
export function parseHttpDate(text: string): number | null {
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? null : millis;
}
