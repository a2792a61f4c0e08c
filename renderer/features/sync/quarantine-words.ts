import { quarantineKind } from '../../../shared/domain/recovery/quarantine-kind';
import { assertNever } from '../../../shared/lib/assert-never';
import type { Quarantined } from '../../../shared/schema/sync-state';
import type { MarkedMissing } from '../../../shared/usecases/sync/mark-missing-deleted';
import { withoutSecrets } from './log-text';

/** What another try is called and how the item leaves the list; null where trying changes nothing. */
export function retryWords({ id }: Pick<Quarantined, 'id'>): { verb: string; help: string } | null {
  const found = quarantineKind(id);
  switch (found.kind) {
    case 'row':
      return {
        verb: 'Try again',
        help: 'It is read anew whenever it changes there, and leaves this list by itself once it can be read. Try again reads its whole list anew.',
      };
    case 'orphan':
      return {
        verb: 'Try again',
        help: 'It waits for another record, is tried in every sync and leaves this list by itself.',
      };
    case 'missing':
      return {
        verb: 'Look again',
        help: 'The records stay here as they are and are looked for again. When you know that they were deleted, mark them as deleted.',
      };
    case 'lookalike':
      return {
        verb: 'Look again',
        help: 'It leaves this list by itself once only one of the two bears the mark. Look again reads its whole list anew and searches for what was deleted.',
      };
    case 'answer':
      return {
        verb: 'Try again',
        help: 'The change itself is in the queue. Another try looks first for what may have arrived, and this leaves the list when it is done.',
      };
    case 'other':
      return null;
    default:
      return assertNever(found);
  }
}

/** What came of marking missing records as deleted, with what stays as it is and why. */
export function markedText({ marked, kept, parts }: MarkedMissing): string {
  if (kept + parts === 0) return 'Marked as deleted';
  const stay = (count: number) => (count === 1 ? '1 stays' : `${count} stay`);
  const reasons = [
    kept === 0 ? null : `${stay(kept)} because a change waits`,
    parts === 0 ? null : `${stay(parts)} because no record here stands for ${parts === 1 ? 'it' : 'them'}`,
  ];
  return [`${marked} marked as deleted`, ...reasons.filter((one) => one !== null)].join(', ');
}

/** Items as JSON for whoever looks into them, without secrets; each as it came. */
export function quarantineText(items: readonly Quarantined[]): string {
  const clean = items.map((item) => ({
    ...item,
    what: withoutSecrets(item.what),
    reason: withoutSecrets(item.reason),
    raw: withoutSecrets(item.raw),
  }));
  return `${JSON.stringify(clean.length === 1 ? clean[0] : clean, null, 2)}\n`;
}
