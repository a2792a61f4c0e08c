import { assertNever } from '../../lib/assert-never';
import { err, ok, type Result } from '../../lib/result';
import type { LocalStore } from '../../ports/local-store';
import type { IntentId } from '../../schema/ids';
import type { Intent } from '../../schema/intent';
import { notFound, type UseCaseProblem } from '../problem';

/** The change as it is stored now, if a person may still steer it: neither on its way at this moment nor over. */
export async function openIntent(store: LocalStore, id: IntentId): Promise<Result<Intent, UseCaseProblem>> {
  const intent = await store.intent(id);
  if (intent === undefined) return err(notFound('This change'));
  switch (intent.state) {
    case 'done':
      return err({
        code: 'already-sent',
        message: `“${intent.label}” has arrived in the meantime; there is nothing left to do.`,
        fix: 'Close it; it is kept among the finished changes.',
      });
    case 'discarded':
      return err({
        code: 'already-discarded',
        message: `“${intent.label}” was discarded in the meantime.`,
        fix: 'It is among the finished changes, where it can be sent after all.',
      });
    case 'running':
      return err({
        code: 'on-its-way',
        message: `“${intent.label}” is being sent at this moment.`,
        fix: 'Wait until an answer has come, then look again.',
      });
    case 'waiting':
    case 'parked':
      return ok(intent);
    default:
      return assertNever(intent.state);
  }
}

/** The change as it is stored now, if the person gave it up and it is still given up. */
export async function givenUpIntent(
  store: LocalStore,
  id: IntentId,
): Promise<Result<Intent, UseCaseProblem>> {
  const intent = await store.intent(id);
  if (intent === undefined) return err(notFound('This change'));
  if (intent.state === 'discarded') return ok(intent);
  return err({
    code: 'not-given-up',
    message: `“${intent.label}” is not given up: it is sent, or will be.`,
    fix: 'Close it; it is in the queue, or among the finished changes once it has arrived.',
  });
}
