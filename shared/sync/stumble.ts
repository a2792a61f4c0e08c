import { causeText } from '../lib/cause';
import { nextAttempt } from './backoff';
import { dated, nameOf } from './intents';
import { commitDraft, type Pass } from './pass';

function saying(cause: unknown): string {
  return causeText(cause);
}

/** Puts an intent off on which the program itself failed, so that a mistake in one change holds up no other (G5). */
export async function stumble(pass: Pass, intentId: string, cause: unknown): Promise<void> {
  pass.rested.add(intentId);
  pass.log.error(`a change could not be worked on: ${saying(cause)}`);
  const intent = await pass.store.intent(intentId);
  if (intent === undefined || intent.state === 'done' || intent.state === 'discarded') return;
  await commitDraft(pass, async (draft) => {
    const problem = {
      code: 'stumbled',
      message: `Channel Desk itself failed on the ${nameOf(intent)}: ${saying(cause)}`,
      fix: 'It is tried again by itself, and nothing else waits for it. If it stays, export the log for the support.',
    };
    const at = nextAttempt(draft.now, intent.attempts + 1, pass.ids.random(), null);
    draft.putIntent({
      ...intent,
      state: 'waiting',
      attempts: intent.attempts + 1,
      nextAttemptAt: at,
      problem: dated(problem, draft.now),
    });
  });
}
