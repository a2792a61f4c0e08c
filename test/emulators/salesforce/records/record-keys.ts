import { ApiError } from '../errors';
import { toId18 } from '../ids';
import type { FieldDef, ObjectDef } from '../metadata/types';
import type { Org } from '../org';

/** Whether a record can be named by this field: an external id, a field that is looked up by, or its own id. */
export function isKey({ externalId, idLookup, name }: FieldDef): boolean {
  return externalId || idLookup || name === 'Id';
}

/** Ids of the living, visible records that a key names; an id is one in both its lengths. */
export function findByKey(org: Org, def: ObjectDef, field: FieldDef, value: string): readonly string[] {
  const ids = field.name === 'Id' ? [toId18(value) ?? value] : org.store.find(def.name, field.name, value);
  return ids.filter((id) => {
    const record = org.store.get(def.name, id);
    return record !== null && record['IsDeleted'] !== true && !org.store.isHidden(id);
  });
}

/** A row of many, or a reference, whose key names more than one record. */
export function severalByKey(field: FieldDef, ids: readonly string[]): ApiError {
  return new ApiError(
    400,
    'DUPLICATE_EXTERNAL_ID',
    `${field.name}: more than one record found for external id field: [${ids.join(', ')}]`,
    [field.name],
  );
}
