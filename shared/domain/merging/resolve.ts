import { assertNever } from '../../lib/assert-never';
import { err, ok, type Result } from '../../lib/result';
import type { FieldMap } from '../../schema/field-value';
import type { AnyRecord } from '../../schema/record';
import type { Base, Conflict } from '../../schema/sync-state';
import type { Instant } from '../../schema/values';
import { hasNewsForIssue } from '../pop/agreement';
import { conflictSubjects, decisionFields } from './decisive';
import { fieldsToSend, withoutFields } from './field-values';
import { decidedAgain, keepsDecision } from './given-up';
import type { ProjectionContext } from './projection';
import { applyFields, project } from './projections';

/** Which side is kept, per field of the conflict. */
export type Choices = Readonly<Record<string, 'mine' | 'theirs'>>;

/** What a resolved conflict comes to; the caller stores all of it in one commit. */
export type Resolution = {
  readonly entry: AnyRecord;
  readonly base: Base;
  readonly conflict: Conflict;
  /** Fields that a new put intent has to carry; null for the whole record, empty when nothing needs to be sent. */
  readonly send: readonly string[] | null;
};

/** Why a choice could not be carried out. */
export type ResolveProblem = { readonly code: string; readonly message: string; readonly fix: string };

function missingChoice(conflict: Conflict, choices: Choices): string | null {
  const fields =
    conflict.kind === 'remote-delete' ? [conflictSubjects.record] : conflict.fields.map(({ field }) => field);
  return fields.find((field) => choices[field] === undefined) ?? null;
}

function settled(conflict: Conflict, choices: Choices, now: Instant): Conflict {
  return { ...conflict, resolvedAt: now, choices: { ...choices } };
}

function withoutRef(entry: AnyRecord): AnyRecord {
  switch (entry.kind) {
    case 'plan-item':
      return { kind: entry.kind, record: { ...entry.record, gitlab: null } };
    case 'fund-request':
      return { kind: entry.kind, record: { ...entry.record, salesforce: null } };
    case 'claim':
      return { kind: entry.kind, record: { ...entry.record, salesforce: null } };
    case 'registration':
      return { kind: entry.kind, record: { ...entry.record, salesforce: null } };
    case 'partner':
    case 'budget':
    case 'document':
    case 'quarter-plan':
      return entry;
    default:
      return assertNever(entry);
  }
}

function markDeleted(entry: AnyRecord): AnyRecord {
  return { ...entry, record: { ...entry.record, deletedRemotely: true } } as AnyRecord;
}

function afterDelete(conflict: Conflict, choices: Choices, entry: AnyRecord, base: Base, now: Instant) {
  const keep = choices[conflictSubjects.record] === 'mine';
  return ok({
    entry: keep ? withoutRef(entry) : markDeleted(entry),
    base: { ...base, fields: {}, stamp: null },
    conflict: settled(conflict, choices, now),
    send: keep ? null : [],
  });
}

/** The decision's fields as the remote has them: the other side of a verdict. */
function verdictOf(conflict: Conflict): FieldMap {
  const names = decisionFields(conflict.record.kind);
  return Object.fromEntries(Object.entries(conflict.theirs).filter(([name]) => names.has(name)));
}

function emptyBase({ record, remote }: Conflict): Base {
  return { key: `${record.kind}:${record.id}:${remote}`, record, remote, fields: {}, stamp: null };
}

/** A decision that stands after a second look now rests on what the remote says. */
function confirmed(entry: AnyRecord, stamp: string | null): AnyRecord {
  const last = entry.kind === 'fund-request' ? entry.record.decisions.at(-1) : undefined;
  if (entry.kind !== 'fund-request' || last === undefined) return entry;
  const decisions = [...entry.record.decisions.slice(0, -1), { ...last, basedOnStamp: stamp }];
  return { kind: entry.kind, record: { ...entry.record, decisions } };
}

/** A decision that was taken over from Salesforce goes on to the claim's POP issue (POP-2). */
function toIssue(before: AnyRecord, after: AnyRecord, { remote }: Conflict): string[] {
  if (remote !== 'salesforce' || before.kind !== 'claim' || after.kind !== 'claim') return [];
  return hasNewsForIssue(before.record, after.record) ? ['stage'] : [];
}

/**
 * Carries out a person's choice between two values of each field, or between keeping and losing a record
 * that was deleted remotely (G4). For a stale decision the choice of `status` says whether the decision
 * stands; one that does not stand puts the record back to what the remote says. `agreed` is the stored base
 * of record and remote, if there is one. The record's `rev` and `updatedAt` are left to the caller.
 */
export function resolveConflict(
  conflict: Conflict,
  choices: Choices,
  entry: AnyRecord,
  agreed: Base | undefined,
  context: ProjectionContext,
): Result<Resolution, ResolveProblem> {
  const missing = missingChoice(conflict, choices);
  if (missing !== null) {
    return err({
      code: 'choice-missing',
      message: `Nothing was chosen for “${missing}”.`,
      fix: 'Choose one of the two values for every field.',
    });
  }
  const base = agreed ?? emptyBase(conflict);
  if (conflict.kind === 'remote-delete') return afterDelete(conflict, choices, entry, base, context.now);
  const named = conflict.fields
    .filter(({ field }) => conflict.kind === 'fields' || field !== conflictSubjects.decision)
    .map(({ field, theirs }): [string, FieldMap[string]] => [field, theirs]);
  const theirs = Object.fromEntries(named.filter(([field]) => choices[field] === 'theirs'));
  const mine = named.map(([field]) => field).filter((field) => choices[field] === 'mine');
  const withdrawn = conflict.kind === 'stale-decision' && choices[conflictSubjects.decision] === 'theirs';
  const verdict = conflict.kind === 'stale-decision' ? verdictOf(conflict) : {};
  const taken = withdrawn ? { ...withoutFields(verdict, new Set(mine)), ...theirs } : theirs;
  const applied = applyFields(entry, conflict.remote, taken, context);
  if (!applied.ok) {
    return err({
      code: 'does-not-fit',
      message: `The other value of ${applied.error.field} cannot be stored: ${applied.error.message}.`,
      fix: 'Keep your own value for this field.',
    });
  }
  const fields = { ...base.fields, ...Object.fromEntries(named), ...verdict };
  const stands = conflict.kind === 'stale-decision' && !withdrawn;
  const chosen = stands ? confirmed(applied.value, conflict.theirStamp) : applied.value;
  const names = decisionFields(entry.kind);
  const isDecided = stands || mine.some((field) => names.has(field));
  const after = isDecided ? decidedAgain(chosen) : chosen;
  const differs = fieldsToSend(fields, project(after, conflict.remote, context));
  // What she gave up goes out with no choice about something else (SY-120).
  const left = keepsDecision(after) ? withoutFields(differs, names) : differs;
  // A decision that stands takes along whatever else differs; one that was given up has nothing that would send it.
  const takesAlong = stands && !keepsDecision(entry);
  const again = stands && !takesAlong ? [...names] : [];
  return ok({
    entry: after,
    base: { ...base, fields },
    conflict: settled(conflict, choices, context.now),
    send: takesAlong
      ? []
      : [...new Set([...again, ...Object.keys(left), ...toIssue(entry, after, conflict)])],
  });
}
