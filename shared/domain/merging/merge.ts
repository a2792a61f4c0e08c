import type { FieldMap, FieldValue } from '../../schema/field-value';
import type { ConflictField } from '../../schema/sync-state';
import { isEmptyValue, sameValue } from './field-values';

/** What three versions of a record's fields come to (G4). */
export type Merge = {
  /** The values to keep here: `mine` with their changes; a conflicting field stays mine until a person chooses. */
  readonly merged: FieldMap;
  /** The agreed values from now on; a conflicting field keeps its old one, so that the conflict is seen again. */
  readonly base: FieldMap;
  readonly conflicts: readonly ConflictField[];
  /** Fields whose value here changed to theirs. */
  readonly taken: readonly string[];
};

type Verdict = {
  readonly keep: FieldValue;
  readonly agreed: FieldValue | undefined;
  readonly conflict: boolean;
};

function mergeSets(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const before = new Set(base);
  const here = new Set(mine);
  const there = new Set(theirs);
  const all = [...new Set([...mine, ...theirs])];
  return all.filter((entry) => (here.has(entry) && there.has(entry)) || !before.has(entry));
}

function asSet(value: FieldValue | undefined): readonly string[] | null {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : null;
}

function mergeField(base: FieldValue | undefined, mine: FieldValue, theirs: FieldValue): Verdict {
  if (sameValue(mine, theirs)) return { keep: mine, agreed: theirs, conflict: false };
  if (base !== undefined && sameValue(base, mine)) return { keep: theirs, agreed: theirs, conflict: false };
  if (base !== undefined && sameValue(base, theirs)) return { keep: mine, agreed: base, conflict: false };
  if (Array.isArray(mine) || Array.isArray(theirs)) {
    const [b, m, t] = [asSet(base), asSet(mine), asSet(theirs)];
    if (b && m && t) return { keep: mergeSets(b, m, t), agreed: theirs, conflict: false };
  }
  if (base === undefined && isEmptyValue(mine)) return { keep: theirs, agreed: theirs, conflict: false };
  if (base === undefined && isEmptyValue(theirs)) return { keep: mine, agreed: theirs, conflict: false };
  return { keep: mine, agreed: base, conflict: true };
}

/**
 * Merges field by field: a change on one side wins, the same change on both sides agrees, lists are merged
 * as sets, and two different changes are a conflict that keeps both values (G4). A field missing in
 * `theirs` is not known there and stays as it is; one missing in `base` was never agreed.
 */
export function mergeFields(base: FieldMap, mine: FieldMap, theirs: FieldMap): Merge {
  const merged: FieldMap = { ...mine };
  const agreed: FieldMap = { ...base };
  const conflicts: ConflictField[] = [];
  const taken: string[] = [];
  for (const [field, their] of Object.entries(theirs)) {
    const my = mine[field];
    if (my === undefined) {
      // Nothing here stands for this field, so there is nothing to lose by agreeing.
      agreed[field] = their;
      continue;
    }
    const verdict = mergeField(base[field], my, their);
    merged[field] = verdict.keep;
    if (verdict.agreed !== undefined) agreed[field] = verdict.agreed;
    if (verdict.conflict) conflicts.push({ field, base: base[field] ?? null, mine: my, theirs: their });
    else if (!sameValue(verdict.keep, my)) taken.push(field);
  }
  return { merged, base: agreed, conflicts, taken };
}
