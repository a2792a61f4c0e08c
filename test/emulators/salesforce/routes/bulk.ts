import { ApiError, badJson, notFound } from '../errors';
import { writeCsv, type CsvForm, type CsvTable } from '../bulk/csv';
import { flatRows, isFlat } from '../bulk/flat-rows';
import { runIngest } from '../bulk/ingest';
import {
  EMPTY_TABLE,
  type IngestJob,
  IngestRequest,
  invalidJob,
  invalidJobState,
  jobBrief,
  jobInfo,
  type QueryJob,
  QueryRequest,
} from '../bulk/jobs';
import { isKey } from '../records/record-keys';
import type { QueryContext } from '../soql/context';
import { prepareQuery } from '../soql/run';
import {
  actorOf,
  json,
  noContent,
  objectFinder,
  readContext,
  readJson,
  readJsonObject,
  type RestApp,
  type RestContext,
  type Runtime,
  versionOf,
} from './env';

const INGEST = '/services/data/:version/jobs/ingest';
const QUERY = '/services/data/:version/jobs/query';
const JOB_PREFIX = '750';
const LIST_SIZE = 1000;
const MAX_DATA = 150 * 1024 * 1024;

type Jobs = ReadonlyMap<string, IngestJob | QueryJob>;

function csvAnswer(table: CsvTable, form: CsvForm, headers: Record<string, string> = {}): Response {
  const text = table.header.length === 0 ? '' : writeCsv(table, form);
  return new Response(text, { status: 200, headers: { 'content-type': 'text/csv', ...headers } });
}

function apiVersion(c: RestContext): number {
  return Number.parseInt(versionOf(c).slice(1), 10);
}

function commonOf(runtime: Runtime, c: RestContext) {
  const now = runtime.org.stamp();
  return {
    id: runtime.org.makeId(JOB_PREFIX),
    createdById: c.env.session.userId,
    createdDate: now,
    systemModstamp: now,
    apiVersion: apiVersion(c),
    errorMessage: null,
  };
}

async function openIngest(runtime: Runtime, c: RestContext): Promise<IngestJob> {
  const parsed = IngestRequest.safeParse(await readJson(c));
  if (!parsed.success) throw invalidJob(`InvalidJob : ${parsed.error.issues[0]?.message ?? ''}`);
  const { object, operation, externalIdFieldName, columnDelimiter, lineEnding } = parsed.data;
  const def = objectFinder(runtime, c)(object);
  if (!def) throw invalidJob(`InvalidJob : Unable to find object: ${object}`);
  if (operation === 'upsert' && !externalIdFieldName)
    throw invalidJob('InvalidJob : External ID was blank for upsert. An external ID must be specified.');
  const key = operation === 'upsert' ? runtime.org.metadata.field(def, externalIdFieldName ?? '') : null;
  if (operation === 'upsert' && !(key && isKey(key)))
    throw invalidJob(
      `InvalidJob : Field name provided, ${externalIdFieldName} does not match an External ID, Salesforce Id, or indexed field for ${def.name}`,
    );
  return {
    ...commonOf(runtime, c),
    kind: 'ingest',
    object: def.name,
    operation,
    externalIdFieldName: externalIdFieldName ?? null,
    columnDelimiter,
    lineEnding,
    state: 'Open',
    data: '',
    succeeded: EMPTY_TABLE,
    failed: EMPTY_TABLE,
    unprocessed: EMPTY_TABLE,
  };
}

async function openQuery(runtime: Runtime, c: RestContext): Promise<QueryJob> {
  const parsed = QueryRequest.safeParse(await readJson(c));
  if (!parsed.success) throw badJson(parsed.error.issues[0]?.message ?? 'query is required');
  const { operation, query, columnDelimiter, lineEnding } = parsed.data;
  const context: QueryContext = {
    ...readContext(runtime, c),
    text: query,
    includeDeleted: operation === 'queryAll',
    userId: c.env.session.userId,
    findObject: objectFinder(runtime, c),
  };
  const prepared = prepareQuery(context);
  if (!isFlat(prepared))
    throw new ApiError(400, 'API_ERROR', 'Aggregate and nested queries are not supported in Bulk Query');
  return {
    ...commonOf(runtime, c),
    kind: 'query',
    object: prepared.def.name,
    operation,
    columnDelimiter,
    lineEnding,
    state: 'UploadComplete',
    result: flatRows(context, prepared),
  };
}

function list(jobs: Jobs): Response {
  return json({
    done: true,
    records: [...jobs.values()].reverse().slice(0, LIST_SIZE).map(jobBrief),
    nextRecordsUrl: null,
  });
}

async function wantedState(c: RestContext, allowed: readonly string[]): Promise<string> {
  const { state } = await readJsonObject(c);
  if (typeof state !== 'string' || !allowed.includes(state))
    throw invalidJobState(`InvalidJobState : state must be one of ${allowed.join(', ')}`);
  return state;
}

function addIngestRoutes(rest: RestApp, runtime: Runtime): void {
  const jobs = new Map<string, IngestJob>();
  const find = (c: RestContext): IngestJob => {
    const job = jobs.get(c.req.param('job') ?? '');
    if (!job) throw notFound();
    return job;
  };
  rest.get(INGEST, () => list(jobs));
  rest.post(INGEST, async (c) => {
    const job = await openIngest(runtime, c);
    jobs.set(job.id, job);
    return json(jobBrief(job));
  });
  rest.get(`${INGEST}/:job`, (c) => json(jobInfo(find(c))));
  rest.put(`${INGEST}/:job/batches`, async (c) => {
    const job = find(c);
    if (job.state !== 'Open' || job.data !== '')
      throw invalidJobState('InvalidJobState : data was uploaded already, or the job is closed');
    const data = await c.req.text();
    if (data.length > MAX_DATA) throw invalidJob('InvalidJob : the data is larger than 150 MB');
    job.data = data;
    return new Response(null, { status: 201 });
  });
  rest.patch(`${INGEST}/:job`, async (c) => {
    const state = await wantedState(c, ['UploadComplete', 'Aborted']);
    const job = find(c);
    if (job.state !== 'Open')
      throw invalidJobState('InvalidJobState : Closing already closed Job not allowed');
    const def = objectFinder(runtime, c)(job.object);
    if (!def) throw notFound();
    job.systemModstamp = runtime.org.stamp();
    job.state = state === 'Aborted' ? 'Aborted' : 'UploadComplete';
    const answer = json(jobBrief(job));
    if (job.state === 'UploadComplete') runIngest(runtime.org, actorOf(c), def, job);
    return answer;
  });
  rest.delete(`${INGEST}/:job`, (c) => {
    const job = find(c);
    if (job.state === 'Open') throw invalidJobState('InvalidJobState : an open job cannot be deleted');
    jobs.delete(job.id);
    return noContent();
  });
  rest.get(`${INGEST}/:job/successfulResults`, (c) => csvAnswer(find(c).succeeded, find(c)));
  rest.get(`${INGEST}/:job/failedResults`, (c) => csvAnswer(find(c).failed, find(c)));
  rest.get(`${INGEST}/:job/unprocessedrecords`, (c) => csvAnswer(find(c).unprocessed, find(c)));
  rest.get(`${INGEST}/:job/unprocessedRecords`, (c) => csvAnswer(find(c).unprocessed, find(c)));
}

function resultPage(c: RestContext, job: QueryJob): Response {
  const { header, rows } = job.result;
  const from = Number(Buffer.from(c.req.query('locator') ?? '', 'base64url').toString() || '0');
  if (!Number.isInteger(from) || from < 0)
    throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  const size = Math.max(1, Number(c.req.query('maxRecords')) || rows.length || 1);
  const page = rows.slice(from, from + size);
  const next = from + size < rows.length ? Buffer.from(String(from + size)).toString('base64url') : 'null';
  return csvAnswer({ header, rows: page }, job, {
    'sforce-locator': next,
    'sforce-numberofrecords': String(page.length),
  });
}

function addQueryJobRoutes(rest: RestApp, runtime: Runtime): void {
  const jobs = new Map<string, QueryJob>();
  const find = (c: RestContext): QueryJob => {
    const job = jobs.get(c.req.param('job') ?? '');
    if (!job) throw notFound();
    return job;
  };
  rest.get(QUERY, () => list(jobs));
  rest.post(QUERY, async (c) => {
    const job = await openQuery(runtime, c);
    jobs.set(job.id, job);
    const answer = json(jobBrief(job));
    job.state = 'JobComplete';
    return answer;
  });
  rest.get(`${QUERY}/:job`, (c) => json(jobInfo(find(c))));
  rest.get(`${QUERY}/:job/results`, (c) => resultPage(c, find(c)));
  rest.patch(`${QUERY}/:job`, async (c) => {
    await wantedState(c, ['Aborted']);
    throw invalidJobState(`InvalidJobState : the job is ${find(c).state} and cannot be aborted`);
  });
  rest.delete(`${QUERY}/:job`, (c) => {
    jobs.delete(find(c).id);
    return noContent();
  });
}

/** Bulk API 2.0: jobs that write and read many records as CSV. They are done as soon as they are told to begin. */
export function addBulkRoutes(rest: RestApp, runtime: Runtime): void {
  addIngestRoutes(rest, runtime);
  addQueryJobRoutes(rest, runtime);
}
