import { ApiError } from '../errors';
import type { ObjectDef, StoredRecord } from '../metadata/types';
import type { Actor, Org } from '../org';
import type { Draft } from './draft';

/** Refuses a value of a unique field that another living record has; letter case does not count. */
export function checkUnique(org: Org, def: ObjectDef, draft: Draft): void {
  for (const field of def.fields) {
    const value = draft.values[field.name] ?? null;
    if (!field.unique || value === null) continue;
    const other = org.store
      .find(def.name, field.name, value)
      .filter((id) => id !== draft.values['Id'])
      .find((id) => org.store.get(def.name, id)?.['IsDeleted'] !== true);
    if (other === undefined) continue;
    throw new ApiError(
      400,
      'DUPLICATE_VALUE',
      `duplicate value found: ${field.name} duplicates value on record with id: ${other.slice(0, 15)}`,
      [],
    );
  }
}

function folded(record: StoredRecord, fields: readonly string[]): string {
  return JSON.stringify(fields.map((name) => String(record[name] ?? '').toLowerCase()));
}

/** Applies the org's duplicate rules to a new record; a rule that allows it gives way to `allowSave=true`. */
export function checkDuplicateRules(org: Org, actor: Actor, def: ObjectDef, draft: Draft): void {
  if (draft.before !== null) return;
  for (const rule of org.seed.duplicateRules) {
    if (rule.object !== def.name || (rule.allowSave && actor.allowDuplicates)) continue;
    const wanted = folded(draft.values, rule.fields);
    for (const other of org.store.all(def.name)) {
      if (other['IsDeleted'] === true || folded(other, rule.fields) !== wanted) continue;
      throw new ApiError(400, 'DUPLICATES_DETECTED', 'Use one of these records?', []);
    }
  }
}
