import { Instant } from './values';
import { z } from './zod';

const Order = z.enum(['month-first', 'day-first', 'unclear']);

/** A row of an imported file that could not be taken, kept whole with its problems for fixing. */
export const HeldRow = z.object({
  id: z.string(),
  /** Names what was imported and the content of the file, so that another file of the same name is another import. */
  importId: z.string(),
  file: z.string(),
  target: z.enum(['partners', 'fund-requests']),
  /** Number of the row as a spreadsheet shows it; the header is row 1 where nothing stands above it. */
  row: z.int().positive(),
  cells: z.record(z.string(), z.string()),
  problems: z.array(
    z.object({
      column: z.string(),
      message: z.string(),
      fix: z.string(),
      code: z.enum(['unknown-partner', 'differs']).optional(),
      also: z.array(z.string()).readonly().optional(),
      values: z.object({ here: z.string(), file: z.string() }).optional(),
    }),
  ),
  /** How the file was read when the row was held: title of the column of each field, and the orders of day and month. */
  reading: z
    .object({
      columns: z.record(z.string(), z.string()),
      slashOrder: Order,
      /** Absent in rows held when dates with dashes were read as those with slashes. */
      dashOrder: Order.optional(),
      /** Titles under which cells beyond the header are kept; they belong to no column. */
      surplus: z.array(z.string()).readonly().optional(),
    })
    .optional(),
  at: Instant,
});
export type HeldRow = z.infer<typeof HeldRow>;
