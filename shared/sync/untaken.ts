import { sameValue } from '../domain/merging/field-values';
import type { RemoteName } from '../domain/merging/projections';
import type { FieldMap, FieldValue } from '../schema/field-value';
import type { AnyRecord } from '../schema/record';
import { labelOf } from './conflicts';
import type { Draft } from './draft';
import { remoteLabel } from './keys';

/** Views of one approval: what one of them says may be overruled by the other. */
const VIEWS: ReadonlySet<string> = new Set(['status', 'state', 'stage']);
/** Fields that point to records which may not be here. */
const POINTERS: ReadonlySet<string> = new Set(['partner', 'request']);

/** Whether a value says nothing. */
export function isNothing(value: FieldValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/**
 * Values that could not be taken, such as a pointer to what is not here, nothing where there must be something, or the
 * reason of a decline that is none: neither agreed on nor sent back, so that theirs stands there until it can be.
 */
export function untaken(take: FieldMap, after: FieldMap): ReadonlySet<string> {
  const missed = Object.entries(take).filter(([field, wanted]) => {
    const own = after[field];
    if (VIEWS.has(field) || own === undefined) return false;
    // Other values may come back in other words, as the title of an issue does.
    return POINTERS.has(field) ? !sameValue(own, wanted) : isNothing(own) !== isNothing(wanted);
  });
  return new Set(missed.map(([field]) => field));
}

/** Tells the log of fields that were emptied there and cannot be empty here (SY-130). */
export function tellEmptied(
  draft: Draft,
  entry: AnyRecord,
  remote: RemoteName,
  emptied: readonly string[],
): void {
  if (emptied.length === 0) return;
  const names = emptied.map((field) => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  draft.log(
    'warning',
    `“${labelOf(entry)}” has no ${names.join(', ')} in ${remoteLabel[remote]} any more. What is here stays, and is not sent there.`,
  );
}
