import { FundRequestId, PartnerId, PlanItemId, QuarterPlanId } from './ids';
import { recordCommon } from './record-common';
import { GitlabRef } from './remote-ref';
import { Money, PlainDate, QuarterId } from './values';
import { z } from './zod';

/** How far a tactic has come; the words shown are playbook data. */
export const PlanStatus = z.enum(['idea', 'planned', 'committed', 'running', 'done', 'cancelled']);
export type PlanStatus = z.infer<typeof PlanStatus>;

/** A bar (tactic) or diamond (milestone, start = end) on the quarter's timeline (PLAN-3). */
export const PlanItem = z.object({
  ...recordCommon,
  id: PlanItemId,
  kind: z.enum(['tactic', 'milestone']),
  title: z.string().min(1).max(255),
  partnerId: PartnerId.nullable(),
  region: z.string(),
  /** Key of a tactic type of the playbook. */
  type: z.string(),
  status: PlanStatus,
  owner: z.string().nullable(),
  start: PlainDate,
  /** Last day, inclusive; never before `start`. */
  end: PlainDate,
  budget: Money.nullable(),
  requestId: FundRequestId.nullable(),
  dependsOn: z.array(PlanItemId),
  notes: z.string(),
  gitlab: GitlabRef.nullable(),
});
export type PlanItem = z.infer<typeof PlanItem>;

/** Goals of one quarter for a partner, or for a region when `partnerId` is null (PLAN-3). */
export const QuarterPlan = z.object({
  ...recordCommon,
  id: QuarterPlanId,
  quarter: QuarterId,
  partnerId: PartnerId.nullable(),
  region: z.string().nullable(),
  nfoSao: z.int().nonnegative().nullable(),
  mql: z.int().nonnegative().nullable(),
  sao: z.int().nonnegative().nullable(),
  pipeline: Money.nullable(),
  budget: Money.nullable(),
  /** Keys of the quarter's phase steps that are done (PLAN-1). */
  phaseStepsDone: z.array(z.string()),
});
export type QuarterPlan = z.infer<typeof QuarterPlan>;
