import { ApiError, badJson } from '../errors';
import { json, readJsonObject, type RestApp, type RestContext, type Runtime, versionOf } from './env';
import { bodyOf, dispatch, runSubrequests, type Subrequest, subrequestsOf } from './subrequests';

const BASE = '/services/data/:version/composite';
const MAX_SUBREQUESTS = 25;
const MAX_HEAVY = 5;
const MAX_GRAPHS = 75;
const MAX_NODES = 500;

function checkSize(list: readonly Subrequest[]): void {
  if (list.length > MAX_SUBREQUESTS) {
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `Cannot have more than ${MAX_SUBREQUESTS} subrequests in a composite request`,
    );
  }
  const heavy = list.filter(({ url }) => /\/(?:query|queryAll|composite\/sobjects)\b/.test(url)).length;
  if (heavy > MAX_HEAVY) {
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `Cannot have more than ${MAX_HEAVY} query and sObject collections subrequests`,
    );
  }
}

async function runComposite(rest: RestApp, runtime: Runtime, c: RestContext): Promise<Response> {
  const request = await readJsonObject(c);
  const subrequests = subrequestsOf(request);
  checkSize(subrequests);
  const { responses } = await runSubrequests(rest, runtime, c, subrequests, request['allOrNone'] === true);
  return json({ compositeResponse: responses });
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

/** Graphs stand or fall each for itself, and each of them as a whole. */
async function runGraphs(rest: RestApp, runtime: Runtime, c: RestContext): Promise<Response> {
  const { graphs } = await readJsonObject(c);
  if (!Array.isArray(graphs)) throw badJson('graphs is required and has to be a list');
  const parsed = (graphs as readonly Record<string, unknown>[]).map((graph) => {
    const { graphId } = graph;
    if (typeof graphId !== 'string') throw badJson('Every graph needs a graphId');
    return { graphId, subrequests: subrequestsOf(graph) };
  });
  const nodes = parsed.reduce((sum, { subrequests }) => sum + subrequests.length, 0);
  if (parsed.length > MAX_GRAPHS || nodes > MAX_NODES)
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `A request can have at most ${MAX_GRAPHS} graphs and ${MAX_NODES} nodes`,
    );
  const answers: Record<string, unknown>[] = [];
  for (const { graphId, subrequests } of parsed) {
    const { responses, isSuccessful } = await runSubrequests(rest, runtime, c, subrequests, true);
    answers.push({ graphId, graphResponse: { compositeResponse: responses }, isSuccessful });
  }
  return json({ graphs: answers });
}

/** Routes that bundle requests: composite and graphs with references, batch without. */
export function addCompositeRoutes(rest: RestApp, runtime: Runtime): void {
  rest.get(BASE, (c) => {
    const base = `/services/data/${versionOf(c)}/composite`;
    return json({
      tree: `${base}/tree`,
      batch: `${base}/batch`,
      sobjects: `${base}/sobjects`,
      graph: `${base}/graph`,
    });
  });
  rest.post(BASE, (c) => runComposite(rest, runtime, c));
  rest.post(`${BASE}/graph`, (c) => runGraphs(rest, runtime, c));
  rest.post(`${BASE}/batch`, (c) => runBatch(rest, c));
}
