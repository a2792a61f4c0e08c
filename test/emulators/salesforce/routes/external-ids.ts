import { notFound } from '../errors';
import type { FieldDef, ObjectDef } from '../metadata/types';
import type { Org } from '../org';
import { recordUrl, renderRecord } from '../records/read';
import { findByKey, isKey } from '../records/record-keys';
import { upsertRow } from '../records/upsert';
import { deleteRecord, existingRecord } from '../records/write';
import {
  actorOf,
  json,
  noContent,
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

const PATH = '/services/data/:version/sobjects/:object/:field/:value';
/** From this version on an upsert that updates answers 200 with a body instead of 204. */
const UPSERT_BODY_SINCE = 46;

/** The key that a name stands for; 404 for fields that cannot find a record. */
export function externalIdField(org: Org, def: ObjectDef, name: string): FieldDef {
  const field = org.metadata.field(def, name);
  if (!field || !isKey(field)) {
    throw notFound(`Provided external ID field does not exist or is not accessible: ${name}`);
  }
  return field;
}

function severalMatches(c: RestContext, def: ObjectDef, ids: readonly string[]): Response {
  return json(
    ids.map((id) => recordUrl(versionOf(c), def.name, id)),
    300,
  );
}

async function upsert(runtime: Runtime, c: RestContext): Promise<Response> {
  const { org } = runtime;
  const def = objectOf(runtime, c);
  const field = externalIdField(org, def, c.req.param('field') ?? '');
  const value = c.req.param('value') ?? '';
  const body = await readJsonObject(c);
  refuseNamed(body, field.name);
  const [existing, ...others] = findByKey(org, def, field, value);
  if (existing !== undefined && others.length > 0) return severalMatches(c, def, [existing, ...others]);
  // Nothing is made under an id of the caller's: it says what is wrong with that one.
  if (existing === undefined && field.name === 'Id') existingRecord(org, def, value);
  const record = existing === undefined ? null : org.store.get(def.name, existing);
  if (record) checkPreconditions(c, def, record, 'write');
  if (!record && c.req.query('updateOnly')?.toLowerCase() === 'true') throw notFound();
  const { id, created } = upsertRow(org, actorOf(c), def, field, { ...body, [field.name]: value });
  const headers = { location: recordUrl(versionOf(c), def.name, id) };
  if (!created && Number.parseInt(versionOf(c).slice(1), 10) < UPSERT_BODY_SINCE) return noContent();
  return json({ id, success: true, errors: [], created }, created ? 201 : 200, created ? headers : {});
}

/** Routes for records addressed by an external id. */
export function addExternalIdRoutes(rest: RestApp, runtime: Runtime): void {
  function single(c: RestContext): { def: ObjectDef; id: string } | Response {
    const def = objectOf(runtime, c);
    const field = externalIdField(runtime.org, def, c.req.param('field') ?? '');
    const [id, ...others] = findByKey(runtime.org, def, field, c.req.param('value') ?? '');
    if (id === undefined) throw notFound();
    return others.length > 0 ? severalMatches(c, def, [id, ...others]) : { def, id };
  }
  rest.get(PATH, (c) => {
    const found = single(c);
    if (found instanceof Response) return found;
    const record = runtime.org.store.get(found.def.name, found.id);
    if (!record) throw notFound();
    return json(
      renderRecord(readContext(runtime, c), found.def, record, fieldsParam(runtime, c, found.def)),
      200,
      cacheHeaders(found.def, record),
    );
  });
  rest.patch(PATH, (c) => upsert(runtime, c));
  rest.delete(PATH, (c) => {
    const found = single(c);
    if (found instanceof Response) return found;
    deleteRecord(runtime.org, actorOf(c), found.def, found.id);
    return noContent();
  });
}
