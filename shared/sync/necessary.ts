import { assertNever } from '../lib/assert-never';
import type { NewIntent } from '../ports/local-store';
import { IntentId } from '../schema/ids';
import type { IntentKind, RecordKey } from '../schema/intent';
import type { Draft } from './draft';

type Subject = { readonly id: string; readonly title?: string; readonly name?: string };

const kindOf = {
  'fund-request.approved': 'fund-request',
  'fund-request.cancelled': 'fund-request',
  'fund-request.put': 'fund-request',
  'claim.put': 'claim',
  'registration.put': 'registration',
  'plan-item.put': 'plan-item',
  'document.put': 'document',
} as const satisfies Partial<Record<IntentKind, RecordKey['kind']>>;

/** The kind of intent that sends a record's changed fields; none for what is only read. */
export function putKindOf(kind: RecordKey['kind']): keyof typeof kindOf | null {
  switch (kind) {
    case 'fund-request':
      return 'fund-request.put';
    case 'claim':
      return 'claim.put';
    case 'registration':
      return 'registration.put';
    case 'plan-item':
      return 'plan-item.put';
    case 'document':
    case 'partner':
    case 'budget':
    case 'quarter-plan':
      return null;
    default:
      return assertNever(kind);
  }
}

/** An intent that nobody gave but that what came in makes necessary, such as files for an issue that another device opened. */
export function necessary(
  draft: Draft,
  newId: () => string,
  kind: keyof typeof kindOf,
  record: Subject,
  fields: readonly string[] | null,
): NewIntent {
  return {
    id: IntentId.parse(newId()),
    kind,
    subject: { kind: kindOf[kind], id: record.id },
    label: record.title ?? record.name ?? record.id,
    createdAt: draft.now,
    fields: fields === null ? null : [...fields],
    state: 'waiting',
    steps: [],
    attempts: 0,
    nextAttemptAt: null,
    problem: null,
    finishedAt: null,
  };
}
