import type { Intent } from '../schema/intent';
import type { Pass } from './pass';
import type { StepPlan } from './steps/step';

/** Whether what could still stand against a step has been read in this pass; a feed that is not there has nothing to say. */
export function isReadFirst({ readToEnd, absent }: Pass, { readsFirst }: StepPlan): boolean {
  return readsFirst === undefined || readToEnd.has(readsFirst) || absent.has(readsFirst);
}

/** Whether a change waits for news, so that sending alone does not bring it on (SY-121). */
export function waitsForNews({ kind, state, steps }: Intent): boolean {
  if (kind !== 'fund-request.cancelled' || state === 'parked') return false;
  return !steps.some(({ key, state: step }) => key === 'crm' && step === 'done');
}
