import { foldText } from '../../lib/text';
import type { Result } from '../../lib/result';
import type { FieldMap } from '../../schema/field-value';
import { Partner } from '../../schema/partner';
import { changesOf, differing, fitted, type Misfit, type Setters, textOf } from './projection';

const words = [
  'recordType',
  'partnerType',
  'track',
  'status',
  'region',
  'country',
  'cam',
  'camEmail',
  'contactEmail',
] as const;

/** The synchronised fields of a partner; they are only ever read from Salesforce (SYNC-1). */
export function projectPartner(partner: Partner): FieldMap {
  return Object.fromEntries([
    ['name', partner.name],
    ...words.map((name): [string, string | null] => [name, partner[name]]),
  ]);
}

const setters: Setters = {
  name: (value) => {
    const name = textOf(value);
    return name === null ? {} : { name, foldedName: foldText(name) };
  },
  ...Object.fromEntries(
    words.map((name) => [name, (value: FieldMap[string]) => ({ [name]: textOf(value) })] as const),
  ),
};

/** The partner with Salesforce's values in place of its own. */
export function applyToPartner(partner: Partner, fields: FieldMap): Result<Partner, Misfit> {
  const changed = differing(projectPartner(partner), fields);
  return fitted(Partner, { ...partner, ...changesOf(setters, changed) });
}
