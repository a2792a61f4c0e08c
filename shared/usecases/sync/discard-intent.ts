import type { Result } from '../../lib/result';
import type { IntentId } from '../../schema/ids';
import type { Intent } from '../../schema/intent';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import type { UseCaseProblem } from '../problem';
import { type Steering, steerIntent } from './steer-intent';

async function discarded(context: UseCaseContext, intent: Intent): Promise<Steering> {
  const now = context.clock.now();
  const isHere = (await context.store.get(intent.subject.kind, intent.subject.id)) !== undefined;
  const action = 'discarded a change before it was sent';
  const note = intent.problem?.message ?? null;
  return {
    intent: { ...intent, state: 'discarded', nextAttemptAt: null, finishedAt: now },
    beside: {
      log: [{ at: now, level: 'warning', text: `“${intent.label}” was discarded and will not be sent.` }],
      audits: isHere ? [auditLine(context, { action, record: intent.subject, note })] : [],
    },
  };
}

/**
 * Gives up sending a change: the record stays as it is here, steps that are done stay done there, and the history
 * says who gave it up. Refused while it is on its way or over.
 */
export async function discardIntent(
  context: UseCaseContext,
  id: IntentId,
): Promise<Result<Intent, UseCaseProblem>> {
  return steerIntent(context.store, id, (intent) => discarded(context, intent));
}
