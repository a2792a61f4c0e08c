import { err, ok, type Result } from '../../lib/result';
import type { IntentId } from '../../schema/ids';
import type { Intent, IntentStep } from '../../schema/intent';
import type { UseCaseContext } from '../context';
import { problemOfCommit, type UseCaseProblem } from '../problem';
import { openIntent } from './open-intent';

/** A step that may have arrived stays `sent`, so that the remote is asked before anything is written again (G3). */
function tried(step: IntentStep): IntentStep {
  return step.state === 'parked' ? { ...step, state: 'todo', problem: null } : step;
}

/** Lets a stopped or delayed change try again at once; refused while it is on its way or over (G5). */
export async function retryIntent(
  context: Pick<UseCaseContext, 'store' | 'clock'>,
  id: IntentId,
): Promise<Result<Intent, UseCaseProblem>> {
  const found = await openIntent(context.store, id);
  if (!found.ok) return found;
  const intent: Intent = {
    ...found.value,
    state: 'waiting',
    attempts: 0,
    nextAttemptAt: null,
    problem: null,
    steps: found.value.steps.map(tried),
  };
  const committed = await context.store.commit({
    intents: [intent],
    log: [
      { at: context.clock.now(), level: 'info', text: `“${intent.label}” is tried again, as you asked.` },
    ],
  });
  return committed.ok ? ok(intent) : err(problemOfCommit(committed.error));
}
