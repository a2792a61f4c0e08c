import { conflictSubjects, decisiveFields } from '../domain/merging/decisive';
import type { RemoteName } from '../domain/merging/projections';
import { assertNever } from '../lib/assert-never';
import type { FieldMap } from '../schema/field-value';
import { ConflictId } from '../schema/ids';
import type { AnyRecord } from '../schema/record';
import type { Conflict, ConflictField } from '../schema/sync-state';
import type { Draft } from './draft';
import { keyOf, remoteLabel } from './keys';

/** Name of a record for people. */
export function labelOf(entry: AnyRecord): string {
  switch (entry.kind) {
    case 'partner':
    case 'document':
      return entry.record.name;
    case 'registration':
      return entry.record.subject;
    case 'quarter-plan':
      return entry.record.quarter;
    case 'fund-request':
    case 'claim':
    case 'plan-item':
    case 'budget':
      return entry.record.title;
    default:
      return assertNever(entry);
  }
}

type Found = {
  readonly fields: readonly ConflictField[];
  readonly stale: readonly ConflictField[];
  readonly theirs: FieldMap;
  readonly stamp: string | null;
  readonly newId: () => string;
};

type Kind = Conflict['kind'];

async function openOf(draft: Draft, entry: AnyRecord, remote: RemoteName, kind: Kind) {
  const open = await draft.openConflicts(keyOf(entry));
  return open.find((conflict) => conflict.remote === remote && conflict.kind === kind);
}

const says: Readonly<Record<Kind, string>> = {
  fields: 'was changed here and there; choose which value stays',
  'stale-decision': 'was changed there while your decision waited; look at it again',
  'remote-delete': 'was deleted there while it was changed here; choose whether it stays',
};

/** Opens, refreshes or closes the one conflict of a kind that a record has with a remote. */
async function keep(
  draft: Draft,
  entry: AnyRecord,
  remote: RemoteName,
  kind: Kind,
  fields: readonly ConflictField[],
  found: Found,
): Promise<number> {
  const existing = await openOf(draft, entry, remote, kind);
  const unanswered = existing?.fields.filter(({ field }) => found.theirs[field] === undefined) ?? [];
  const all = [...fields, ...(kind === 'fields' ? unanswered : [])];
  if (all.length === 0) {
    // Both sides came to agree, so there is nothing left to choose.
    if (existing) draft.putConflict({ ...existing, resolvedAt: draft.now });
    return 0;
  }
  if (!existing) {
    draft.log('warning', `“${labelOf(entry)}” ${says[kind]} (${remoteLabel[remote]}).`);
  }
  draft.putConflict({
    id: existing?.id ?? ConflictId.parse(found.newId()),
    kind,
    record: keyOf(entry),
    label: labelOf(entry),
    remote,
    fields: all,
    theirs: { ...existing?.theirs, ...found.theirs },
    theirStamp: found.stamp,
    detectedAt: existing?.detectedAt ?? draft.now,
    resolvedAt: null,
    choices: {},
  });
  return all.length;
}

/** Brings a record's conflicts with a remote up to what was found now; gives the number of fields that wait for the person (G4). */
export async function keepConflicts(
  draft: Draft,
  entry: AnyRecord,
  remote: RemoteName,
  found: Found,
): Promise<number> {
  const plain = await keep(draft, entry, remote, 'fields', found.fields, found);
  const stale = await keep(draft, entry, remote, 'stale-decision', found.stale, found);
  const deleted = await openOf(draft, entry, remote, 'remote-delete');
  // It is there again.
  if (deleted) draft.putConflict({ ...deleted, resolvedAt: draft.now });
  return plain + stale;
}

/** Notes that a record was deleted remotely: kept and asked about when something local is at stake, else marked (G4). */
export async function absorbDelete(
  draft: Draft,
  entry: AnyRecord,
  remote: RemoteName,
  atStake: boolean,
  newId: () => string,
): Promise<void> {
  if (entry.record.deletedRemotely) return;
  if (!atStake) {
    await draft.put({ ...entry, record: { ...entry.record, deletedRemotely: true } } as AnyRecord);
    return;
  }
  // Whether it stays comes before what it says.
  for (const kind of ['fields', 'stale-decision'] as const) {
    const open = await openOf(draft, entry, remote, kind);
    if (open) draft.putConflict({ ...open, resolvedAt: draft.now });
  }
  const field = { field: conflictSubjects.record, base: true, mine: true, theirs: false };
  await keep(draft, entry, remote, 'remote-delete', [field], {
    fields: [],
    stale: [],
    theirs: {},
    stamp: null,
    newId,
  });
}

/** The open conflict that forbids sending a record to a remote at all, if there is one. */
export async function blockingConflict(
  draft: Draft,
  entry: AnyRecord,
  remote: RemoteName,
  judging: boolean,
): Promise<Conflict | undefined> {
  const deleted = await openOf(draft, entry, remote, 'remote-delete');
  if (deleted) return deleted;
  if (!judging) return undefined;
  const stale = await openOf(draft, entry, remote, 'stale-decision');
  if (stale) return stale;
  // A verdict does not leave over facts of which nobody has said yet which are right.
  const fields = await openOf(draft, entry, remote, 'fields');
  const facts = decisiveFields(entry.kind);
  return fields?.fields.some(({ field }) => facts.has(field)) ? fields : undefined;
}

/** Fields of a record that wait for a choice and must not be sent to a remote meanwhile (G4). */
export async function contestedFields(
  draft: Draft,
  entry: AnyRecord,
  remote: RemoteName,
): Promise<ReadonlySet<string>> {
  const open = await draft.openConflicts(keyOf(entry));
  const own = open.filter((conflict) => conflict.remote === remote && conflict.kind !== 'remote-delete');
  return new Set(own.flatMap((conflict) => conflict.fields.map(({ field }) => field)));
}
