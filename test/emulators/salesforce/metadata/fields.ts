import type { FieldDef, FieldType, PicklistValue } from './types';

/** Changes to what a kind of field is by default. */
export type FieldOptions = Partial<Omit<FieldDef, 'name' | 'type'>>;

const TEXT_TYPES = new Set<FieldType>([
  'string',
  'picklist',
  'combobox',
  'multipicklist',
  'email',
  'phone',
  'url',
]);
const UNGROUPED = new Set<FieldType>(['currency', 'double', 'percent', 'datetime', 'address', 'base64']);

function spaced(name: string): string {
  return name
    .replace(/__c$/, '')
    .replace(/_/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2');
}

/** A field of any type with Salesforce's usual traits for it; `options` override. */
export function field(name: string, type: FieldType, options: FieldOptions = {}): FieldDef {
  const custom = name.endsWith('__c');
  const length =
    options.length ?? (TEXT_TYPES.has(type) ? 255 : type === 'reference' || type === 'id' ? 18 : 0);
  const isLongText = type === 'textarea' && length > 255;
  const boolean = type === 'boolean';
  const numeric = type === 'currency' || type === 'double' || type === 'percent';
  return {
    name,
    type,
    label: spaced(name),
    custom,
    precision: numeric ? 18 : 0,
    scale: type === 'currency' ? 2 : 0,
    digits: type === 'int' ? 8 : 0,
    nillable: !boolean,
    createable: true,
    updateable: true,
    defaultValue: boolean ? false : null,
    defaultedOnCreate: boolean,
    picklist: [],
    restrictedPicklist: false,
    referenceTo: [],
    relationshipName: null,
    childRelationship: null,
    cascadeDelete: false,
    polymorphic: false,
    externalId: false,
    unique: false,
    caseSensitive: false,
    idLookup: false,
    nameField: false,
    calculated: false,
    calculatedFormula: null,
    autoNumber: null,
    compoundFieldName: null,
    extraTypeInfo: type === 'textarea' ? 'plaintextarea' : null,
    filterable: !isLongText && type !== 'base64',
    sortable: !isLongText && type !== 'base64' && type !== 'address' && type !== 'multipicklist',
    groupable: !isLongText && !UNGROUPED.has(type),
    ...options,
    length,
  };
}

/** Choices whose API value and label are the same; `chosen` is the default one. */
export function choices(values: readonly string[], chosen: string | null = null): readonly PicklistValue[] {
  return values.map((value) => ({ value, label: value, active: true, defaultValue: value === chosen }));
}

/** A picklist; restricted ones refuse values that are not among the choices. */
export function picklist(
  name: string,
  values: readonly string[],
  options: FieldOptions & { chosen?: string } = {},
): FieldDef {
  const { chosen, ...rest } = options;
  return field(name, 'picklist', {
    picklist: choices(values, chosen ?? null),
    defaultValue: chosen ?? null,
    defaultedOnCreate: chosen !== undefined,
    ...rest,
  });
}

/** A lookup to one object; the relationship is the field's name without `Id`, or with `__r` for custom fields. */
export function lookup(name: string, target: string, options: FieldOptions = {}): FieldDef {
  const relationshipName = name.endsWith('__c') ? name.replace(/__c$/, '__r') : name.replace(/Id$/, '');
  return field(name, 'reference', { referenceTo: [target], relationshipName, ...options });
}

/** A field that only the server writes. */
export function readOnly(def: FieldDef): FieldDef {
  return { ...def, createable: false, updateable: false };
}

/** A required field. */
export function required(def: FieldDef): FieldDef {
  return { ...def, nillable: false };
}

/** Amounts the server adds up from other records. */
export function rollup(name: string, label: string): FieldDef {
  return readOnly(field(name, 'currency', { label }));
}

/** ISO codes that the emulated multi-currency org has switched on. */
export const ORG_CURRENCIES: readonly string[] = ['USD', 'EUR', 'GBP', 'JPY'];

/** The currency field of a multi-currency org. */
export function currencyIsoCode(): FieldDef {
  return picklist('CurrencyIsoCode', ORG_CURRENCIES, {
    label: 'Currency ISO Code',
    length: 3,
    restrictedPicklist: true,
    chosen: 'USD',
  });
}

/** Fields that every object has; `label` is the object's. */
export function systemFields(
  label: string,
  options: { owner?: boolean; viewed?: boolean; deletable?: boolean } = {},
): FieldDef[] {
  const { owner = true, viewed = false, deletable = true } = options;
  const stamped = { nillable: false, defaultedOnCreate: true, createable: false, updateable: false };
  const fields: FieldDef[] = [
    field('Id', 'id', { ...stamped, label: `${label} ID`, idLookup: true }),
    ...(deletable ? [field('IsDeleted', 'boolean', { ...stamped, label: 'Deleted' })] : []),
    ...(owner
      ? [lookup('OwnerId', 'User', { label: 'Owner ID', nillable: false, defaultedOnCreate: true })]
      : []),
    field('CreatedDate', 'datetime', stamped),
    lookup('CreatedById', 'User', { ...stamped, label: 'Created By ID' }),
    field('LastModifiedDate', 'datetime', stamped),
    lookup('LastModifiedById', 'User', { ...stamped, label: 'Last Modified By ID' }),
    field('SystemModstamp', 'datetime', { ...stamped, label: 'System Modstamp' }),
  ];
  if (viewed) {
    fields.push(
      readOnly(field('LastViewedDate', 'datetime')),
      readOnly(field('LastReferencedDate', 'datetime')),
    );
  }
  return fields;
}

/** A text field that an outside system may use as its key: external id, unique without regard to case. */
export function externalId(name: string, options: FieldOptions = {}): FieldDef {
  return field(name, 'string', { length: 80, externalId: true, unique: true, idLookup: true, ...options });
}

/** The address parts of an account or contact and the compound that reads them together. */
export function address(prefix: string, label: string): FieldDef[] {
  const compound = { compoundFieldName: `${prefix}Address` };
  const part = (suffix: string, length: number): FieldDef =>
    field(`${prefix}${suffix}`, 'string', {
      ...compound,
      length,
      label: `${label} ${spaced(suffix)}`.trim(),
    });
  return [
    field(`${prefix}Street`, 'textarea', { ...compound, length: 255, label: `${label} Street`.trim() }),
    part('City', 40),
    part('State', 80),
    part('PostalCode', 20),
    part('Country', 80),
    field(`${prefix}Latitude`, 'double', { ...compound, scale: 15 }),
    field(`${prefix}Longitude`, 'double', { ...compound, scale: 15 }),
    picklist(
      `${prefix}GeocodeAccuracy`,
      ['Address', 'NearAddress', 'Block', 'Street', 'Zip', 'City', 'State', 'Unknown'],
      {
        ...compound,
        length: 40,
        restrictedPicklist: true,
      },
    ),
    readOnly(field(`${prefix}Address`, 'address', { label: `${label} Address`.trim() })),
  ];
}
