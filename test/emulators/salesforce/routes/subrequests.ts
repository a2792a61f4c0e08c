import { badJson, badRequest } from '../errors';
import type { RestApp, RestContext, Runtime } from './env';
import { resolveReferences } from './references';

/** One request out of a bundle. */
export interface Subrequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body: unknown;
  readonly httpHeaders: Record<string, string>;
}

/** The answer to one request of a bundle. */
export interface Subresponse {
  readonly body: unknown;
  readonly httpHeaders: Record<string, string>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/** Reads the `compositeRequest` of a body; names are given once. */
export function subrequestsOf(body: Record<string, unknown>): readonly Subrequest[] {
  const { compositeRequest } = body;
  if (!Array.isArray(compositeRequest)) throw badJson('compositeRequest is required and has to be a list');
  const list = compositeRequest.map((entry: unknown): Subrequest => {
    const item = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    if (
      typeof item['method'] !== 'string' ||
      typeof item['url'] !== 'string' ||
      typeof item['referenceId'] !== 'string'
    ) {
      throw badJson('Every subrequest needs method, url and referenceId');
    }
    const headers = item['httpHeaders'];
    return {
      method: item['method'].toUpperCase(),
      url: item['url'],
      referenceId: item['referenceId'],
      body: item['body'],
      httpHeaders: typeof headers === 'object' && headers !== null ? (headers as Record<string, string>) : {},
    };
  });
  const seen = new Set<string>();
  for (const { referenceId } of list) {
    if (seen.has(referenceId)) throw badRequest(`Duplicate reference id: ${referenceId}`);
    seen.add(referenceId);
  }
  return list;
}

/** Runs a subrequest through the same routes as a request of its own. */
export async function dispatch(
  rest: RestApp,
  c: RestContext,
  method: string,
  url: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Response> {
  const hasBody = body !== undefined && body !== null;
  const request = new Request(new URL(url, c.env.origin), {
    method,
    headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body: JSON.stringify(body) } : {}),
  });
  return rest.fetch(request, c.env);
}

/** The body of an answer, read when it is JSON; null when it is empty. */
export async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  return /json/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as unknown) : text;
}

function shownHeaders(response: Response): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name of ['Location', 'ETag', 'Last-Modified']) {
    const value = response.headers.get(name);
    if (value !== null) shown[name] = value;
  }
  return shown;
}

const ROLLED_BACK = [
  {
    errorCode: 'PROCESSING_HALTED',
    message: 'The transaction was rolled back since another operation in the same transaction failed.',
  },
];

const COLLECTIONS = /\/services\/data\/v[\d.]+\/composite\/sobjects(?:\/|$)/i;

/** In a bundle of all or none a collection is one too, whatever it says itself. */
function withAllOrNone(c: RestContext, url: string, body: unknown): { url: string; body: unknown } {
  const address = new URL(url, c.env.origin);
  if (!COLLECTIONS.test(address.pathname)) return { url, body };
  if (typeof body === 'object' && body !== null) return { url, body: { ...body, allOrNone: true } };
  address.searchParams.set('allOrNone', 'true');
  return { url: address.pathname + address.search, body };
}

/** Whether a subrequest failed; a collection answers 200 and says it row by row. */
function hasFailed({ httpStatusCode, body }: Subresponse): boolean {
  if (httpStatusCode >= 400) return true;
  return Array.isArray(body) && body.some((row: unknown) => isRefusedRow(row));
}

function isRefusedRow(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'success' in row && row.success === false;
}

/** Runs a bundle in its order. With `allOrNone` the first failure takes everything back and marks the others. */
export async function runSubrequests(
  rest: RestApp,
  runtime: Runtime,
  c: RestContext,
  subrequests: readonly Subrequest[],
  allOrNone: boolean,
): Promise<{ readonly responses: readonly Subresponse[]; readonly isSuccessful: boolean }> {
  const results = new Map<string, unknown>();
  const responses: Subresponse[] = [];
  const open = runtime.org.store.begin();
  for (const { method, url, referenceId, body, httpHeaders } of subrequests) {
    const resolved = resolveReferences({ url, body }, results);
    if (!resolved.ok) {
      const refusal = { errorCode: 'PROCESSING_HALTED', message: resolved.error };
      responses.push({ body: [refusal], httpHeaders: {}, httpStatusCode: 400, referenceId });
      if (allOrNone) break;
      continue;
    }
    const asked = allOrNone ? withAllOrNone(c, resolved.value.url, resolved.value.body) : resolved.value;
    const response = await dispatch(rest, c, method, asked.url, asked.body, httpHeaders);
    const answer = await bodyOf(response);
    if (response.status < 300) results.set(referenceId, answer);
    const subresponse = {
      body: answer,
      httpHeaders: shownHeaders(response),
      httpStatusCode: response.status,
      referenceId,
    };
    responses.push(subresponse);
    if (allOrNone && hasFailed(subresponse)) break;
  }
  const failed = responses.find((response) =>
    allOrNone ? hasFailed(response) : response.httpStatusCode >= 400,
  );
  if (!allOrNone || !failed) {
    open.commit();
    return { responses, isSuccessful: !failed };
  }
  open.rollback();
  const undone = subrequests.map(({ referenceId }) =>
    referenceId === failed.referenceId
      ? failed
      : { body: ROLLED_BACK, httpHeaders: {}, httpStatusCode: 400, referenceId },
  );
  return { responses: undone, isSuccessful: false };
}
