import { ApiError, badJson, badRequest } from '../errors';
import { json, readJsonObject, type RestApp, type RestContext, type Runtime, versionOf } from './env';
import { resolveReferences } from './references';

const BASE = '/services/data/:version/composite';
const MAX_SUBREQUESTS = 25;
const MAX_HEAVY = 5;

interface Subrequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body: unknown;
  readonly httpHeaders: Record<string, string>;
}

interface Subresponse {
  readonly body: unknown;
  readonly httpHeaders: Record<string, string>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

function subrequestsOf(body: Record<string, unknown>): readonly Subrequest[] {
  const { compositeRequest } = body;
  if (!Array.isArray(compositeRequest)) throw badJson('compositeRequest is required and has to be a list');
  if (compositeRequest.length > MAX_SUBREQUESTS) {
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `Cannot have more than ${MAX_SUBREQUESTS} subrequests in a composite request`,
    );
  }
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
  const heavy = list.filter(({ url }) => /\/(?:query|queryAll|composite\/sobjects)\b/.test(url)).length;
  if (heavy > MAX_HEAVY) {
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `Cannot have more than ${MAX_HEAVY} query and sObject collections subrequests`,
    );
  }
  return list;
}

/** Runs a subrequest through the same routes as a request of its own. */
async function dispatch(
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

async function bodyOf(response: Response): Promise<unknown> {
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

async function runComposite(rest: RestApp, runtime: Runtime, c: RestContext): Promise<Response> {
  const request = await readJsonObject(c);
  const subrequests = subrequestsOf(request);
  const allOrNone = request['allOrNone'] === true;
  const results = new Map<string, unknown>();
  const responses: Subresponse[] = [];
  const open = runtime.org.store.begin();
  for (const { method, url, referenceId, body, httpHeaders } of subrequests) {
    const resolved = resolveReferences({ url, body }, results);
    if (!resolved.ok) {
      const refusal = { errorCode: 'PROCESSING_HALTED', message: resolved.error };
      responses.push({ body: [refusal], httpHeaders: {}, httpStatusCode: 400, referenceId });
      continue;
    }
    const response = await dispatch(rest, c, method, resolved.value.url, resolved.value.body, httpHeaders);
    const answer = await bodyOf(response);
    if (response.status < 300) results.set(referenceId, answer);
    responses.push({
      body: answer,
      httpHeaders: shownHeaders(response),
      httpStatusCode: response.status,
      referenceId,
    });
    if (allOrNone && response.status >= 400) break;
  }
  const failed = responses.find(({ httpStatusCode }) => httpStatusCode >= 400);
  if (!allOrNone || !failed) {
    open.commit();
    return json({ compositeResponse: responses });
  }
  open.rollback();
  const compositeResponse = subrequests.map(({ referenceId }) =>
    referenceId === failed.referenceId
      ? failed
      : { body: ROLLED_BACK, httpHeaders: {}, httpStatusCode: 400, referenceId },
  );
  return json({ compositeResponse });
}

async function runBatch(rest: RestApp, c: RestContext): Promise<Response> {
  const request = await readJsonObject(c);
  const { batchRequests } = request;
  if (!Array.isArray(batchRequests)) throw badJson('batchRequests is required and has to be a list');
  if (batchRequests.length > MAX_SUBREQUESTS) {
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `Cannot have more than ${MAX_SUBREQUESTS} subrequests in a batch request`,
    );
  }
  const results: { statusCode: number; result: unknown }[] = [];
  let halted = false;
  for (const entry of batchRequests as readonly Record<string, unknown>[]) {
    if (halted) {
      const result = [
        { errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' },
      ];
      results.push({ statusCode: 412, result });
      continue;
    }
    const url = String(entry['url'] ?? '').replace(/^(?:\/?services\/data)?\/?/, '/services/data/');
    const response = await dispatch(
      rest,
      c,
      String(entry['method'] ?? 'GET').toUpperCase(),
      url,
      entry['richInput'],
      {},
    );
    results.push({ statusCode: response.status, result: await bodyOf(response) });
    halted = request['haltOnError'] === true && response.status >= 400;
  }
  return json({ hasErrors: results.some(({ statusCode }) => statusCode >= 400), results });
}

/** Routes that bundle requests: composite with references, and batch without. */
export function addCompositeRoutes(rest: RestApp, runtime: Runtime): void {
  rest.get(BASE, (c) => {
    const base = `/services/data/${versionOf(c)}/composite`;
    return json({ tree: `${base}/tree`, batch: `${base}/batch`, sobjects: `${base}/sobjects` });
  });
  rest.post(BASE, (c) => runComposite(rest, runtime, c));
  rest.post(`${BASE}/batch`, (c) => runBatch(rest, c));
}
