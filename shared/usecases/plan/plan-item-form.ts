import { FundRequestId, PartnerId, PlanItemId } from '../../schema/ids';
import { type PlanItem, PlanStatus } from '../../schema/plan';
import { Money, PlainDate } from '../../schema/values';
import { z } from '../../schema/zod';
import type { UseCaseProblem } from '../problem';

const fields = z.object({
  kind: z.enum(['tactic', 'milestone']),
  title: z.string().trim().min(1, 'Give it a name.').max(255, 'Keep the name under 255 characters.'),
  partnerId: PartnerId.nullable(),
  region: z.string().min(1, 'Choose a region.'),
  type: z.string().min(1, 'Choose a type.'),
  status: PlanStatus,
  owner: z.string().nullable(),
  start: PlainDate,
  end: PlainDate,
  budget: Money.refine(({ minor }) => minor >= 0, 'Write zero or more.').nullable(),
  requestId: FundRequestId.nullable(),
  dependsOn: z.array(PlanItemId),
  notes: z.string().max(32_000),
});

function withOrderedDays<T extends z.ZodType<Pick<PlanItem, 'kind' | 'start' | 'end'>>>(form: T): T {
  return form
    .refine(({ start, end }) => start <= end, {
      path: ['end'],
      message: 'The last day lies before the first one.',
    })
    .refine(({ kind, start, end }) => kind === 'tactic' || start === end, {
      path: ['end'],
      message: 'A milestone is a single day.',
    });
}

/** What a tactic's or milestone's form edits (PLAN-3). */
export const PlanItemForm = withOrderedDays(fields);
export type PlanItemForm = z.infer<typeof PlanItemForm>;

/** An item whose form nobody fills in: one that was made in GitLab has neither region nor type. */
export const StoredPlanItemForm = withOrderedDays(
  fields.extend({ region: z.string(), type: z.string(), budget: Money.nullable() }),
);

/** The fields of the form, named as those of the item. */
export const planItemFields: readonly (keyof PlanItemForm)[] = fields.keyof().options;

/**
 * A stored item as its form edits it. Its fields need not go together: some may be as they were seen, others as they
 * are now.
 */
export function formOf(item: PlanItem): PlanItemForm {
  return Object.fromEntries(planItemFields.map((field) => [field, item[field]])) as PlanItemForm;
}

/** Why the values of a form cannot be stored, with the field. */
export function formProblem(error: z.ZodError): UseCaseProblem {
  const issue = error.issues[0];
  return {
    code: 'form',
    message: issue?.message ?? 'A field has a value that cannot be stored.',
    fix: 'Correct the field and save again.',
    field: String(issue?.path[0] ?? ''),
  };
}
