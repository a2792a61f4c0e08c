import { ApiError } from '../errors';
import type { FieldDef, ObjectDef } from '../metadata/types';
import type { Actor, Org } from '../org';
import { findByKey, severalByKey } from './record-keys';
import { valueOf, without } from './row-values';
import { insertRecord, type JsonObject, updateRecord } from './write';

/**
 * Creates or changes the record that a row names by one of its own fields. By the record's id nothing is ever made
 * under that id: a row that has one changes its record or is refused, and one that has none is new.
 */
export function upsertRow(
  org: Org,
  actor: Actor,
  def: ObjectDef,
  field: FieldDef,
  row: JsonObject,
): { readonly id: string; readonly created: boolean } {
  const value = valueOf(row, field.name);
  const body = without(row, field.name);
  const isGiven = typeof value === 'string' && value !== '';
  if (field.name === 'Id') {
    return isGiven
      ? { id: updateRecord(org, actor, def, value, body), created: false }
      : { id: insertRecord(org, actor, def, body), created: true };
  }
  if (!isGiven) throw new ApiError(400, 'MISSING_ARGUMENT', `${field.name} not specified`, [field.name]);
  const [existing, ...others] = findByKey(org, def, field, value);
  if (existing === undefined) return { id: insertRecord(org, actor, def, row), created: true };
  if (others.length > 0) throw severalByKey(field, [existing, ...others]);
  return { id: updateRecord(org, actor, def, existing, body), created: false };
}
