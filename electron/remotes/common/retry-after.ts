const MAX_WAIT_MS = 24 * 60 * 60 * 1000;

function clamp(milliseconds: number): number {
  return Math.min(Math.max(Math.ceil(milliseconds), 0), MAX_WAIT_MS);
}

/**
 * Milliseconds to wait by the answer's headers: `Retry-After` in seconds or as a date, else `RateLimit-Reset`
 * (epoch seconds); null when the server gives no hint. Dates are taken relative to the server's own `Date`.
 */
export function retryAfterMs(headers: Headers, localNow: number): number | null {
  const date = Date.parse(headers.get('date') ?? '');
  const now = Number.isNaN(date) ? localNow : date;
  const after = headers.get('retry-after')?.trim();
  if (after !== undefined && after !== '') {
    if (/^\d+(\.\d+)?$/.test(after)) return clamp(Number(after) * 1000);
    const at = Date.parse(after);
    if (!Number.isNaN(at)) return clamp(at - now);
  }
  const reset = headers.get('ratelimit-reset')?.trim() ?? '';
  if (!/^\d+$/.test(reset) || headers.get('ratelimit-remaining') !== '0') return null;
  return clamp(Number(reset) * 1000 - now);
}
