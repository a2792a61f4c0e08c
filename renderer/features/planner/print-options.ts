import { addQuarters, quarterRange } from '../../../shared/domain/calendar/fiscal';
import type { Window } from '../../../shared/domain/planning/axis';
import type { PageFormat } from '../../../shared/ipc/contract';
import type { Playbook } from '../../../shared/playbook/playbook';
import { QuarterId } from '../../../shared/schema/values';
import { z } from '../../../shared/schema/zod';

/** What is printed of the plan and how; it travels to the printing window in the address. */
export const PrintOptions = z.object({
  quarter: QuarterId,
  span: z.enum(['quarter', 'half', 'year']),
  /** Months on one page; null puts the whole span on it. */
  monthsPerPage: z.union([z.literal(1), z.literal(3)]).nullable(),
  emptyRows: z.boolean(),
  phases: z.boolean(),
  /** Patterns instead of colours. */
  mono: z.boolean(),
  filter: z.record(z.string(), z.array(z.string())),
  partnerId: z.string().nullable(),
  search: z.string(),
});
export type PrintOptions = z.infer<typeof PrintOptions>;

const quarters = { quarter: 1, half: 2, year: 4 } as const satisfies Record<PrintOptions['span'], number>;

/** The days that the options ask for: whole quarters from the first of the chosen one (PLAN-6). */
export function printWindow(options: PrintOptions, playbook: Pick<Playbook, 'calendar'>): Window {
  const last = addQuarters(options.quarter, quarters[options.span] - 1);
  return {
    from: quarterRange(options.quarter, playbook.calendar).start,
    to: quarterRange(last, playbook.calendar).end,
  };
}

/** The options as part of an address. */
export function printPath(options: PrintOptions): string {
  return encodeURIComponent(JSON.stringify(options));
}

/** The options of an address; null when it holds none. */
export function readPrintPath(path: string): PrintOptions | null {
  try {
    const parsed = PrintOptions.safeParse(JSON.parse(decodeURIComponent(path)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Width and height of a paper in points. */
export function paperSize({ size, landscape }: PageFormat): {
  readonly width: number;
  readonly height: number;
} {
  const [short, long] = papers[size];
  return landscape ? { width: long, height: short } : { width: short, height: long };
}

const papers = {
  A4: [595.28, 841.89],
  A3: [841.89, 1190.55],
  Letter: [612, 792],
  Tabloid: [792, 1224],
} as const satisfies Record<PageFormat['size'], readonly [number, number]>;
