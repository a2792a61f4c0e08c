import { err, ok, type Result } from '../../lib/result';
import { FundRequestId, PartnerId, PlanItemId } from '../../schema/ids';
import { PlanItem, PlanStatus } from '../../schema/plan';
import { Money, PlainDate } from '../../schema/values';
import { z } from '../../schema/zod';
import { auditLine, changedFields } from '../audit-line';
import type { UseCaseContext } from '../context';
import { newIntent } from '../new-intent';
import { notFound, problemOfCommit, type UseCaseProblem } from '../problem';

/** What a tactic's or milestone's form edits (PLAN-3). */
export const PlanItemForm = z
  .object({
    kind: z.enum(['tactic', 'milestone']),
    title: z.string().trim().min(1, 'Give it a name.').max(255, 'Keep the name under 255 characters.'),
    partnerId: PartnerId.nullable(),
    region: z.string().min(1, 'Choose a region.'),
    type: z.string().min(1, 'Choose a type.'),
    status: PlanStatus,
    owner: z.string().nullable(),
    start: PlainDate,
    end: PlainDate,
    budget: Money.nullable(),
    requestId: FundRequestId.nullable(),
    dependsOn: z.array(PlanItemId),
    notes: z.string().max(32_000),
  })
  .refine((form) => form.start <= form.end, {
    path: ['end'],
    message: 'The last day lies before the first one.',
  })
  .refine((form) => form.kind === 'tactic' || form.start === form.end, {
    path: ['end'],
    message: 'A milestone is a single day.',
  });
export type PlanItemForm = z.infer<typeof PlanItemForm>;

const fields = [
  'kind',
  'title',
  'partnerId',
  'region',
  'type',
  'status',
  'owner',
  'start',
  'end',
  'budget',
  'requestId',
  'dependsOn',
  'notes',
] as const satisfies readonly (keyof PlanItemForm)[];

/** A stored item as its form edits it. */
export function formOf(item: PlanItem): PlanItemForm {
  return PlanItemForm.parse(Object.fromEntries(fields.map((field) => [field, item[field]])));
}

async function write(
  context: UseCaseContext,
  before: PlanItem | undefined,
  form: PlanItemForm,
  action: string,
): Promise<Result<PlanItem, UseCaseProblem>> {
  const now = context.clock.now();
  const id = before?.id ?? PlanItemId.parse(context.ids.uuid());
  const record: PlanItem = {
    ...form,
    id,
    rev: (before?.rev ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    deletedRemotely: false,
    gitlab: before?.gitlab ?? null,
  };
  const changes = changedFields(before, record, fields);
  if (before && changes.length === 0) return ok(before);
  const key = { kind: 'plan-item' as const, id };
  const committed = await context.store.commit({
    puts: [{ kind: 'plan-item', record }],
    expect: [{ key, rev: before?.rev ?? null }],
    newIntents: [
      newIntent({
        id: context.ids.uuid(),
        kind: 'plan-item.put',
        subject: key,
        label: record.title,
        now,
        fields: before ? changes.map((change) => change.field) : null,
      }),
    ],
    audits: [auditLine(context, { action, record: key, changes })],
  });
  return committed.ok ? ok(record) : err(problemOfCommit(committed.error));
}

/** Creates or changes a tactic or milestone; it becomes, or changes, a GitLab issue with dates on the next sync (SYNC-2). */
export async function savePlanItem(
  context: UseCaseContext,
  input: { readonly id: PlanItemId | null; readonly form: unknown },
): Promise<Result<PlanItem, UseCaseProblem>> {
  const parsed = PlanItemForm.safeParse(input.form);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err({
      code: 'form',
      message: issue?.message ?? 'A field has a value that cannot be stored.',
      fix: 'Correct the field and save again.',
      field: String(issue?.path[0] ?? ''),
    });
  }
  const before = input.id === null ? undefined : await context.store.get('plan-item', input.id);
  if (input.id !== null && !before) return err(notFound('This tactic'));
  return write(context, before, parsed.data, before ? 'changed' : 'created');
}

/** Moves or resizes a bar; undo is the same call with the dates and partner it had before. */
export async function reschedulePlanItem(
  context: UseCaseContext,
  input: {
    readonly id: PlanItemId;
    readonly start: PlainDate;
    readonly end: PlainDate;
    /** Row it was dragged to; left out to stay. */
    readonly partnerId?: PlanItem['partnerId'];
  },
): Promise<Result<PlanItem, UseCaseProblem>> {
  const before = await context.store.get('plan-item', input.id);
  if (!before) return err(notFound('This tactic'));
  const form = {
    ...formOf(before),
    start: input.start,
    end: before.kind === 'milestone' ? input.start : input.end,
    partnerId: input.partnerId === undefined ? before.partnerId : input.partnerId,
  };
  const parsed = PlanItemForm.safeParse(form);
  if (!parsed.success) {
    return err({
      code: 'form',
      message: parsed.error.issues[0]?.message ?? 'These dates cannot be stored.',
      fix: 'Choose a last day that is not before the first one.',
      field: 'end',
    });
  }
  return write(context, before, parsed.data, 'moved');
}

/** Cancels a tactic, so that it stays in the plan and in GitLab as cancelled; nothing is deleted. */
export async function setPlanStatus(
  context: UseCaseContext,
  input: { readonly id: PlanItemId; readonly status: PlanStatus },
): Promise<Result<PlanItem, UseCaseProblem>> {
  const before = await context.store.get('plan-item', input.id);
  if (!before) return err(notFound('This tactic'));
  return write(context, before, { ...formOf(before), status: input.status }, `set to ${input.status}`);
}
