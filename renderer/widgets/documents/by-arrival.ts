import type { StoredDocument } from '../../../shared/schema/document';

/** Compares documents by when they came; the database hands them out in no order that a person knows. */
export function byArrival(a: StoredDocument, b: StoredDocument): number {
  return a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0;
}
