import { err, ok, type Result } from '../../lib/result';
import type { IntentId } from '../../schema/ids';
import type { Intent } from '../../schema/intent';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import { problemOfCommit, type UseCaseProblem } from '../problem';
import { openIntent } from './open-intent';

/**
 * Gives up sending a change: the record stays as it is here, steps that are done stay done there, and the history
 * says who gave it up. Refused while it is on its way or over.
 */
export async function discardIntent(
  context: UseCaseContext,
  id: IntentId,
): Promise<Result<Intent, UseCaseProblem>> {
  const found = await openIntent(context.store, id);
  if (!found.ok) return found;
  const now = context.clock.now();
  const intent: Intent = { ...found.value, state: 'discarded', nextAttemptAt: null, finishedAt: now };
  const isHere = (await context.store.get(intent.subject.kind, intent.subject.id)) !== undefined;
  const reason = intent.problem?.message ?? null;
  const committed = await context.store.commit({
    intents: [intent],
    log: [{ at: now, level: 'warning', text: `“${intent.label}” was discarded and will not be sent.` }],
    audits: isHere
      ? [
          auditLine(context, {
            action: 'discarded a change before it was sent',
            record: intent.subject,
            note: reason,
          }),
        ]
      : [],
  });
  return committed.ok ? ok(intent) : err(problemOfCommit(committed.error));
}
