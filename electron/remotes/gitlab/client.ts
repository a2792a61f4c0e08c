import { err, ok } from '../../../shared/lib/result';
import type { z } from '../../../shared/schema/zod';
import type { Authorized } from '../common/authorized';
import type { Remotely } from '../common/failure';
import { type HttpAnswer, type HttpRequest, jsonOf, parseAnswer } from '../common/http';
import type { StreamedBody } from '../common/streamed-body';
import { failureOf } from './errors';

/** Query parameters; null ones are left out, lists are sent as `name[]`. */
export type Query = Readonly<Record<string, string | number | boolean | null | readonly number[]>>;

/** A request body as JSON. */
export type Body = Readonly<Record<string, string | number | boolean | null | readonly number[]>>;

/** One page of a list; rows are read one by one by the caller. */
export type Page = {
  readonly rows: readonly unknown[];
  readonly next: number | null;
  /** Rows of the whole list; GitLab does not say it of long ones. */
  readonly total: number | null;
};

/** The few kinds of call that this app makes; paths start after `/api/v4` and are already encoded. */
export type GitlabClient = {
  get<T>(path: string, query: Query, schema: z.ZodType<T>, what: string): Promise<Remotely<T>>;
  page(path: string, query: Query): Promise<Remotely<Page>>;
  /** All rows of a list as they came. */
  rows(path: string, query: Query): Promise<Remotely<unknown[]>>;
  /** All rows of a list that fit the schema; others are passed over. */
  all<T>(path: string, query: Query, schema: z.ZodType<T>): Promise<Remotely<T[]>>;
  write<T>(
    method: 'POST' | 'PUT',
    path: string,
    body: Body,
    schema: z.ZodType<T>,
    what: string,
  ): Promise<Remotely<T>>;
  remove(path: string): Promise<Remotely<void>>;
  /** Sends a multipart body. */
  upload<T>(
    path: string,
    contentType: string,
    body: StreamedBody,
    stop: HttpRequest['stop'],
    schema: z.ZodType<T>,
  ): Promise<Remotely<T>>;
  /** Hands the parts of a file over as they come. */
  download(path: string, sink: (part: Uint8Array) => void): Promise<Remotely<void>>;
};

/** What the client works with. */
export type GitlabClientOptions = {
  readonly authorized: Authorized;
  /** Address of the instance; null when none is connected. */
  readonly base: () => string | null;
  readonly now: () => number;
  readonly transferTimeoutMs: number;
};

const PER_PAGE = 100;

/** A path segment that may hold slashes, such as a project's full path. */
export function segment(text: string | number): string {
  return encodeURIComponent(String(text));
}

function queryOf(query: Query): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === null) continue;
    if (typeof value === 'object') for (const item of value) params.append(`${key}[]`, String(item));
    else params.set(key, String(value));
  }
  return params.size === 0 ? '' : `?${params.toString()}`;
}

function nextPage(headers: Headers, page: number): number | null {
  const stated = headers.get('x-next-page');
  if (stated !== null) return /^\d+$/.test(stated.trim()) ? Number(stated) : null;
  // Proxies drop the X- headers at times; Link says the same, and only its presence is used.
  return /rel="?next"?/.test(headers.get('link') ?? '') ? page + 1 : null;
}

/** Makes a client over an authorised transport. */
export function createGitlabClient(options: GitlabClientOptions): GitlabClient {
  async function send(
    request: Omit<HttpRequest, 'url'> & { readonly path: string },
  ): Promise<Remotely<HttpAnswer>> {
    const base = options.base();
    if (base === null)
      return err({
        kind: 'sign-in',
        why: 'You are not signed in to GitLab.',
        fix: 'Sign in under Connections.',
      });
    const { path, ...rest } = request;
    const answer = await options.authorized.send({
      ...rest,
      url: `${base}/api/v4${path}`,
      headers: { Accept: 'application/json', ...rest.headers },
    });
    if (!answer.ok) return answer;
    if (answer.value.status >= 200 && answer.value.status < 300) return answer;
    return err(failureOf(answer.value, request.method !== 'GET', options.now()));
  }

  async function page(path: string, query: Query): Promise<Remotely<Page>> {
    const answer = await send({ method: 'GET', path: `${path}${queryOf({ per_page: PER_PAGE, ...query })}` });
    if (!answer.ok) return answer;
    const rows = jsonOf(answer.value);
    if (!Array.isArray(rows)) return err({ kind: 'lost', why: 'The list from GitLab arrived damaged.' });
    const { headers } = answer.value;
    const total = headers.get('x-total') ?? '';
    return ok({
      rows,
      next: nextPage(headers, Number(query['page'] ?? 1)),
      total: /^\d+$/.test(total) ? Number(total) : null,
    });
  }

  async function rows(path: string, query: Query): Promise<Remotely<unknown[]>> {
    const all = [];
    for (let at: number | null = 1; at !== null; ) {
      const answer: Remotely<Page> = await page(path, { ...query, page: at });
      if (!answer.ok) return answer;
      all.push(...answer.value.rows);
      at = answer.value.next;
    }
    return ok(all);
  }

  return {
    async get(path, query, schema, what) {
      const answer = await send({ method: 'GET', path: `${path}${queryOf(query)}` });
      return answer.ok ? parseAnswer(answer.value, schema, what) : answer;
    },
    page,
    rows,
    async all(path, query, schema) {
      const found = await rows(path, query);
      if (!found.ok) return found;
      return ok(
        found.value.flatMap((raw) => {
          const row = schema.safeParse(raw);
          return row.success ? [row.data] : [];
        }),
      );
    },
    async write(method, path, body, schema, what) {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await send({ method, path, headers, body: JSON.stringify(body) });
      return answer.ok ? parseAnswer(answer.value, schema, what) : answer;
    },
    async remove(path) {
      const answer = await send({ method: 'DELETE', path });
      return answer.ok ? ok(undefined) : answer;
    },
    async upload(path, contentType, body, stop, schema) {
      const answer = await send({
        method: 'POST',
        path,
        headers: { 'Content-Type': contentType },
        body,
        timeoutMs: options.transferTimeoutMs,
        ...(stop === undefined ? {} : { stop }),
      });
      return answer.ok ? parseAnswer(answer.value, schema, 'the upload') : answer;
    },
    async download(path, sink) {
      const answer = await send({
        method: 'GET',
        path,
        headers: { Accept: '*/*' },
        timeoutMs: options.transferTimeoutMs,
        sink,
      });
      return answer.ok ? ok(undefined) : answer;
    },
  };
}
