import { assertNever } from '../../../shared/lib/assert-never';
import type { Intent, IntentStep, RecordKey } from '../../../shared/schema/intent';
import type { Instant } from '../../../shared/schema/values';
import type { StatusTone } from '../../ui/status';
import type { ScreenName } from '../../widgets/navigation';

/** A state as tone and word. */
export type Words = { readonly tone: StatusTone; readonly word: string };

/** What the person did, in her words. */
export function intentWords(kind: Intent['kind']): string {
  switch (kind) {
    case 'fund-request.put':
      return 'Fund request';
    case 'fund-request.approved':
      return 'Approval';
    case 'fund-request.finished':
      return 'End of a request';
    case 'fund-request.cancelled':
      return 'Cancellation';
    case 'fund-request.declined':
      return 'Decline';
    case 'claim.put':
      return 'Claim';
    case 'document.put':
      return 'Document';
    case 'registration.put':
      return 'Registration';
    case 'plan-item.put':
      return 'Plan item';
    default:
      return assertNever(kind);
  }
}

/** What the queue shows in place of the stored state: a change that failed and tries again is told from one that never left. */
export type QueueState = 'stopped' | 'sending' | 'again' | 'waiting' | 'done' | 'discarded';

/** Where a change stands in the queue. */
export function queueState(intent: Intent, now: Instant): QueueState {
  switch (intent.state) {
    case 'parked':
      return 'stopped';
    case 'running':
      return 'sending';
    case 'waiting':
      return intent.nextAttemptAt !== null && intent.nextAttemptAt > now ? 'again' : 'waiting';
    case 'done':
    case 'discarded':
      return intent.state;
    default:
      return assertNever(intent.state);
  }
}

/** Shape and word of each state; also the order in which the queue groups them. */
export const queueWords = {
  stopped: { tone: 'bad', word: 'Needs you' },
  sending: { tone: 'active', word: 'Being sent' },
  again: { tone: 'waiting', word: 'Tries again' },
  waiting: { tone: 'neutral', word: 'Waiting' },
  done: { tone: 'good', word: 'Done' },
  discarded: { tone: 'neutral', word: 'Discarded' },
} as const satisfies Record<QueueState, Words>;

/** A step as shape and word; one that was sent unheard is looked for before it is repeated (G3). */
export function stepWords(step: IntentStep): Words {
  switch (step.state) {
    case 'todo':
      return { tone: 'neutral', word: 'Waiting' };
    case 'sent':
      return { tone: 'active', word: 'Sent, answer open' };
    case 'parked':
      return { tone: 'bad', word: 'Stopped' };
    case 'done':
      return { tone: 'good', word: 'Done' };
    default:
      return assertNever(step.state);
  }
}

/** `3 of 5 steps`; null while nothing is planned yet. */
export function stepCount({ steps }: Pick<Intent, 'steps'>): string | null {
  if (steps.length === 0) return null;
  const done = steps.filter(({ state }) => state === 'done').length;
  return `${done} of ${steps.length}`;
}

/** The screen on which a record can be looked at; null for kinds that no screen opens by id. */
export function placeOf(key: RecordKey): { screen: ScreenName; params: Record<string, string> } | null {
  switch (key.kind) {
    case 'fund-request':
      return { screen: 'mdf', params: { id: key.id } };
    case 'claim':
      return { screen: 'pop', params: { id: key.id } };
    case 'partner':
      return { screen: 'partners', params: { id: key.id } };
    case 'plan-item':
      return { screen: 'planner', params: { id: key.id } };
    case 'document':
    case 'quarter-plan':
    case 'registration':
    case 'budget':
      return null;
    default:
      return assertNever(key.kind);
  }
}

/** What kind of record it is, in the person's words. */
export function recordWords(kind: RecordKey['kind']): string {
  switch (kind) {
    case 'partner':
      return 'Partner';
    case 'fund-request':
      return 'Fund request';
    case 'claim':
      return 'Claim';
    case 'document':
      return 'Document';
    case 'plan-item':
      return 'Plan item';
    case 'quarter-plan':
      return 'Quarter plan';
    case 'registration':
      return 'Registration';
    case 'budget':
      return 'Budget';
    default:
      return assertNever(kind);
  }
}
