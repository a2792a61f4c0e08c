import { err, ok, type Result } from '../../lib/result';
import { textFingerprint } from '../../lib/text';
import { PartnerId, QuarterPlanId } from '../../schema/ids';
import { QuarterPlan } from '../../schema/plan';
import { Money, QuarterId } from '../../schema/values';
import { z } from '../../schema/zod';
import { againWhenMoved } from '../again-when-moved';
import { auditLine, changedFields } from '../audit-line';
import type { UseCaseContext } from '../context';
import { derivedId } from '../derived-id';
import { problemOfCommit, type UseCaseProblem } from '../problem';

/** For whom goals are set: one partner, a region, or (both null) everything (PLAN-3). */
export const PlanScope = z.object({
  quarter: QuarterId,
  partnerId: PartnerId.nullable(),
  region: z.string().nullable(),
});
export type PlanScope = z.infer<typeof PlanScope>;

const count = z.int('Write a whole number.').nonnegative('Write zero or more.').nullable();
const amount = Money.refine(({ minor }) => minor >= 0, 'Write zero or more.').nullable();

/** What the form of a quarter's goals edits (PLAN-3). */
export const QuarterGoals = z.object({
  nfoSao: count,
  mql: count,
  sao: count,
  pipeline: amount,
  budget: amount,
});
export type QuarterGoals = z.infer<typeof QuarterGoals>;

const fields = [
  'nfoSao',
  'mql',
  'sao',
  'pipeline',
  'budget',
  'phaseStepsDone',
] as const satisfies readonly (keyof QuarterPlan)[];

/** Among these plans the one for exactly this scope. */
export function planOf(plans: readonly QuarterPlan[], scope: PlanScope): QuarterPlan | undefined {
  return plans.find(
    (plan) =>
      plan.quarter === scope.quarter && plan.partnerId === scope.partnerId && plan.region === scope.region,
  );
}

/** The id of a plan that is not there yet: it follows from the scope, so that two changes at once begin the same plan. */
function newId(
  { quarter, partnerId, region }: PlanScope,
  { ids }: UseCaseContext,
  plans: readonly QuarterPlan[],
): string {
  const whose =
    partnerId !== null
      ? ['partner', partnerId]
      : region !== null
        ? ['region', textFingerprint(region)]
        : ['all'];
  return derivedId([quarter, ...whose], ids, (taken) => plans.some(({ id }) => id === taken));
}

/** Writes an edit of a scope's plan as it is stored at that moment; steps are ticked faster than they are written. */
function change(
  context: UseCaseContext,
  scope: PlanScope,
  action: string,
  edit: (plan: QuarterPlan) => QuarterPlan,
): Promise<Result<QuarterPlan, UseCaseProblem>> {
  return againWhenMoved(() => write(context, scope, action, edit));
}

async function write(
  context: UseCaseContext,
  scope: PlanScope,
  action: string,
  edit: (plan: QuarterPlan) => QuarterPlan,
): Promise<Result<QuarterPlan, UseCaseProblem>> {
  const now = context.clock.now();
  const plans = await context.store.list({ kind: 'quarter-plan' });
  const before = planOf(plans, scope);
  const blank: QuarterPlan = {
    ...scope,
    id: QuarterPlanId.parse(before?.id ?? newId(scope, context, plans)),
    rev: 0,
    createdAt: now,
    updatedAt: now,
    deletedRemotely: false,
    nfoSao: null,
    mql: null,
    sao: null,
    pipeline: null,
    budget: null,
    phaseStepsDone: [],
  };
  const edited = edit(before ?? blank);
  const record: QuarterPlan = { ...edited, rev: (before?.rev ?? 0) + 1, updatedAt: now };
  const changes = changedFields(before, record, fields);
  if (before !== undefined && changes.length === 0) return ok(before);
  const key = { kind: 'quarter-plan' as const, id: record.id };
  const committed = await context.store.commit({
    puts: [{ kind: 'quarter-plan', record }],
    expect: [{ key, rev: before?.rev ?? null }],
    audits: [auditLine(context, { action, record: key, changes })],
  });
  return committed.ok ? ok(record) : err(problemOfCommit(committed.error));
}

/** Sets the goals of a quarter; they live on this device only, no remote keeps them (PLAN-3). */
export async function saveQuarterPlan(
  context: UseCaseContext,
  input: { readonly scope: PlanScope; readonly goals: unknown },
): Promise<Result<QuarterPlan, UseCaseProblem>> {
  const parsed = QuarterGoals.safeParse(input.goals);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err({
      code: 'form',
      message: issue?.message ?? 'A goal has a value that cannot be stored.',
      fix: 'Correct the goal and save again.',
      field: String(issue?.path[0] ?? ''),
    });
  }
  return change(context, input.scope, 'goals set', (plan) => ({ ...plan, ...parsed.data }));
}

/** Ticks a step of the quarter's planning, or takes the tick back (PLAN-1). */
export async function tickPhaseStep(
  context: UseCaseContext,
  input: { readonly scope: PlanScope; readonly step: string; readonly isDone: boolean },
): Promise<Result<QuarterPlan, UseCaseProblem>> {
  const known = context.playbook.planning.phases.some(({ steps }) =>
    steps.some(({ key }) => key === input.step),
  );
  if (!known)
    return err({
      code: 'unknown-step',
      message: `The playbook has no planning step “${input.step}”.`,
      fix: 'Open the planner again; the playbook may have changed.',
    });
  return change(context, input.scope, input.isDone ? 'step done' : 'step open again', (plan) => ({
    ...plan,
    phaseStepsDone: input.isDone
      ? [...new Set([...plan.phaseStepsDone, input.step])].sort()
      : plan.phaseStepsDone.filter((step) => step !== input.step),
  }));
}
