import { Money } from './values';
import { z } from './zod';

/** A synchronised field's value: what three-way merging compares. */
export const FieldValue = z.union([
  z.null(),
  z.string(),
  z.number(),
  z.boolean(),
  Money,
  z.array(z.string()),
]);
export type FieldValue = z.infer<typeof FieldValue>;

/** Synchronised fields of a record by domain name; a missing name means not known, null means empty. */
export const FieldMap = z.record(z.string(), FieldValue);
export type FieldMap = z.infer<typeof FieldMap>;
