import { givenUp } from '../../domain/merging/given-up';
import type { Result } from '../../lib/result';
import type { IntentId } from '../../schema/ids';
import type { Intent } from '../../schema/intent';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import type { UseCaseProblem } from '../problem';
import { changed, entryOf, type Steering, steerIntent } from './steer-intent';

async function discarded(context: UseCaseContext, intent: Intent): Promise<Steering> {
  const now = context.clock.now();
  const { store } = context;
  const { subject } = intent;
  const entry = await entryOf(store, subject);
  const open = await store.openIntentsOf([subject]);
  const others = open.filter(({ id }) => id !== intent.id);
  const after = entry && givenUp(entry, intent, others, await store.base(subject, 'salesforce'));
  const action = 'discarded a change before it was sent';
  const note = intent.problem?.message ?? null;
  return {
    intent: { ...intent, state: 'discarded', nextAttemptAt: null, finishedAt: now },
    beside: {
      ...changed(context, entry, after),
      log: [{ at: now, level: 'warning', text: `“${intent.label}” was discarded and will not be sent.` }],
      audits: entry ? [auditLine(context, { action, record: subject, note })] : [],
    },
  };
}

/**
 * Gives up sending a change: the record stays as it is here, steps that are done stay done there, and the history
 * says who gave it up. A file or a decision that it would have sent goes out with nothing else either (SY-120). Refused while it is on its way or over.
 */
export async function discardIntent(
  context: UseCaseContext,
  id: IntentId,
): Promise<Result<Intent, UseCaseProblem>> {
  return steerIntent(context.store, id, (intent) => discarded(context, intent));
}
