import { addDays } from '../../domain/calendar/plain-date';
import { assertNever } from '../../lib/assert-never';
import { err, ok, type Result } from '../../lib/result';
import { FundRequestId, PartnerId, PlanItemId } from '../../schema/ids';
import { PlanItem, PlanStatus } from '../../schema/plan';
import { Money, PlainDate } from '../../schema/values';
import { z } from '../../schema/zod';
import { againWhenMoved } from '../again-when-moved';
import { auditLine, changedFields } from '../audit-line';
import type { UseCaseContext } from '../context';
import { clashProblem, formChanges } from '../form-changes';
import { newIntent } from '../new-intent';
import { present, problemOfCommit, type UseCaseProblem } from '../problem';

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

/**
 * Creates a tactic or milestone, or writes what the person changed in its form since it was opened; it becomes, or
 * changes, a GitLab issue with dates on the next sync (SYNC-2).
 */
export async function savePlanItem(
  context: UseCaseContext,
  input: {
    /** The item as it was when the form was opened; null for a new one. */
    readonly opened: PlanItem | null;
    readonly form: unknown;
  },
): Promise<Result<PlanItem, UseCaseProblem>> {
  const parsed = PlanItemForm.safeParse(input.form);
  if (!parsed.success) return err(formProblem(parsed.error));
  const { opened } = input;
  if (opened === null) return write(context, undefined, parsed.data, 'created');
  return change(context, opened.id, 'changed', (before) => {
    const { mine, clashes } = formChanges<PlanItemForm>(formOf(opened), parsed.data, formOf(before));
    const clash = clashProblem(clashes);
    return clash === null ? ok({ ...formOf(before), ...mine }) : err(clash);
  });
}

/** Where a bar goes: to dates (and the row of a partner), by some days at its ends, or to the row of a partner. */
export type Reschedule =
  | {
      readonly kind: 'to';
      readonly start: PlainDate;
      readonly end: PlainDate;
      readonly partnerId?: PlanItem['partnerId'];
    }
  | { readonly kind: 'by'; readonly startDays: number; readonly endDays: number }
  | { readonly kind: 'row'; readonly partnerId: PlanItem['partnerId'] };

function rescheduled(before: PlanItem, move: Reschedule): Pick<PlanItem, 'start' | 'end' | 'partnerId'> {
  const { start, end, partnerId } = before;
  switch (move.kind) {
    case 'to':
      return {
        start: move.start,
        end: before.kind === 'milestone' ? move.start : move.end,
        partnerId: move.partnerId === undefined ? partnerId : move.partnerId,
      };
    case 'by': {
      const [from, to] = [addDays(start, move.startDays), addDays(end, move.endDays)];
      // One end that is drawn over the other leaves a single day.
      if (from > to)
        return move.startDays === 0 ? { start, end: start, partnerId } : { start: end, end, partnerId };
      return { start: from, end: to, partnerId };
    }
    case 'row':
      return { start, end, partnerId: move.partnerId };
    default:
      return assertNever(move);
  }
}

/** Moves or resizes a bar from where it is stored now; undo is the same call with the dates and partner of `before`. */
export async function reschedulePlanItem(
  context: UseCaseContext,
  input: { readonly id: PlanItemId; readonly move: Reschedule },
): Promise<Result<{ readonly before: PlanItem; readonly after: PlanItem }, UseCaseProblem>> {
  let found: PlanItem | undefined;
  const moved = await change(context, input.id, 'moved', (before) => {
    found = before;
    return ok({ ...formOf(before), ...rescheduled(before, input.move) });
  });
  return moved.ok ? ok({ before: found ?? moved.value, after: moved.value }) : moved;
}

/** Cancels a tactic, so that it stays in the plan and in GitLab as cancelled; nothing is deleted. */
export async function setPlanStatus(
  context: UseCaseContext,
  input: { readonly id: PlanItemId; readonly status: PlanStatus },
): Promise<Result<PlanItem, UseCaseProblem>> {
  const { id, status } = input;
  return change(context, id, `set to ${status}`, (before) => ok({ ...formOf(before), status }));
}

/** Writes what becomes of an item as it is stored at that moment. */
function change(
  context: UseCaseContext,
  id: PlanItemId,
  action: string,
  next: (before: PlanItem) => Result<PlanItemForm, UseCaseProblem>,
): Promise<Result<PlanItem, UseCaseProblem>> {
  return againWhenMoved(async () => {
    const found = present(await context.store.get('plan-item', id), 'This tactic', 'GitLab');
    if (!found.ok) return found;
    const before = found.value;
    const form = next(before);
    if (!form.ok) return form;
    const parsed = PlanItemForm.safeParse(form.value);
    return parsed.success ? write(context, before, parsed.data, action) : err(formProblem(parsed.error));
  });
}

function formProblem(error: z.ZodError): UseCaseProblem {
  const issue = error.issues[0];
  return {
    code: 'form',
    message: issue?.message ?? 'A field has a value that cannot be stored.',
    fix: 'Correct the field and save again.',
    field: String(issue?.path[0] ?? ''),
  };
}
