import { assertNever } from '../../lib/assert-never';
import type { Draft } from '../draft';
import { cancelledSteps } from './cancelled';
import { claimSteps } from './claim';
import { crmPut } from './crm-put';
import { documentSteps } from './document';
import { closeEpicStep } from './close-epic';
import { onceFundsAreFree } from './given-funds';
import { planItemSteps } from './plan-item';
import { approvedSteps } from './saga';
import type { StepContext, StepPlan } from './step';

/** The ordered remote writes of an intent, as the records are now; steps that are done keep their keys. */
export async function planSteps(draft: Draft, context: StepContext): Promise<StepPlan[]> {
  switch (context.intent.kind) {
    case 'fund-request.put':
      return [onceFundsAreFree(crmPut(context, 'Save the request in Salesforce'), context)];
    case 'fund-request.approved':
      return approvedSteps(draft, context);
    case 'fund-request.finished':
      return [closeEpicStep(context)];
    case 'fund-request.cancelled':
      return cancelledSteps(draft, context);
    case 'fund-request.declined':
      return [crmPut(context, 'Decline it in Salesforce')];
    case 'claim.put':
      return claimSteps(draft, context);
    case 'document.put':
      return documentSteps(draft, context);
    case 'registration.put':
      return [crmPut(context, 'Log the Event in Salesforce')];
    case 'plan-item.put':
      return planItemSteps(context);
    default:
      return assertNever(context.intent.kind);
  }
}
