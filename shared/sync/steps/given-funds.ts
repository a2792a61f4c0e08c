import type { Intent } from '../../schema/intent';
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

/** Holds an approval back until Salesforce has taken the cancelling that frees its funds (MDF-12, SY-134). */
export function onceFundsAreFree(plan: StepPlan, { intent }: StepContext): StepPlan {
  return {
    ...plan,
    async build(draft, step) {
      const built = await plan.build(draft, step);
      if (built.kind !== 'send') return built;
      return (await heldFunds(draft, intent.subject.id)) ?? built;
    },
  };
}
