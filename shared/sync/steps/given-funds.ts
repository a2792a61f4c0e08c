import type { FieldMap } from '../../schema/field-value';
import type { Intent, IntentStep } from '../../schema/intent';
import type { AnyRecord } from '../../schema/record';
import type { Draft } from '../draft';
import { type Built, park, type StepContext, type StepPlan } from './step';

/** Whether Salesforce has still to take the cancelling that an intent sends. */
function isUntaken({ kind, steps }: Intent): boolean {
  if (kind !== 'fund-request.cancelled') return false;
  return !steps.some(({ key, state }) => key === 'crm' && state === 'done');
}

/** Why the funds that an approval gives anew are not free yet; null when they are. */
async function heldFunds(draft: Draft, id: string): Promise<Built | null> {
  const request = await draft.get('fund-request', id);
  const giver = request?.fundsFrom;
  const from = giver === undefined ? undefined : await draft.get('fund-request', giver);
  if (from === undefined || from.deletedRemotely) return null;
  const waitsFor = (await draft.openIntents({ kind: 'fund-request', id: from.id })).filter(isUntaken);
  if (waitsFor.length > 0) return { kind: 'later', waitsFor };
  if (from.approval.kind === 'approved' || from.decisionGivenUp !== undefined)
    return park(
      'needs-funds',
      `“${from.title}”, whose funds it gets, still stands as approved in Salesforce, so they would be committed twice.`,
      'Have that activity cancelled, then this is sent by itself; or cancel this one.',
    );
  if (from.approval.kind === 'withdrawn' && from.approval.cancelledThereToo)
    return park(
      'needs-review',
      `“${from.title}”, whose funds it gets, was ended in Salesforce before the cancelling could be sent from here, so its funds may have gone to another activity already.`,
      'Cancel this one and enter it again, so that it is approved by itself.',
    );
  return null;
}

/**
 * Whether a step would have the approval stand in Salesforce: it sends it, or leaves it to a later change and lets what
 * follows go on.
 */
async function bringsApproval(draft: Draft, built: Built, { intent }: StepContext): Promise<boolean> {
  if (built.kind === 'send')
    return built.write.kind === 'crm.put' && built.write.fields.status === 'approved';
  if (built.kind !== 'nothing' || intent.kind !== 'fund-request.approved') return false;
  const agreed = await draft.base(intent.subject, 'salesforce');
  return agreed?.fields.status !== 'approved';
}

/** Holds an approval back until Salesforce has taken the cancelling that frees its funds (MDF-12, SY-134). */
export function onceFundsAreFree(plan: StepPlan, context: StepContext): StepPlan {
  return {
    ...plan,
    async build(draft, step) {
      const built = await plan.build(draft, step);
      if (!(await bringsApproval(draft, built, context))) return built;
      return (await heldFunds(draft, context.intent.subject.id)) ?? built;
    },
  };
}

/** Whether an approval has certainly not reached Salesforce from here. */
function isUnsent({ kind, steps }: Intent): boolean {
  return kind === 'fund-request.approved' && !steps.some(({ key, state }) => key === 'crm' && isOut(state));
}

function isOut(state: IntentStep['state']): boolean {
  return state === 'sent' || state === 'done';
}

/**
 * The request without the funds of another one where Salesforce has it approved before the approval with them left here:
 * somebody approved it by itself (MDF-12, SY-134).
 */
export function withoutUnneededFunds(
  entry: AnyRecord,
  intents: readonly Intent[],
  theirs: FieldMap,
): AnyRecord {
  if (entry.kind !== 'fund-request' || entry.record.fundsFrom === undefined) return entry;
  if (theirs.status !== 'approved' || !intents.some(isUnsent)) return entry;
  const { fundsFrom: _, ...record } = entry.record;
  return { kind: entry.kind, record };
}
