import type { NewIntent } from '../ports/local-store';
import { IntentId } from '../schema/ids';
import type { IntentKind, RecordKey } from '../schema/intent';
import type { Instant } from '../schema/values';

/** A fresh outbox intent for a record; the sync engine adds its steps when it plans it. */
export function newIntent(input: {
  readonly id: string;
  readonly kind: IntentKind;
  readonly subject: RecordKey;
  readonly label: string;
  readonly now: Instant;
  /** Changed fields by domain name; null for all. */
  readonly fields: readonly string[] | null;
}): NewIntent {
  return {
    id: IntentId.parse(input.id),
    kind: input.kind,
    subject: input.subject,
    label: input.label,
    createdAt: input.now,
    fields: input.fields === null ? null : [...input.fields],
    state: 'waiting',
    steps: [],
    attempts: 0,
    nextAttemptAt: null,
    problem: null,
    finishedAt: null,
  };
}
