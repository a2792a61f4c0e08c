import { z } from '../../../../shared/schema/zod';

/** What describe says about a field, as far as mapping needs it. */
export const DescribeField = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  createable: z.boolean(),
  updateable: z.boolean(),
  filterable: z.boolean().default(true),
  externalId: z.boolean().default(false),
  unique: z.boolean().default(false),
  restrictedPicklist: z.boolean().default(false),
  /** Most characters of a text; 0 where the field has no such limit. */
  length: z.int().nonnegative().default(0),
  relationshipName: z.string().nullish(),
  /** What a new record has here when nothing is given. */
  defaultValue: z.unknown().optional(),
  picklistValues: z
    .array(
      z.object({
        value: z.string(),
        label: z.string().nullish(),
        active: z.boolean(),
        defaultValue: z.boolean().default(false),
      }),
    )
    .default([]),
});
export type DescribeField = z.infer<typeof DescribeField>;

/** What describe says about an object. */
export const Describe = z.object({
  name: z.string(),
  label: z.string(),
  createable: z.boolean(),
  updateable: z.boolean(),
  replicateable: z.boolean().default(true),
  fields: z.array(DescribeField).min(1),
});
export type Describe = z.infer<typeof Describe>;
