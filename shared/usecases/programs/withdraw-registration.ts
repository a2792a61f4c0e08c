import { err, ok, type Result } from '../../lib/result';
import type { RegistrationId } from '../../schema/ids';
import { type Intent, intentRev } from '../../schema/intent';
import type { Registration } from '../../schema/registration';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import { notFound, problemOfCommit, type UseCaseProblem } from '../problem';

const tooLate: UseCaseProblem = {
  code: 'already-sent',
  message: 'The registration is on its way to Salesforce or there already, so it cannot be taken back here.',
  fix: 'Delete its Event in Salesforce; the desk follows with the next sync.',
};

function hasLeft({ state, steps }: Intent): boolean {
  return state === 'running' || steps.some((step) => step.state === 'sent' || step.state === 'done');
}

/** Takes a registration back that was not sent yet: it counts nowhere any more, and nothing of it is sent (PROG-2). */
export async function withdrawRegistration(
  context: UseCaseContext,
  id: RegistrationId,
): Promise<Result<Registration, UseCaseProblem>> {
  const { store, clock } = context;
  const before = await store.get('registration', id);
  if (!before || before.withdrawn === true) return err(notFound('This registration'));
  const key = { kind: 'registration' as const, id };
  const intents = await store.intentsFor(key);
  const open = intents.filter(({ state }) => state !== 'done' && state !== 'discarded');
  if (before.salesforce !== null || intents.some(hasLeft)) return err(tooLate);
  const now = clock.now();
  const record: Registration = { ...before, rev: before.rev + 1, updatedAt: now, withdrawn: true };
  const committed = await store.commit({
    puts: [{ kind: 'registration', record }],
    expect: [{ key, rev: before.rev }],
    intents: open.map((intent) => ({
      ...intent,
      rev: intentRev(intent) + 1,
      state: 'discarded',
      nextAttemptAt: null,
      finishedAt: now,
    })),
    expectIntents: open.map((intent) => ({ id: intent.id, rev: intentRev(intent) })),
    audits: [
      auditLine(context, {
        action: `took back the registration “${before.subject}”`,
        record: { kind: 'partner', id: before.partnerId },
        note: null,
      }),
    ],
  });
  if (committed.ok) return ok(record);
  // The sync took it up at this very moment.
  return err(committed.error.kind === 'intent-moved-on' ? tooLate : problemOfCommit(committed.error));
}
