import type { FieldDef, FieldValue } from '../metadata/types';

/** What people read for a value: the label of a choice, and any other value as it is. */
export function labelOf(field: FieldDef, value: FieldValue): FieldValue {
  return field.picklist.find((choice) => choice.value === value)?.label ?? value;
}
