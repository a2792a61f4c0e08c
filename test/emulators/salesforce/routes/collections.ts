import { ApiError, badJson, malformedId, type ResultError } from '../errors';
import { toId18 } from '../ids';
import type { ObjectDef } from '../metadata/types';
import type { Org } from '../org';
import { renderRecord } from '../records/read';
import { valueOf, without } from '../records/row-values';
import { upsertRow } from '../records/upsert';
import { deleteRecord, insertRecord, type JsonObject, updateRecord } from '../records/write';
import {
  actorOf,
  json,
  objectFinder,
  objectOf,
  readContext,
  readJsonObject,
  type RestApp,
  type RestContext,
  type Runtime,
} from './env';
import { externalIdField } from './external-ids';

const PATH = '/services/data/:version/composite/sobjects';
const MAX_RECORDS = 200;
const MAX_CHUNKS = 10;
const MAX_READ_IDS = 800;
const MAX_READ_IDS_POST = 2000;

type Result =
  | { readonly id: string; readonly success: true; readonly errors: readonly []; readonly created?: boolean }
  | { readonly id?: string; readonly success: false; readonly errors: readonly ResultError[] };

const ROLLED_BACK: ResultError = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

/** In a bundle an unknown id is a bad reference, not a missing page. */
function resultError(error: ApiError): ResultError {
  if (error.entry.errorCode !== 'NOT_FOUND') return error.asResult();
  return { statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: [] };
}

/** Runs one operation per item; with `allOrNone` one failure takes everything back and marks the good ones. */
function runEach<T>(
  org: Org,
  items: readonly T[],
  allOrNone: boolean,
  work: (item: T) => Omit<Extract<Result, { success: true }>, 'success' | 'errors'>,
): Result[] {
  const open = org.store.begin();
  const results = items.map((item): Result => {
    try {
      return { ...work(item), success: true, errors: [] };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { success: false, errors: [resultError(error)] };
    }
  });
  if (!allOrNone || results.every(({ success }) => success)) {
    open.commit();
    return results;
  }
  open.rollback();
  return results.map((result) => (result.success ? { success: false, errors: [ROLLED_BACK] } : result));
}

function recordsOf(body: Record<string, unknown>): readonly JsonObject[] {
  const { records } = body;
  if (!Array.isArray(records)) throw badJson('Cannot deserialize instance of list from the value of records');
  if (records.length > MAX_RECORDS) {
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${MAX_RECORDS} records into this call`,
    );
  }
  return records as readonly JsonObject[];
}

function typeOf(record: JsonObject): string {
  const attributes = record['attributes'];
  const type =
    typeof attributes === 'object' && attributes !== null ? (attributes as JsonObject)['type'] : undefined;
  return typeof type === 'string' ? type : '';
}

function checkChunks(records: readonly JsonObject[]): void {
  const chunks = records.filter(
    (record, index) => index === 0 || typeOf(record) !== typeOf(records[index - 1] ?? {}),
  ).length;
  if (chunks > MAX_CHUNKS) {
    throw new ApiError(
      400,
      'INVALID_BATCH_SIZE',
      `Too many chunks of different object types: ${chunks}, at most ${MAX_CHUNKS} are allowed`,
    );
  }
}

function objectNamed(runtime: Runtime, c: RestContext, record: JsonObject): ObjectDef {
  const name = typeOf(record);
  const def = objectFinder(runtime, c)(name);
  if (!def) throw new ApiError(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
  return def;
}

function objectById(runtime: Runtime, c: RestContext, text: string): { def: ObjectDef; id: string } {
  const id = toId18(text);
  const known = id ? runtime.org.metadata.ofId(id) : null;
  const def = known ? objectFinder(runtime, c)(known.name) : null;
  if (!id || !def) throw new ApiError(400, 'MALFORMED_ID', `malformed id ${text}`, []);
  return { def, id };
}

async function create(runtime: Runtime, c: RestContext): Promise<Response> {
  const body = await readJsonObject(c);
  const records = recordsOf(body);
  checkChunks(records);
  const actor = actorOf(c);
  return json(
    runEach(runtime.org, records, body['allOrNone'] === true, (record) => ({
      id: insertRecord(runtime.org, actor, objectNamed(runtime, c, record), record),
    })),
  );
}

async function update(runtime: Runtime, c: RestContext): Promise<Response> {
  const body = await readJsonObject(c);
  const records = recordsOf(body);
  checkChunks(records);
  const actor = actorOf(c);
  return json(
    runEach(runtime.org, records, body['allOrNone'] === true, (record) => {
      const def = objectNamed(runtime, c, record);
      const id = valueOf(record, 'id');
      if (typeof id !== 'string')
        throw new ApiError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call', []);
      const id18 = toId18(id);
      if (!id18?.startsWith(def.keyPrefix)) throw malformedId(`${def.label} ID`, id, 'Id');
      return { id: updateRecord(runtime.org, actor, def, id18, without(record, 'id')) };
    }),
  );
}

async function upsert(runtime: Runtime, c: RestContext): Promise<Response> {
  const def = objectOf(runtime, c);
  const field = externalIdField(runtime.org, def, c.req.param('field') ?? '');
  const body = await readJsonObject(c);
  const actor = actorOf(c);
  return json(
    runEach(runtime.org, recordsOf(body), body['allOrNone'] === true, (record) => {
      if (typeOf(record).toLowerCase() !== def.name.toLowerCase()) {
        throw new ApiError(400, 'INVALID_TYPE', `sObject type '${typeOf(record)}' is not ${def.name}`);
      }
      return upsertRow(runtime.org, actor, def, field, record);
    }),
  );
}

function remove(runtime: Runtime, c: RestContext): Response {
  const ids = (c.req.query('ids') ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (ids.length === 0) throw new ApiError(400, 'REQUIRED_FIELD_MISSING', 'At least 1 Id is required.');
  if (ids.length > MAX_RECORDS) {
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${MAX_RECORDS} records into this call`,
    );
  }
  const actor = actorOf(c);
  const allOrNone = c.req.query('allOrNone')?.toLowerCase() === 'true';
  return json(
    runEach(runtime.org, ids, allOrNone, (text) => {
      const { def, id } = objectById(runtime, c, text);
      return { id: deleteRecord(runtime.org, actor, def, id) };
    }),
  );
}

function read(
  runtime: Runtime,
  c: RestContext,
  ids: readonly string[],
  names: readonly string[],
  limit: number,
): Response {
  const def = objectOf(runtime, c);
  if (ids.length > limit)
    throw new ApiError(400, 'EXCEEDED_ID_LIMIT', `cannot read more than ${limit} records in this call`);
  const fields = names.map((name) => {
    const field = runtime.org.metadata.field(def, name);
    if (!field) throw new ApiError(400, 'INVALID_FIELD', `No such column '${name}' on entity '${def.name}'.`);
    return field;
  });
  const idField = runtime.org.metadata.field(def, 'Id');
  const shown = idField && !fields.includes(idField) ? [...fields, idField] : fields;
  const context = readContext(runtime, c);
  return json(
    ids.map((text) => {
      const id = toId18(text);
      if (!id?.startsWith(def.keyPrefix)) throw new ApiError(400, 'MALFORMED_ID', `malformed id ${text}`);
      const record = runtime.org.store.get(def.name, id);
      const visible = record && record['IsDeleted'] !== true && !runtime.org.store.isHidden(id);
      return visible ? renderRecord(context, def, record, shown) : null;
    }),
  );
}

function list(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function strings(value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw badJson('ids and fields have to be lists of strings');
  return value;
}

/** Routes for up to 200 records of any object in one call; HTTP 200 says nothing about the single results. */
export function addCollectionRoutes(rest: RestApp, runtime: Runtime): void {
  rest.post(PATH, (c) => create(runtime, c));
  rest.patch(PATH, (c) => update(runtime, c));
  rest.delete(PATH, (c) => remove(runtime, c));
  rest.patch(`${PATH}/:object/:field`, (c) => upsert(runtime, c));
  rest.get(`${PATH}/:object`, (c) =>
    read(runtime, c, list(c.req.query('ids')), list(c.req.query('fields')), MAX_READ_IDS),
  );
  rest.post(`${PATH}/:object`, async (c) => {
    const body = await readJsonObject(c);
    return read(runtime, c, strings(body['ids']), strings(body['fields']), MAX_READ_IDS_POST);
  });
}
