import { foldText } from '../../lib/text';
import type { Result } from '../../lib/result';
import type { FieldMap } from '../../schema/field-value';
import { Partner } from '../../schema/partner';
import { syncedFields } from '../../schema/synced-fields';
import { changesOf, differing, fitted, type Misfit, type Setters, textOf } from './projection';

/** The synchronised fields of a partner; they are only ever read from Salesforce (SYNC-1). */
export function projectPartner(partner: Partner): FieldMap {
  return Object.fromEntries(syncedFields.partner.map((name) => [name, partner[name]]));
}

const setters: Setters = {
  ...Object.fromEntries(
    syncedFields.partner.map(
      (name) => [name, (value: FieldMap[string]) => ({ [name]: textOf(value) })] as const,
    ),
  ),
  name: (value) => {
    const name = textOf(value);
    return name === null ? {} : { name, foldedName: foldText(name) };
  },
};

/** The partner with Salesforce's values in place of its own. */
export function applyToPartner(partner: Partner, fields: FieldMap): Result<Partner, Misfit> {
  const changed = differing(projectPartner(partner), fields);
  return fitted(Partner, { ...partner, ...changesOf(setters, changed) });
}
