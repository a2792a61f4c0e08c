import type { FieldValue, StoredRecord } from '../metadata/types';

/** A record on its way into the store. */
export interface Draft {
  readonly values: Record<string, FieldValue>;
  /** Canonical names of the fields that the request set. */
  readonly given: ReadonlySet<string>;
  /** The record as it was; null on create. */
  readonly before: StoredRecord | null;
}

/** The text in a field of a draft; empty when it is null. */
export function textOf(draft: Draft, field: string): string {
  const value = draft.values[field];
  return typeof value === 'string' ? value : '';
}
