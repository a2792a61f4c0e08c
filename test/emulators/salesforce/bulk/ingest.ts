import { ApiError } from '../errors';
import { toId18 } from '../ids';
import type { ObjectDef } from '../metadata/types';
import type { Actor, Org } from '../org';
import { valueOf, without } from '../records/row-values';
import { upsertRow } from '../records/upsert';
import { deleteRecord, insertRecord, type JsonObject, updateRecord } from '../records/write';
import { externalIdField } from '../routes/external-ids';
import { readCsv } from './csv';
import { EMPTY_TABLE, type IngestJob } from './jobs';

/** Empty cells leave a field alone; this text empties it. */
const NULL_TEXT = '#N/A';

/** A row as a record: `Account.Key__c` names a parent by its external id. */
function recordOf(header: readonly string[], row: readonly string[]): JsonObject {
  const record: Record<string, unknown> = {};
  for (const [index, name] of header.entries()) {
    const text = row[index] ?? '';
    if (text === '') continue;
    const value = text === NULL_TEXT ? null : text;
    const [parent = '', field] = name.split('.');
    record[parent] = field === undefined ? value : { [field]: value };
  }
  return record;
}

function textIn(record: JsonObject, name: string): string {
  const found = valueOf(record, name);
  if (typeof found !== 'string' || found === '')
    throw new ApiError(400, 'MISSING_ARGUMENT', `${name} not specified`, [name]);
  return found;
}

function idIn(def: ObjectDef, record: JsonObject): string {
  const text = textIn(record, 'Id');
  const id = toId18(text);
  if (!id?.startsWith(def.keyPrefix))
    throw new ApiError(400, 'MALFORMED_ID', `${def.label} ID: id value of incorrect type: ${text}`, ['Id']);
  return id;
}

function writeOne(
  org: Org,
  actor: Actor,
  def: ObjectDef,
  job: IngestJob,
  record: JsonObject,
): { readonly id: string; readonly created: boolean } {
  switch (job.operation) {
    case 'insert':
      return { id: insertRecord(org, actor, def, record), created: true };
    case 'update': {
      const id = idIn(def, record);
      return { id: updateRecord(org, actor, def, id, without(record, 'Id')), created: false };
    }
    case 'delete':
      return { id: deleteRecord(org, actor, def, idIn(def, record)), created: false };
    case 'hardDelete': {
      const id = deleteRecord(org, actor, def, idIn(def, record));
      org.store.purge(def.name, id);
      return { id, created: false };
    }
    case 'upsert':
      return upsertRow(org, actor, def, externalIdField(org, def, job.externalIdFieldName ?? ''), record);
  }
}

function complaint({ entry }: ApiError): string {
  const { errorCode, message, fields } = entry;
  const code = errorCode === 'NOT_FOUND' ? 'INVALID_CROSS_REFERENCE_KEY' : errorCode;
  return `${code}:${message}:${fields?.join(' ') ?? ''} --`;
}

/** Works a job off, row by row: a bad row hurts no other. */
export function runIngest(org: Org, actor: Actor, def: ObjectDef, job: IngestJob): void {
  const table = readCsv(job.data, job);
  job.systemModstamp = org.stamp();
  if (!table) {
    job.state = 'Failed';
    job.errorMessage = 'InvalidBatch : Field name not found or a row has another number of columns';
    return;
  }
  const unknown = table.header.find(
    (name) =>
      org.metadata.field(def, name) === null &&
      org.metadata.parentField(def, name.split('.')[0] ?? '') === null,
  );
  if (unknown !== undefined) {
    job.state = 'Failed';
    job.errorMessage = `InvalidBatch : Field name not found : ${unknown}`;
    job.unprocessed = table;
    return;
  }
  const succeeded: string[][] = [];
  const failed: string[][] = [];
  for (const row of table.rows) {
    try {
      const { id, created } = writeOne(org, actor, def, job, recordOf(table.header, row));
      succeeded.push([id, String(created), ...row]);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failed.push(['', complaint(error), ...row]);
    }
  }
  job.succeeded = { header: ['sf__Id', 'sf__Created', ...table.header], rows: succeeded };
  job.failed = { header: ['sf__Id', 'sf__Error', ...table.header], rows: failed };
  job.unprocessed = { ...EMPTY_TABLE, header: table.header };
  job.state = 'JobComplete';
}
