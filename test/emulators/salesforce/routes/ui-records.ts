import { createHash } from 'node:crypto';
import { z } from '../../../../shared/schema/zod';
import { ApiError } from '../errors';
import { toId18 } from '../ids';
import type { ObjectDef, StoredRecord } from '../metadata/types';
import { type JsonValue, renderField } from '../records/read';
import { deleteRecord, existingRecord, insertRecord, updateRecord } from '../records/write';
import {
  actorOf,
  json,
  noContent,
  objectFinder,
  objectOf,
  readContext,
  readJson,
  type RestApp,
  type RestContext,
  type Runtime,
} from './env';

const PATH = '/services/data/:version/ui-api/records';
const KEPT_KEYS = 10_000;

const FieldValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const CreateBody = z.object({ apiName: z.string(), fields: FieldValues });
const UpdateBody = z.object({ fields: FieldValues });

/** The error form of this API: one object, with each field's complaints apart. */
function refusal({ status, entry }: ApiError): Response {
  const fieldErrors = Object.fromEntries((entry.fields ?? []).map((field) => [field, [{ ...entry, field }]]));
  const errors = entry.fields?.length ? [] : [entry];
  return json(
    {
      enhancedErrorType: 'RecordError',
      errorCode: entry.errorCode,
      message: entry.message,
      output: { errors, fieldErrors },
      statusCode: status,
    },
    status,
  );
}

function invalidInput(error: z.ZodError): ApiError {
  return new ApiError(400, 'INVALID_API_INPUT', error.issues[0]?.message ?? 'the input is not valid');
}

function recordOf(runtime: Runtime, c: RestContext): { def: ObjectDef; record: StoredRecord } {
  const text = c.req.param('id') ?? '';
  const id = toId18(text);
  const known = id ? runtime.org.metadata.ofId(id) : null;
  const def = known ? objectFinder(runtime, c)(known.name) : null;
  if (!id || !def) throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
  return { def, record: existingRecord(runtime.org, def, text) };
}

/** The fields that a request names, `Account.Name`; what only `optionalFields` names may be missing. */
function wantedFields(runtime: Runtime, c: RestContext, def: ObjectDef): readonly string[] {
  const { metadata } = runtime.org;
  const list = (name: string): string[] => c.req.query(name)?.split(',') ?? [];
  const plain = (path: string): string => path.trim().replace(new RegExp(`^${def.name}\\.`, 'i'), '');
  const required = list('fields').map(plain);
  const unknown = required.find((name) => !metadata.field(def, name));
  if (unknown !== undefined)
    throw new ApiError(400, 'INVALID_FIELD', `Value for 'fields' is not valid: ${def.name}.${unknown}`);
  const optional = list('optionalFields').map(plain);
  if (required.length + optional.length === 0) return metadata.seenFields(def).map(({ name }) => name);
  return [...required, ...optional];
}

function show(
  runtime: Runtime,
  c: RestContext,
  { def, record }: { def: ObjectDef; record: StoredRecord },
  names: readonly string[],
): Record<string, JsonValue> {
  const context = readContext(runtime, c);
  const fields: Record<string, JsonValue> = {};
  for (const name of names) {
    const field = runtime.org.metadata.field(def, name);
    if (!field) continue;
    const value = renderField(context, def, record, field);
    const choice = field.picklist.find((one) => one.value === value);
    fields[field.name] = { displayValue: choice?.label ?? null, value };
  }
  const eTag = createHash('md5').update(JSON.stringify(record)).digest('hex');
  return {
    apiName: def.name,
    childRelationships: {},
    eTag,
    fields,
    id: String(record['Id']),
    lastModifiedById: record['LastModifiedById'] ?? null,
    lastModifiedDate: record['LastModifiedDate'] ?? null,
    recordTypeId: record['RecordTypeId'] ?? null,
    recordTypeInfo: null,
    systemModstamp: record['SystemModstamp'] ?? null,
    weakEtag: Date.parse(String(record['SystemModstamp']).replace('+0000', 'Z')),
  };
}

/** Routes of the UI API for records, the one place where an `Idempotency-Key` keeps a repeated write from doing more. */
export function addUiRecordRoutes(rest: RestApp, runtime: Runtime): void {
  const answers = new Map<string, { readonly status: number; readonly body: string | null }>();

  async function once(c: RestContext, work: () => Promise<Response>): Promise<Response> {
    const key = c.req.header('idempotency-key');
    const slot = `${c.env.session.userId} ${c.req.method} ${c.req.path} ${key ?? ''}`;
    const known = key === undefined ? undefined : answers.get(slot);
    if (known)
      return known.body === null
        ? new Response(null, { status: known.status })
        : json(JSON.parse(known.body), known.status);
    const answer = await guarded(work);
    if (key !== undefined && answer.status < 300) {
      if (answers.size >= KEPT_KEYS) answers.clear();
      const body = answer.status === 204 ? null : await answer.clone().text();
      answers.set(slot, { status: answer.status, body });
    }
    return answer;
  }

  async function guarded(work: () => Response | Promise<Response>): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ApiError) return refusal(error);
      throw error;
    }
  }

  function whole(c: RestContext, def: ObjectDef, id: string, status: number): Response {
    const record = existingRecord(runtime.org, def, id);
    const names = runtime.org.metadata.seenFields(def).map(({ name }) => name);
    return json(show(runtime, c, { def, record }, names), status);
  }

  rest.post(PATH, (c) =>
    once(c, async () => {
      const parsed = CreateBody.safeParse(await readJson(c));
      if (!parsed.success) throw invalidInput(parsed.error);
      const def = objectOf(runtime, c, parsed.data.apiName);
      const id = insertRecord(runtime.org, actorOf(c), def, parsed.data.fields);
      return whole(c, def, id, 201);
    }),
  );
  rest.get(`${PATH}/:id`, (c) =>
    guarded(() => {
      const found = recordOf(runtime, c);
      return json(show(runtime, c, found, wantedFields(runtime, c, found.def)));
    }),
  );
  rest.patch(`${PATH}/:id`, (c) =>
    once(c, async () => {
      const parsed = UpdateBody.safeParse(await readJson(c));
      if (!parsed.success) throw invalidInput(parsed.error);
      const { def, record } = recordOf(runtime, c);
      const since = c.req.header('if-modified-since');
      const changedAt = Date.parse(String(record['LastModifiedDate']).replace('+0000', 'Z'));
      if (since !== undefined && Date.parse(since) < changedAt)
        throw new ApiError(412, 'CONFLICT', 'The record has been changed since it was last read');
      const id = updateRecord(runtime.org, actorOf(c), def, String(record['Id']), parsed.data.fields);
      return whole(c, def, id, 200);
    }),
  );
  rest.delete(`${PATH}/:id`, (c) =>
    once(c, async () => {
      const { def, record } = recordOf(runtime, c);
      deleteRecord(runtime.org, actorOf(c), def, String(record['Id']));
      return Promise.resolve(noContent());
    }),
  );
}
