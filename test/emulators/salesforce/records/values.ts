import { ApiError, badJson, malformedId } from '../errors';
import { toId18 } from '../ids';
import type { FieldDef, FieldValue, ObjectDef } from '../metadata/types';
import type { Org } from '../org';
import { isDate, parseDateTime, toStamp } from '../time';

const MAX_CURRENCY = 1e16;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function jsonKind(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'VALUE_STRING';
    case 'number':
      return Number.isInteger(value) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT';
    case 'boolean':
      return value ? 'VALUE_TRUE' : 'VALUE_FALSE';
    default:
      return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT';
  }
}

function wrongJson(def: FieldDef, value: unknown): ApiError {
  const shown = typeof value === 'object' ? '' : ` value ${String(value)}`;
  return badJson(
    `Cannot deserialize instance of ${def.type} from ${jsonKind(value)}${shown} or request may be missing a required field at [line:1, column:1]`,
  );
}

function toNumber(def: FieldDef, value: unknown): number {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw wrongJson(def, value);
  if (def.type === 'int' && !Number.isInteger(number)) throw wrongJson(def, value);
  if (Math.abs(number) >= MAX_CURRENCY) {
    throw new ApiError(
      400,
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${def.label}: value outside of valid range on numeric field: ${number}`,
      [def.name],
    );
  }
  if (def.type === 'int') return number;
  // Half away from zero, worked on the decimal text so that 1.005 does not become 1.00.
  const shifted = Math.sign(number) * Math.round(Number(`${Math.abs(number)}e${def.scale}`));
  return Number.isFinite(shifted) ? Number(`${shifted}e-${def.scale}`) : number;
}

function toText(def: FieldDef, value: unknown): string | null {
  if (typeof value !== 'string') throw wrongJson(def, value);
  const text = value.trim();
  if (text === '') return null;
  if (def.length > 0 && [...text].length > def.length) {
    throw new ApiError(
      400,
      'STRING_TOO_LONG',
      `${def.label}: data value too large: ${text} (max length=${def.length})`,
      [def.name],
    );
  }
  if (def.type === 'email' && !EMAIL.test(text)) {
    throw new ApiError(400, 'INVALID_EMAIL_ADDRESS', `${def.label}: invalid email address: ${text}`, [
      def.name,
    ]);
  }
  return text;
}

function toChoice(def: FieldDef, value: unknown): string | null {
  const text = toText(def, value);
  if (text === null) return null;
  const wanted = def.type === 'multipicklist' ? text.split(';') : [text];
  const known = wanted.every((item) => def.picklist.some((choice) => choice.active && choice.value === item));
  if (def.restrictedPicklist && !known) {
    throw new ApiError(
      400,
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${def.label}: bad value for restricted picklist field: ${text}`,
      [def.name],
    );
  }
  return text;
}

function toReference(org: Org, def: FieldDef, value: unknown): string {
  const id = typeof value === 'string' ? toId18(value) : null;
  if (!id) throw malformedId(def.label, String(value), def.name);
  const target = org.metadata.ofId(id);
  if (!target || !def.referenceTo.includes(target.name))
    throw malformedId(def.label, String(value), def.name);
  const record = org.store.get(target.name, id);
  if (!record || org.store.isHidden(id)) {
    throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [def.name]);
  }
  if (record['IsDeleted'] === true) throw new ApiError(400, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  return id;
}

/** The stored form of a value that arrived in JSON; throws Salesforce's own refusal when it does not fit the field. */
export function toStored(org: Org, def: FieldDef, value: unknown): FieldValue {
  if (def.type === 'base64' && value !== null) {
    if (typeof value !== 'string') throw wrongJson(def, value);
    return value;
  }
  if (value === null || value === '') {
    if (def.type === 'boolean') throw wrongJson(def, value);
    return null;
  }
  switch (def.type) {
    case 'boolean':
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw wrongJson(def, value);
    case 'currency':
    case 'double':
    case 'percent':
    case 'int':
      return toNumber(def, value);
    case 'date':
      if (typeof value !== 'string' || !isDate(value.slice(0, 10))) throw wrongJson(def, value);
      return value.slice(0, 10);
    case 'datetime': {
      const millis = typeof value === 'string' ? parseDateTime(value) : null;
      if (millis === null) throw wrongJson(def, value);
      return toStamp(new Date(millis));
    }
    case 'reference':
      return toReference(org, def, value);
    case 'picklist':
    case 'multipicklist':
      return toChoice(def, value);
    default:
      return toText(def, value);
  }
}

/** Refuses when a required field would end up empty; `given` limits the check to the fields of an update. */
export function checkRequired(
  def: ObjectDef,
  record: Readonly<Record<string, FieldValue>>,
  given?: ReadonlySet<string>,
): void {
  const missing = def.fields
    .filter((field) => !field.nillable && field.type !== 'boolean' && (field.createable || field.updateable))
    .filter((field) => given === undefined || given.has(field.name))
    .filter((field) => (record[field.name] ?? null) === null)
    .map((field) => field.name);
  if (missing.length > 0) throw requiredMissing(missing);
}

/** 400 REQUIRED_FIELD_MISSING for these fields. */
export function requiredMissing(fields: readonly string[]): ApiError {
  return new ApiError(
    400,
    'REQUIRED_FIELD_MISSING',
    `Required fields are missing: [${fields.join(', ')}]`,
    fields,
  );
}
