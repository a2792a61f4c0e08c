import { remoteLabel } from './keys';
import type { Intent } from '../schema/intent';
import type { Problem } from './intents';
import type { Pass } from './pass';
import { remoteOf, rowLabel } from './pull/place';
import type { StepPlan } from './steps/step';

/**
 * Whether what could still stand against a step has been read in this pass. A feed that never was there has nothing to
 * say; one that cannot be read any more may have.
 */
export async function isReadFirst(pass: Pass, { readsFirst }: StepPlan): Promise<boolean> {
  if (readsFirst === undefined || pass.readToEnd.has(readsFirst)) return true;
  return pass.absent.has(readsFirst) && (await pass.store.cursor(readsFirst)) === undefined;
}

/** What a step waits for whose feed could not be read in this pass; null before that was tried. */
export function newsProblem({ tried }: Pass, { readsFirst }: StepPlan): Problem | null {
  if (readsFirst === undefined || !tried.has(readsFirst)) return null;
  const rows = `${rowLabel[readsFirst]}s`;
  const remote = remoteLabel[remoteOf(readsFirst)];
  return {
    code: 'waits-for-news',
    message: `The ${rows} of ${remote} could not be read, and one of them may stand against it.`,
    fix: `It is sent by itself once they have been read. Where they cannot be any more, have the right to read them given back in ${remote}; or discard this change and end the activity in ${remote} itself.`,
  };
}

/** Whether a change waits for news, so that sending alone does not bring it on (SY-121). */
export function waitsForNews({ kind, state, steps }: Intent): boolean {
  if (kind !== 'fund-request.cancelled' || state === 'parked') return false;
  return !steps.some(({ key, state: step }) => key === 'crm' && step === 'done');
}
