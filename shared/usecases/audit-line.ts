import type { NewAuditEntry } from '../schema/audit';
import type { RecordKey } from '../schema/intent';
import type { UseCaseContext } from './context';

type Change = NewAuditEntry['changes'][number];

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object' && 'minor' in value && 'currency' in value) {
    return `${String(value.minor)} ${String(value.currency)}`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The named fields that differ between two versions of a record, as short text for the history (`minor CUR` for money). */
export function changedFields<T extends object>(
  before: T | undefined,
  after: T,
  fields: readonly (keyof T & string)[],
): Change[] {
  return fields
    .map((field) => ({ field, from: asText(before?.[field]), to: asText(after[field]) }))
    .filter((change) => change.from !== change.to);
}

/** A field named in the history whether it changed or not, as long as it has a value. */
export function namedField<T extends object>(before: T, after: T, field: keyof T & string): Change[] {
  const [from, to] = [asText(before[field]), asText(after[field])];
  return from === null && to === null ? [] : [{ field, from, to }];
}

/** An audit line of the acting person, or of another whose act she records, now, under the playbook in force. */
export function auditLine(
  context: UseCaseContext,
  input: {
    readonly action: string;
    readonly record: RecordKey;
    readonly changes?: readonly Change[];
    readonly note?: string | null;
    /** Who did it, when that was not the person at this desk. */
    readonly recordedFor?: string | null;
  },
): NewAuditEntry {
  const { userName } = context.settings;
  const by = input.recordedFor ?? userName;
  return {
    at: context.clock.now(),
    by,
    action: by === userName ? input.action : `${input.action} (recorded by ${userName})`,
    record: input.record,
    changes: [...(input.changes ?? [])],
    note: input.note ?? null,
    playbookVersion: context.playbook.version,
  };
}
