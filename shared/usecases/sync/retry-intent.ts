import { replacedBy, sentAfterAll } from '../../domain/merging/given-up';
import { err, type Result } from '../../lib/result';
import type { LocalStore } from '../../ports/local-store';
import type { IntentId } from '../../schema/ids';
import type { Intent, IntentStep } from '../../schema/intent';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import type { UseCaseProblem } from '../problem';
import { givenUpIntent } from './open-intent';
import { changed, entryOf, steerIntent } from './steer-intent';

/** A step that may have arrived stays `sent`, so that the remote is asked before anything is written again (G3). */
function tried(step: IntentStep): IntentStep {
  return step.state === 'parked' ? { ...step, state: 'todo', problem: null } : step;
}

function again(intent: Intent): Intent {
  const steps = intent.steps.map(tried);
  return {
    ...intent,
    state: 'waiting',
    attempts: 0,
    nextAttemptAt: null,
    problem: null,
    finishedAt: null,
    steps,
  };
}

/** Lets a stopped or delayed change try again at once; refused while it is on its way or over (G5). */
export async function retryIntent(
  context: Pick<UseCaseContext, 'store' | 'clock'>,
  id: IntentId,
): Promise<Result<Intent, UseCaseProblem>> {
  return steerIntent(context.store, id, async (intent) => {
    const text = `“${intent.label}” is tried again, as you asked.`;
    return { intent: again(intent), beside: { log: [{ at: context.clock.now(), level: 'info', text }] } };
  });
}

/** The given-up change, unless the record was decided anew since: then it would send the later decision in its name. */
async function stillMeant(store: LocalStore, id: IntentId): Promise<Result<Intent, UseCaseProblem>> {
  const found = await givenUpIntent(store, id);
  if (!found.ok) return found;
  const { label, subject } = found.value;
  const later = replacedBy(found.value, await store.intentsFor(subject));
  if (later === undefined) return found;
  const isDiscarded = later.state === 'discarded';
  return err({
    code: 'decided-anew',
    message: `“${label}” was decided anew after this change; the later decision took its place.`,
    fix: isDiscarded
      ? 'The later decision was discarded too: send that one after all, or decide again on the record.'
      : 'Nothing is to be sent of this one; to go back to it, decide again on the record.',
  });
}

/**
 * Takes up a change that was given up (SY-28): the same change, so that a step that may have arrived is looked for and what
 * is done stays done. It goes out from the record as it is by then.
 */
export async function sendAfterAll(
  context: UseCaseContext,
  id: IntentId,
): Promise<Result<Intent, UseCaseProblem>> {
  return steerIntent(
    context.store,
    id,
    async (intent) => {
      const { label, subject } = intent;
      const entry = await entryOf(context.store, subject);
      const action = 'sent a change after all that was discarded';
      const text = `“${label}” is sent after all, as you asked.`;
      return {
        intent: again(intent),
        beside: {
          ...changed(
            context,
            entry,
            entry && sentAfterAll(entry, intent, await context.store.intentsFor(subject)),
          ),
          log: [{ at: context.clock.now(), level: 'info', text }],
          audits: entry ? [auditLine(context, { action, record: subject })] : [],
        },
      };
    },
    stillMeant,
  );
}
