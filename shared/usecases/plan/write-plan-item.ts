import { err, ok, type Result } from '../../lib/result';
import { PlanItemId } from '../../schema/ids';
import type { PlanItem } from '../../schema/plan';
import { againWhenMoved } from '../again-when-moved';
import { auditLine, changedFields } from '../audit-line';
import type { UseCaseContext } from '../context';
import { newIntent } from '../new-intent';
import { present, problemOfCommit, type UseCaseProblem } from '../problem';
import { formProblem, type PlanItemForm, planItemFields, StoredPlanItemForm } from './plan-item-form';

/** Writes an item and the intent for GitLab in one commit, or nothing where nothing changes. */
export async function writePlanItem(
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
  const changes = changedFields(before, record, planItemFields);
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

/** An item as a use case found it and as it left it; the same twice where nothing changed. */
export type PlanItemChange = { readonly before: PlanItem; readonly after: PlanItem };

/** Writes what becomes of an item as it is stored at that moment. */
export function changePlanItem(
  context: UseCaseContext,
  id: PlanItemId,
  action: string,
  next: (before: PlanItem) => Result<PlanItemForm, UseCaseProblem>,
): Promise<Result<PlanItemChange, UseCaseProblem>> {
  return againWhenMoved(async () => {
    const found = present(await context.store.get('plan-item', id), 'This tactic', 'GitLab');
    if (!found.ok) return found;
    const before = found.value;
    const form = next(before);
    if (!form.ok) return form;
    const parsed = StoredPlanItemForm.safeParse(form.value);
    if (!parsed.success) return err(formProblem(parsed.error));
    const after = await writePlanItem(context, before, parsed.data, action);
    return after.ok ? ok({ before, after: after.value }) : after;
  });
}
