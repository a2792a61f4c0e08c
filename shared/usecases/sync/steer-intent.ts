import { err, ok, type Result } from '../../lib/result';
import type { Commit, LocalStore } from '../../ports/local-store';
import type { IntentId } from '../../schema/ids';
import { type Intent, intentRev } from '../../schema/intent';
import type { AnyRecord } from '../../schema/record';
import type { UseCaseContext } from '../context';
import { sameFormValue } from '../form-changes';
import { problemOfCommit, type UseCaseProblem } from '../problem';
import { openIntent } from './open-intent';

/** What the person's word makes of a change, and what is written with it. */
export type Steering = {
  readonly intent: Intent;
  readonly beside: Omit<Commit, 'intents' | 'expectIntents'>;
};

/** The record that a change is about; undefined when it is no longer here. */
export async function entryOf(
  store: LocalStore,
  { kind, id }: Intent['subject'],
): Promise<AnyRecord | undefined> {
  const record = await store.get(kind, id);
  return record === undefined ? undefined : ({ kind, record } as AnyRecord);
}

/** The part of a commit that stores what a change of the queue means for its record; empty when it means nothing. */
export function changed(
  { clock }: UseCaseContext,
  before: AnyRecord | undefined,
  after: AnyRecord | undefined,
): Pick<Commit, 'puts' | 'expect'> {
  if (before === undefined || after === undefined || sameFormValue(before.record, after.record)) return {};
  const { id, rev } = before.record;
  const record = { ...after.record, rev: rev + 1, updatedAt: clock.now() };
  return { puts: [{ ...after, record } as AnyRecord], expect: [{ key: { kind: before.kind, id }, rev }] };
}

/** The sync may take the change up and put it down again between reading and writing; more often is not by chance. */
const TRIES = 5;

/**
 * Changes an intent exactly as it is stored. When the sync changed it in between, it is looked at anew: what is on its way
 * or over by then is refused, and what was sent meanwhile stays noted as sent (G3). `find` reads it and refuses what may
 * not be steered.
 */
export async function steerIntent(
  store: LocalStore,
  id: IntentId,
  steer: (intent: Intent) => Promise<Steering>,
  find: typeof openIntent = openIntent,
): Promise<Result<Intent, UseCaseProblem>> {
  for (let tries = 1; ; tries += 1) {
    const found = await find(store, id);
    if (!found.ok) return found;
    const seen = intentRev(found.value);
    const { intent, beside } = await steer(found.value);
    const stored = { ...intent, rev: seen + 1 };
    const commit = { ...beside, intents: [stored], expectIntents: [{ id, rev: seen }] };
    const committed = await store.commit(commit);
    if (committed.ok) return ok(stored);
    const isOvertaken = committed.error.kind === 'intent-moved-on' || committed.error.kind === 'moved-on';
    if (!isOvertaken || tries >= TRIES) return err(problemOfCommit(committed.error));
  }
}
