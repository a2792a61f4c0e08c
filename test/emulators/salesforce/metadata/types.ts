import { z } from '../../../../shared/schema/zod';

/** Types of fields, as describe names them. */
export const FieldType = z.enum([
  'id',
  'string',
  'textarea',
  'picklist',
  'combobox',
  'multipicklist',
  'reference',
  'boolean',
  'currency',
  'double',
  'int',
  'percent',
  'date',
  'datetime',
  'email',
  'phone',
  'url',
  'base64',
  'address',
]);
export type FieldType = z.infer<typeof FieldType>;

/** A value that a record can hold. */
export type FieldValue = string | number | boolean | null;

/** One choice of a picklist; `value` is the API value, `label` what people see. */
export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
  readonly defaultValue: boolean;
}

/** What the emulator knows about a field; describe, validation and queries are all made from it. */
export interface FieldDef {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly custom: boolean;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly digits: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly defaultValue: string | number | boolean | null;
  readonly defaultedOnCreate: boolean;
  readonly picklist: readonly PicklistValue[];
  readonly restrictedPicklist: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  /** Name under which the parent lists its children; null when it lists none. */
  readonly childRelationship: string | null;
  readonly cascadeDelete: boolean;
  readonly polymorphic: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly caseSensitive: boolean;
  readonly idLookup: boolean;
  readonly nameField: boolean;
  readonly calculated: boolean;
  readonly calculatedFormula: string | null;
  /** Pattern such as `C-{00000}` of a number that the server gives; null for fields that people fill. */
  readonly autoNumber: string | null;
  readonly compoundFieldName: string | null;
  readonly extraTypeInfo: string | null;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly groupable: boolean;
}

/** What the emulator knows about an object. */
export interface ObjectDef {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly custom: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly searchable: boolean;
  readonly mergeable: boolean;
  readonly feedEnabled: boolean;
  readonly triggerable: boolean;
  readonly replicateable: boolean;
  readonly layoutable: boolean;
  /** ETag and If-Match are honoured; the documentation grants it to Account alone. */
  readonly entityTag: boolean;
  readonly fields: readonly FieldDef[];
}

/** A stored record: field values by canonical name; what is absent is null. */
export interface StoredRecord {
  readonly [field: string]: FieldValue;
}
