import type { NewIntent } from '../ports/local-store';
import { IntentId } from '../schema/ids';
import type { IntentKind, RecordKey } from '../schema/intent';
import type { Draft } from './draft';

type Subject = { readonly id: string; readonly title?: string; readonly name?: string };

const kindOf = {
  'fund-request.approved': 'fund-request',
  'claim.put': 'claim',
  'document.put': 'document',
} as const satisfies Partial<Record<IntentKind, RecordKey['kind']>>;

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
