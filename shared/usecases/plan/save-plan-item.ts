import { err, ok, type Result } from '../../lib/result';
import type { PlanItemId } from '../../schema/ids';
import type { PlanItem, PlanStatus } from '../../schema/plan';
import type { UseCaseContext } from '../context';
import { mergedForm } from '../form-changes';
import { changedSince, type UseCaseProblem } from '../problem';
import { formOf, formProblem, PlanItemForm, StoredPlanItemForm } from './plan-item-form';
import { changePlanItem, type PlanItemChange, writePlanItem } from './write-plan-item';

/** What a save found and left; nothing was there before a new item. */
export type SavedPlanItem = { readonly before: PlanItem | null; readonly after: PlanItem };

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
): Promise<Result<SavedPlanItem, UseCaseProblem>> {
  const parsed = PlanItemForm.safeParse(input.form);
  if (!parsed.success) return err(formProblem(parsed.error));
  const { opened } = input;
  if (opened === null) {
    const made = await writePlanItem(context, undefined, parsed.data, 'created');
    return made.ok ? ok({ before: null, after: made.value }) : made;
  }
  return writeChanges(context, opened, parsed.data);
}

/** Writes what differs between an item as it was opened and a form that is in order by itself. */
function writeChanges(
  context: UseCaseContext,
  opened: PlanItem,
  typed: PlanItemForm,
): Promise<Result<PlanItemChange, UseCaseProblem>> {
  return changePlanItem(context, opened.id, 'changed', (before) =>
    mergedForm(StoredPlanItemForm, { opened: formOf(opened), typed, stored: formOf(before) }),
  );
}

/** Takes a save back, or does it again: only what it changed, and nothing that was changed again since (G4). */
export async function revertPlanItem(
  context: UseCaseContext,
  { from, to }: { readonly from: PlanItem; readonly to: PlanItem },
): Promise<Result<SavedPlanItem, UseCaseProblem>> {
  const done = await writeChanges(context, from, formOf(to));
  return !done.ok && (done.error.code === 'clash' || done.error.code === 'form') ? err(changedSince) : done;
}

/**
 * Sets the status, as cancelled for a tactic that stays in the plan and in GitLab; nothing is deleted. With `from`, it
 * is left alone unless it still has that status.
 */
export async function setPlanStatus(
  context: UseCaseContext,
  input: { readonly id: PlanItemId; readonly status: PlanStatus; readonly from?: PlanStatus },
): Promise<Result<PlanItemChange, UseCaseProblem>> {
  const { id, status, from } = input;
  return changePlanItem(context, id, `set to ${status}`, (before) =>
    from === undefined || from === before.status ? ok({ ...formOf(before), status }) : err(changedSince),
  );
}
