/**
 * The path of a request exactly as it was sent, for routing: `group%2Fproject` stays one part, and is decoded
 * only after the path has been split. Doubled slashes and one at the end are dropped.
 */
export function rawPath(request: Request): string {
  const start = request.url.indexOf('/', request.url.indexOf('://') + 3);
  const path = start < 0 ? '/' : (request.url.slice(start).split(/[?#]/, 1)[0] ?? '/');
  const single = path.replace(/\/{2,}/g, '/');
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
}
