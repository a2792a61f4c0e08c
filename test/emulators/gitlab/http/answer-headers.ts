import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { GitlabEnv } from './env';

const EXPOSED = [
  'Link',
  'X-Total',
  'X-Total-Pages',
  'X-Per-Page',
  'X-Page',
  'X-Next-Page',
  'X-Prev-Page',
  'X-Gitlab-Blob-Id',
  'X-Gitlab-Commit-Id',
  'X-Gitlab-Content-Sha256',
  'X-Gitlab-Encoding',
  'X-Gitlab-File-Name',
  'X-Gitlab-File-Path',
  'X-Gitlab-Last-Commit-Id',
  'X-Gitlab-Ref',
  'X-Gitlab-Size',
  'X-Request-Id',
  'ETag',
].join(', ');
const OAUTH_HEADERS = ['authorization', 'x-csrf-token', 'x-requested-with'];
/** Headers that every page may send. */
const PLAIN_HEADERS = ['accept', 'accept-language', 'content-language', 'content-type', 'origin'];

interface Rule {
  readonly path: RegExp;
  readonly methods: string;
  /** Null where a page may send any header. */
  readonly headers: readonly string[] | null;
}

const RULES: readonly Rule[] = [
  { path: /^\/api\//, methods: 'GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD', headers: null },
  { path: /^\/oauth\/(token|revoke)$/, methods: 'POST, OPTIONS', headers: OAUTH_HEADERS },
  { path: /^\/oauth\/token\/info$/, methods: 'GET, HEAD, OPTIONS', headers: ['authorization'] },
  { path: /^\/oauth\/userinfo$/, methods: 'GET, HEAD, POST, OPTIONS', headers: ['authorization'] },
];
const MAX_AGE_S = '7200';

function ruleOf(c: Context<GitlabEnv>): Rule | undefined {
  const { pathname } = new URL(c.req.url);
  return c.req.header('origin') === undefined ? undefined : RULES.find(({ path }) => path.test(pathname));
}

function shared(rule: Rule): Record<string, string> {
  return {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': rule.methods,
    'access-control-expose-headers': EXPOSED,
    'access-control-max-age': MAX_AGE_S,
  };
}

/** The answer to a browser that asks whether a page of another origin may send a request; null for any other request. */
export function preflight(c: Context<GitlabEnv>): Response | null {
  const rule = ruleOf(c);
  const asks = c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
  if (!rule || !asks) return null;
  const wanted = c.req.header('access-control-request-headers') ?? '';
  const allowed = [...PLAIN_HEADERS, ...(rule.headers ?? [])];
  const names = wanted
    .toLowerCase()
    .split(/\s*,\s*/)
    .filter((name) => name !== '');
  if (rule.headers !== null && names.some((name) => !allowed.includes(name)))
    return new Response(null, { status: 200 });
  const headers = { ...shared(rule), ...(wanted === '' ? {} : { 'access-control-allow-headers': wanted }) };
  return new Response(null, { status: 200, headers });
}

/** Lets pages of other origins read the answer. */
export function share(c: Context<GitlabEnv>): void {
  const rule = ruleOf(c);
  for (const [name, value] of Object.entries(rule ? shared(rule) : {})) c.res.headers.set(name, value);
}

/** Marks JSON that arrived well with a tag of its content; whoever has that content already gets 304 without it. */
export async function tagContent(c: Context<GitlabEnv>): Promise<void> {
  const { status, headers } = c.res;
  const isTagged = (status === 200 || status === 201) && headers.get('content-type') === 'application/json';
  if (!headers.has('cache-control'))
    headers.set('cache-control', isTagged ? 'max-age=0, private, must-revalidate' : 'no-cache');
  if (!isTagged) return;
  const digest = createHash('sha256')
    .update(await c.res.clone().text())
    .digest('hex')
    .slice(0, 32);
  const etag = `W/"${digest}"`;
  headers.set('etag', etag);
  const known = c.req.header('if-none-match')?.split(/\s*,\s*/) ?? [];
  if (status !== 200 || !['GET', 'HEAD'].includes(c.req.method) || !known.includes(etag)) return;
  const kept = new Headers(headers);
  kept.delete('content-type');
  kept.delete('content-length');
  c.res = undefined;
  c.res = new Response(null, { status: 304, headers: kept });
}
