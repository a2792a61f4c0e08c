import { ApiError, malformedId, noSuchColumn, notFound } from '../errors';
import { toId18 } from '../ids';
import type { FieldDef, FieldValue, ObjectDef, StoredRecord } from '../metadata/types';
import type { Actor, Org } from '../org';
import type { Draft } from './draft';
import { checkDuplicateRules, checkUnique } from './duplicates';
import { findByKey, isKey, severalByKey } from './record-keys';
import { beforeSave } from './rules';
import { versionDefaults } from './rules-files';
import { checkRequired, toStored } from './values';

/** A JSON object as a request sent it. */
export type JsonObject = Readonly<Record<string, unknown>>;

function notWritable(fields: readonly string[]): ApiError {
  return new ApiError(
    400,
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    fields,
  );
}

/** `Parent__r: {"Key__c": "x"}` names a parent by its external id. */
function parentByExternalId(org: Org, def: ObjectDef, key: string, value: JsonObject): [FieldDef, string] {
  const field = org.metadata.parentField(def, key);
  const target = field ? org.metadata.object(field.referenceTo[0] ?? '') : null;
  if (!field || !target) throw noSuchColumn(key, def.name);
  const [name, wanted] = Object.entries(value).find(([part]) => part !== 'attributes') ?? ['', null];
  const keyField = org.metadata.field(target, name);
  if (!keyField || !isKey(keyField)) {
    throw new ApiError(
      400,
      'INVALID_FIELD',
      `Field name provided, ${name} is not an External ID or indexed field for ${target.name}`,
    );
  }
  const [found, ...others] = findByKey(org, target, keyField, String(wanted));
  if (found === undefined) {
    throw new ApiError(
      400,
      'INVALID_FIELD',
      `Foreign key external ID: ${String(wanted)} not found for field ${name} in entity ${target.name}`,
    );
  }
  if (others.length > 0) throw severalByKey(keyField, [found, ...others]);
  return [field, found];
}

/** Field values of a request body by canonical name; refuses unknown and read-only fields. */
function readBody(
  org: Org,
  def: ObjectDef,
  body: JsonObject,
  mode: 'create' | 'update',
): Map<string, FieldValue> {
  const values = new Map<string, FieldValue>();
  const refused: string[] = [];
  for (const [key, value] of Object.entries(body)) {
    if (key === 'attributes') continue;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const [field, id] = parentByExternalId(org, def, key, value as JsonObject);
      values.set(field.name, id);
      continue;
    }
    const field = org.metadata.field(def, key);
    if (!field) throw noSuchColumn(key, def.name);
    const writable = mode === 'create' ? field.createable : field.updateable;
    if (!writable) refused.push(field.name);
    else values.set(field.name, toStored(org, field, value));
  }
  if (refused.length > 0) throw notWritable(refused);
  return values;
}

/** The next numbers of fields that the server counts up. */
export function autoNumbers(org: Org, def: ObjectDef): Record<string, FieldValue> {
  const next = String(org.store.count(def.name) + 1);
  const counted = def.fields.filter(({ autoNumber }) => autoNumber !== null);
  return Object.fromEntries(
    counted.map(({ name, autoNumber }) => [
      name,
      (autoNumber ?? '').replace(/\{(0+)\}/, (_whole, zeros: string) => next.padStart(zeros.length, '0')),
    ]),
  );
}

function defaults(org: Org, actor: Actor, def: ObjectDef): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const field of def.fields) {
    if (field.type === 'boolean') values[field.name] = field.defaultValue === true;
    else if (field.defaultValue !== null) values[field.name] = field.defaultValue;
  }
  if (org.metadata.field(def, 'OwnerId')) values['OwnerId'] = actor.userId;
  Object.assign(values, autoNumbers(org, def));
  return values;
}

function stampsOf(def: ObjectDef, org: Org, actor: Actor, isNew: boolean): Record<string, FieldValue> {
  const now = org.stamp();
  const all: Record<string, FieldValue> = {
    ...(isNew ? { CreatedDate: now, CreatedById: actor.userId } : {}),
    LastModifiedDate: now,
    LastModifiedById: actor.userId,
    SystemModstamp: now,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => def.fields.some((field) => field.name === name)),
  );
}

/** Checks a draft the way Salesforce orders it: required, own rules, unique keys, duplicate rules; then stores it. */
function save(org: Org, actor: Actor, def: ObjectDef, draft: Draft): string {
  if (def.name === 'ContentVersion') versionDefaults(draft);
  const isNew = draft.before === null;
  // ContentDocumentId of a first version is the server's to fill in.
  const settled =
    def.name === 'ContentVersion'
      ? { ...draft.values, ContentDocumentId: draft.values['ContentDocumentId'] ?? '-' }
      : draft.values;
  checkRequired(def, settled, isNew ? undefined : draft.given);
  return org.store.transaction(() => {
    checkUnique(org, def, draft);
    checkDuplicateRules(org, actor, def, draft);
    beforeSave(org, actor, def, draft);
    org.store.put(def.name, draft.values);
    return String(draft.values['Id']);
  });
}

/** Creates a record and returns its 18-character id. */
export function insertRecord(org: Org, actor: Actor, def: ObjectDef, body: JsonObject): string {
  if (!def.createable) {
    throw new ApiError(
      400,
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      `entity type cannot be inserted: ${def.label}`,
      [],
    );
  }
  if (Object.keys(body).some((key) => key.toLowerCase() === 'id')) {
    throw new ApiError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  }
  const given = readBody(org, def, body, 'create');
  const values = { ...defaults(org, actor, def), ...Object.fromEntries(given) };
  for (const [name, value] of Object.entries(values)) {
    // An explicit null on create leaves the default in place for required fields only.
    const field = org.metadata.field(def, name);
    if (value === null && field && !field.nillable && field.defaultValue !== null)
      values[name] = field.defaultValue;
  }
  values['OwnerId'] ??= actor.userId;
  if (!org.metadata.field(def, 'OwnerId')) delete values['OwnerId'];
  Object.assign(values, { Id: org.makeId(def.keyPrefix) }, stampsOf(def, org, actor, true));
  if (org.metadata.field(def, 'IsDeleted')) values['IsDeleted'] = false;
  return save(org, actor, def, { values, given: new Set(given.keys()), before: null });
}

/** The record an id in a URL or body stands for; throws when it is malformed, unknown, hidden or deleted. */
export function existingRecord(org: Org, def: ObjectDef, idText: string): StoredRecord {
  const id = toId18(idText);
  if (!id || !id.startsWith(def.keyPrefix)) throw malformedId(`${def.label} ID`, idText, 'Id');
  const record = org.store.get(def.name, id);
  if (!record || org.store.isHidden(id)) throw notFound();
  if (record['IsDeleted'] === true) throw new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  return record;
}

/** Changes the given fields of a record. */
export function updateRecord(
  org: Org,
  actor: Actor,
  def: ObjectDef,
  idText: string,
  body: JsonObject,
): string {
  const before = existingRecord(org, def, idText);
  if (!def.updateable) {
    throw new ApiError(
      400,
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      `entity type cannot be updated: ${def.label}`,
      [],
    );
  }
  const given = readBody(org, def, body, 'update');
  const values = { ...before, ...Object.fromEntries(given), ...stampsOf(def, org, actor, false) };
  return save(org, actor, def, { values, given: new Set(given.keys()), before });
}

const CASCADES: Readonly<Record<string, readonly string[]>> = {
  Account: ['Contact.AccountId', 'Event.WhatId', 'Task.WhatId'],
  Campaign: ['CampaignMember.CampaignId'],
  ChannelProgram: ['ChannelProgramLevel.ProgramId', 'ChannelProgramMember.ProgramId'],
  ContentDocument: ['ContentVersion.ContentDocumentId', 'ContentDocumentLink.ContentDocumentId'],
};

/** Puts a record, and what belongs to it, into the recycle bin and the deletion log. */
export function deleteRecord(org: Org, actor: Actor, def: ObjectDef, idText: string): string {
  const before = existingRecord(org, def, idText);
  if (!def.deletable)
    throw new ApiError(400, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
  const id = String(before['Id']);
  org.store.transaction(() => {
    org.store.put(def.name, { ...before, IsDeleted: true, ...stampsOf(def, org, actor, false) });
    org.store.logDeletion(def.name, { id, at: org.clock.now().getTime() });
    for (const path of CASCADES[def.name] ?? []) {
      const [childName = '', field = ''] = path.split('.');
      const child = org.metadata.object(childName);
      if (!child) continue;
      for (const childId of org.store.find(childName, field, id)) {
        if (org.store.get(childName, childId)?.['IsDeleted'] !== true)
          deleteRecord(org, actor, child, childId);
      }
    }
  });
  return id;
}
