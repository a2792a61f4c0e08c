import { notFound } from '../errors';
import { describeBrief, describeObject } from '../describe';
import { toId18 } from '../ids';
import type { ObjectDef, StoredRecord } from '../metadata/types';
import { recordUrl, renderRecord } from '../records/read';
import { deleteRecord, existingRecord, insertRecord, updateRecord } from '../records/write';
import { parseHttpDate } from '../time';
import { readMultipartRecord } from './multipart';
import {
  actorOf,
  json,
  noContent,
  objectFinder,
  objectOf,
  readContext,
  readJsonObject,
  refuseNamed,
  type RestApp,
  type RestContext,
  type Runtime,
  versionOf,
} from './env';
import { fieldsParam } from './fields-param';
import { cacheHeaders, checkPreconditions } from './preconditions';
import { recentRecords } from './recent';

const PATH = '/services/data/:version/sobjects';

/** The record of a URL; a text that is no id is taken for an external id that does not exist. */
function recordOf(runtime: Runtime, c: RestContext, def: ObjectDef): StoredRecord {
  const text = c.req.param('id') ?? '';
  const id = toId18(text);
  if (!id || !id.startsWith(def.keyPrefix)) {
    throw notFound(`Provided external ID field does not exist or is not accessible: ${text}`);
  }
  return existingRecord(runtime.org, def, text);
}

/** The record whose relative a path of three parts names; null where they are an external id, whose routes come later. */
function recordByPath(
  runtime: Runtime,
  c: RestContext,
): { readonly def: ObjectDef; readonly record: StoredRecord } | null {
  const def = objectOf(runtime, c);
  if (!toId18(c.req.param('id') ?? '')?.startsWith(def.keyPrefix)) return null;
  return { def, record: recordOf(runtime, c, def) };
}

function readRecord(runtime: Runtime, c: RestContext, def: ObjectDef, record: StoredRecord): Response {
  if (checkPreconditions(c, def, record, 'read'))
    return new Response(null, { status: 304, headers: cacheHeaders(def, record) });
  return json(
    renderRecord(readContext(runtime, c), def, record, fieldsParam(runtime, c, def)),
    200,
    cacheHeaders(def, record),
  );
}

async function create(runtime: Runtime, c: RestContext): Promise<Response> {
  const def = objectOf(runtime, c);
  const multipart = /multipart\/form-data/i.test(c.req.header('content-type') ?? '');
  const body = multipart ? await readMultipartRecord(c) : await readJsonObject(c);
  const id = insertRecord(runtime.org, actorOf(c), def, body);
  return json({ id, success: true, errors: [] }, 201, { location: recordUrl(versionOf(c), def.name, id) });
}

/** The record that a lookup of another one points to, named by the relationship; null when there is no such lookup. */
function parentNamed(
  runtime: Runtime,
  c: RestContext,
  def: ObjectDef,
  record: StoredRecord,
): { readonly def: ObjectDef; readonly record: StoredRecord } | null {
  const lookup = runtime.org.metadata.parentField(def, c.req.param('name') ?? '');
  if (!lookup) return null;
  const id = record[lookup.name];
  const target = typeof id === 'string' ? runtime.org.metadata.ofId(id) : null;
  if (!target || typeof id !== 'string' || !objectFinder(runtime, c)(target.name)) throw notFound();
  return { def: target, record: existingRecord(runtime.org, target, id) };
}

function related(runtime: Runtime, c: RestContext, def: ObjectDef, record: StoredRecord): Response {
  const context = readContext(runtime, c);
  const parent = parentNamed(runtime, c, def, record);
  if (parent)
    return json(renderRecord(context, parent.def, parent.record, fieldsParam(runtime, c, parent.def)));
  const children = runtime.org.metadata.childRelationship(def, c.req.param('name') ?? '');
  if (!children || !objectFinder(runtime, c)(children.child.name)) throw notFound();
  const fields = fieldsParam(runtime, c, children.child);
  const records = runtime.org.store
    .find(children.child.name, children.field.name, String(record['Id']))
    .map((id) => runtime.org.store.get(children.child.name, id))
    .filter((row) => row !== null)
    .filter((row) => row['IsDeleted'] !== true && !runtime.org.store.isHidden(String(row['Id'])))
    .map((row) => renderRecord(context, children.child, row, fields));
  return json({ done: true, totalSize: records.length, records });
}

function blob(runtime: Runtime, record: StoredRecord): Response {
  const bytes = runtime.org.store.bytes(String(record['Id']));
  if (!bytes) throw notFound();
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': 'application/octetstream', 'content-length': String(bytes.length) },
  });
}

/** Routes for objects and single records: list, describe, create, read, change, delete, bytes and relatives. */
export function addSobjectRoutes(rest: RestApp, runtime: Runtime): void {
  rest.get(PATH, (c) => {
    const find = objectFinder(runtime, c);
    const sobjects = runtime.org.metadata.objects
      .filter(({ name }) => find(name))
      .map((def) => describeBrief(readContext(runtime, c), def));
    return json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects });
  });
  rest.get(`${PATH}/:object`, (c) =>
    json({
      objectDescribe: describeBrief(readContext(runtime, c), objectOf(runtime, c)),
      recentItems: recentRecords(runtime, c, [objectOf(runtime, c)]),
    }),
  );
  rest.post(`${PATH}/:object`, (c) => create(runtime, c));
  rest.get(`${PATH}/:object/describe`, (c) => {
    const def = objectOf(runtime, c);
    const changed = runtime.org.metadata.changedAt();
    const since = parseHttpDate(c.req.header('if-modified-since') ?? '');
    const headers = { 'last-modified': new Date(changed).toUTCString() };
    if (since !== null && Math.floor(changed / 1000) * 1000 <= since)
      return new Response(null, { status: 304, headers });
    return json(describeObject(readContext(runtime, c), def), 200, headers);
  });
  rest.get(`${PATH}/:object/:id`, (c) => {
    const def = objectOf(runtime, c);
    const record = recordOf(runtime, c, def);
    return readRecord(runtime, c, def, record);
  });
  rest.patch(`${PATH}/:object/:id`, async (c) => {
    const def = objectOf(runtime, c);
    const body = await readJsonObject(c);
    refuseNamed(body, 'Id');
    const record = recordOf(runtime, c, def);
    checkPreconditions(c, def, record, 'write');
    updateRecord(runtime.org, actorOf(c), def, String(record['Id']), body);
    return noContent();
  });
  rest.delete(`${PATH}/:object/:id`, (c) => {
    const def = objectOf(runtime, c);
    const record = recordOf(runtime, c, def);
    deleteRecord(runtime.org, actorOf(c), def, String(record['Id']));
    return noContent();
  });
  rest.get(`${PATH}/:object/:id/:name`, (c, next) => {
    const named = recordByPath(runtime, c);
    if (named === null) return next();
    const field = runtime.org.metadata.field(named.def, c.req.param('name'));
    if (field?.type === 'base64') return blob(runtime, named.record);
    return related(runtime, c, named.def, named.record);
  });
  rest.patch(`${PATH}/:object/:id/:name`, async (c, next) => {
    const named = recordByPath(runtime, c);
    if (named === null) return next();
    const body = await readJsonObject(c);
    refuseNamed(body, 'Id');
    const parent = parentNamed(runtime, c, named.def, named.record);
    if (!parent) throw notFound();
    updateRecord(runtime.org, actorOf(c), parent.def, String(parent.record['Id']), body);
    return noContent();
  });
  rest.delete(`${PATH}/:object/:id/:name`, (c, next) => {
    const named = recordByPath(runtime, c);
    if (named === null) return next();
    const parent = parentNamed(runtime, c, named.def, named.record);
    if (!parent) throw notFound();
    deleteRecord(runtime.org, actorOf(c), parent.def, String(parent.record['Id']));
    return noContent();
  });
}
