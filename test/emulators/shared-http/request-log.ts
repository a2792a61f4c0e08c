import type { MiddlewareHandler } from 'hono';
import type { NodeEnv } from './serve';

/** One request as it arrived, with every secret masked. */
export interface LoggedRequest {
  /** Counts from 1 since the log was last cleared. */
  readonly seq: number;
  /** Instant of arrival by the server's clock. */
  readonly at: string;
  readonly method: string;
  /** Path and query string. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Body as text, cut at 20,000 characters; for binary bodies a note of their size. */
  readonly body: string;
  /** Status of the answer; null while in flight or when the connection was dropped. */
  status: number | null;
}

/** The list of requests that a server has received. */
export interface RequestLog {
  list(): readonly LoggedRequest[];
  clear(): void;
  /** Adds an entry and returns it so that the status can be filled in. */
  add(entry: Omit<LoggedRequest, 'seq' | 'status'>): LoggedRequest;
}

const SECRET_HEADERS = new Set(['authorization', 'private-token', 'job-token', 'cookie']);
const SECRET_PARAMS =
  /((?:access_token|refresh_token|oauth_token|private_token|client_secret|code_verifier|assertion|password|token|code)=)[^&\s"]*/gi;
const SECRET_JSON =
  /("(?:access_token|refresh_token|oauth_token|private_token|client_secret|code_verifier|password)"\s*:\s*")[^"]*/gi;
const MAX_BODY = 20_000;

/** Replaces tokens, codes and secrets in a URL or body by `***`. */
export function maskSecrets(text: string): string {
  return text.replace(SECRET_PARAMS, '$1***').replace(SECRET_JSON, '$1***');
}

/** Makes an empty request log. */
export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  let count = 0;
  return {
    list: () => entries,
    clear() {
      entries = [];
      count = 0;
    },
    add(entry) {
      count += 1;
      const logged: LoggedRequest = { ...entry, seq: count, status: null };
      entries.push(logged);
      return logged;
    },
  };
}

function maskedHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers.entries()].map(([name, value]) => [
      name,
      SECRET_HEADERS.has(name) ? value.replace(/\S+$/, '***') : value,
    ]),
  );
}

async function bodyText(request: Request): Promise<string> {
  if (request.method === 'GET' || request.method === 'HEAD') return '';
  const type = request.headers.get('content-type') ?? '';
  const bytes = await request.clone().arrayBuffer();
  if (bytes.byteLength === 0) return '';
  if (type !== '' && !/json|text|x-www-form-urlencoded|xml/i.test(type))
    return `<${bytes.byteLength} bytes of ${type}>`;
  const text = new TextDecoder().decode(bytes);
  const kept = maskSecrets(text.slice(0, MAX_BODY));
  return text.length > MAX_BODY ? `${kept}… (${text.length} characters)` : kept;
}

/** Middleware that records every request; put it first. */
export function requestLogMiddleware<Env extends NodeEnv>(
  log: RequestLog,
  now: () => Date,
): MiddlewareHandler<Env> {
  return async (c, next) => {
    const url = new URL(c.req.url);
    const entry = log.add({
      at: now().toISOString(),
      method: c.req.method,
      path: maskSecrets(url.pathname + url.search),
      headers: maskedHeaders(c.req.raw.headers),
      body: await bodyText(c.req.raw),
    });
    await next();
    if (!c.env.incoming.socket.destroyed) entry.status = c.res.status;
  };
}
