import { fieldsToSend, sameValue } from '../domain/merging/field-values';
import { decidedAgain, saysDecision } from '../domain/merging/given-up';
import { withCampaign } from '../domain/merging/fund-request-fields';
import { mergeFields } from '../domain/merging/merge';
import { differing, type Misfit, type ProjectionContext, textOf } from '../domain/merging/projection';
import { applyFields, canonical, project, type RemoteName } from '../domain/merging/projections';
import { assertNever } from '../lib/assert-never';
import { err, ok, type Result } from '../lib/result';
import { staleness } from '../domain/merging/staleness';
import type { Playbook } from '../playbook/playbook';
import type { FieldMap } from '../schema/field-value';
import type { Intent } from '../schema/intent';
import type { AnyRecord } from '../schema/record';
import type { RemoteRef } from '../schema/remote-ref';
import type { Base } from '../schema/sync-state';
import { endLateCampaign } from './closed-items';
import { contestedFields, keepConflicts } from './conflicts';
import type { Draft } from './draft';
import { baseKey, keyOf } from './keys';
import { projectionContext } from './links';
import { necessary, putKindOf } from './necessary';
import { tellEnded } from './tell-ended';
import { tellPopIssue } from './tell-pop-issue';
import { withoutUnneededFunds } from './steps/given-funds';
import { isNothing, tellEmptied, untaken } from './untaken';

/** A remote state of one record. */
export type Incoming = {
  readonly ref: RemoteRef;
  readonly fields: FieldMap;
  /** Values that we just wrote and that the remote confirmed. */
  readonly sent?: FieldMap | undefined;
};

/** What absorbing needs besides the draft. */
export type AbsorbContext = { readonly playbook: Playbook; readonly newId: () => string };

/** What came of it: the record as stored, and how many fields or decisions now wait for the person. */
export type Absorbed = { readonly entry: AnyRecord; readonly taken: number; readonly conflicts: number };

/** The record with its pointer to the remote; a claim has none in GitLab, where its issue belongs to the request. */
export function withRef(entry: AnyRecord, ref: RemoteRef): AnyRecord {
  if (ref.remote === 'salesforce') {
    switch (entry.kind) {
      case 'partner':
        return { kind: entry.kind, record: { ...entry.record, salesforce: ref } };
      case 'budget':
        return { kind: entry.kind, record: { ...entry.record, salesforce: ref } };
      case 'fund-request':
        return { kind: entry.kind, record: { ...entry.record, salesforce: ref } };
      case 'claim':
        return { kind: entry.kind, record: { ...entry.record, salesforce: ref } };
      case 'registration': {
        // What is there counts, also when it was taken back here.
        const { withdrawn: _, ...record } = entry.record;
        return { kind: entry.kind, record: { ...record, salesforce: ref } };
      }
      case 'document':
      case 'plan-item':
      case 'quarter-plan':
        return entry;
      default:
        return assertNever(entry);
    }
  }
  return entry.kind === 'plan-item' ? { kind: entry.kind, record: { ...entry.record, gitlab: ref } } : entry;
}

/** Whether the record itself lives in this remote; a claim only shows its stage in GitLab. */
function isHome(entry: AnyRecord, remote: RemoteName): boolean {
  return remote === (entry.kind === 'plan-item' ? 'gitlab' : 'salesforce');
}

/** The record with what only the remote tells and nothing here can stand against. */
function withTold(entry: AnyRecord, remote: RemoteName, theirs: FieldMap): AnyRecord {
  if (entry.kind !== 'fund-request' || remote !== 'salesforce') return entry;
  return { kind: entry.kind, record: withCampaign(entry.record, theirs) };
}

function revived(entry: AnyRecord): AnyRecord {
  return { ...entry, record: { ...entry.record, deletedRemotely: false } } as AnyRecord;
}

/** Values of requests that may have arrived without our hearing of it. */
function uncertainlySent(intents: readonly Intent[], remote: RemoteName): FieldMap[] {
  const steps = intents.flatMap((intent) => intent.steps).filter((step) => step.remote === remote);
  return steps.flatMap((step) => (step.state === 'sent' ? (step.sent ?? []) : []));
}

/** The values that a write of ours without an answer may have put there. */
function perhapsOurs(theirs: FieldMap, uncertain: readonly FieldMap[]): FieldMap {
  const ours = Object.entries(theirs).filter(([field, value]) =>
    uncertain.some(({ [field]: sent }) => sent !== undefined && sameValue(sent, value)),
  );
  return Object.fromEntries(ours);
}

/** The last agreed values, with our own writes counted as agreed when they come back for the first time. */
function agreedFields({ fields, cameBack = {} }: Base, incoming: Incoming, ours: FieldMap): FieldMap {
  return { ...fields, ...incoming.sent, ...differing(cameBack, ours) };
}

/** The agreed state with a remote, or what is true before the first one: a POP issue is born pending (POP-2). */
export async function baseOf(draft: Draft, entry: AnyRecord, remote: RemoteName): Promise<Base> {
  const key = keyOf(entry);
  const stored = await draft.base(key, remote);
  if (stored) return stored;
  const fields: FieldMap = entry.kind === 'claim' && remote === 'gitlab' ? { stage: 'pending' } : {};
  return { key: baseKey(key, remote), record: key, remote, fields, stamp: null };
}

/** Forgets what was agreed with a twin, since the one that counts may say something else. */
export async function forgetBase(draft: Draft, entry: AnyRecord, remote: RemoteName): Promise<void> {
  const record = keyOf(entry);
  await draft.putBase({ key: baseKey(record, remote), record, remote, fields: {}, stamp: null });
}

/**
 * A title that people gave an issue has not the playbook's form; as long as the item's own title follows from it, it
 * was not changed here.
 */
function inTheirWords(
  entry: AnyRecord,
  remote: RemoteName,
  mine: FieldMap,
  agreed: FieldMap,
  projection: ProjectionContext,
): FieldMap {
  const { title } = agreed;
  if (entry.kind !== 'plan-item' || title === undefined || sameValue(title, mine.title ?? null)) return mine;
  const same = applyFields(entry, remote, { title }, projection);
  const follows = same.ok && same.value.kind === entry.kind && same.value.record.title === entry.record.title;
  return follows ? { ...mine, title } : mine;
}

function isReadOnly(entry: AnyRecord): boolean {
  return entry.kind === 'partner' || entry.kind === 'budget';
}

/** Only what changes the record is applied, so that a translation there and back never counts as a change. */
function toApply(merged: FieldMap, mine: FieldMap, without: ReadonlySet<string>): FieldMap {
  const changed = Object.entries(merged).filter(([field, value]) => {
    const own = mine[field];
    return own !== undefined && !without.has(field) && !sameValue(own, value);
  });
  return Object.fromEntries(changed);
}

function withState(fields: FieldMap, theirs: FieldMap): FieldMap {
  // Status and state are two views of one approval; whoever moves one must be seen together with the other.
  const moves = 'status' in fields || 'state' in fields;
  if (!moves) return fields;
  const both = { ...fields };
  for (const name of ['status', 'state']) {
    const value = textOf(theirs[name]);
    if (value !== null) both[name] = value;
  }
  return both;
}

function restored(base: FieldMap, agreed: FieldMap, held: ReadonlySet<string>): FieldMap {
  const kept: FieldMap = { ...base };
  for (const field of held) {
    const was = agreed[field];
    if (was === undefined) delete kept[field];
    else kept[field] = was;
  }
  return kept;
}

/** A conflict that closed because theirs went back to what it was leaves the value here unsent, and nobody is asked about it any more. */
async function sendUnasked(
  draft: Draft,
  entry: AnyRecord,
  remote: RemoteName,
  asked: ReadonlySet<string>,
  context: AbsorbContext,
): Promise<void> {
  if (asked.size === 0) return;
  const still = await contestedFields(draft, entry, remote);
  const mine = project(entry, remote, await projectionContext(draft, context.playbook, entry));
  const { fields } = await baseOf(draft, entry, remote);
  const unsent = Object.keys(fieldsToSend(fields, mine)).filter(
    (field) => asked.has(field) && !still.has(field),
  );
  const kind = putKindOf(entry.kind);
  if (kind !== null && unsent.length > 0)
    draft.addIntent(necessary(draft, context.newId, kind, entry.record, unsent));
}

/**
 * Takes a remote state into a record: three-way merge, agreed values, reference, and conflicts where both
 * sides differ. While a conflict is open its fields are neither taken nor counted as agreed (G4). The
 * draft is untouched when a value does not fit the record.
 */
export async function absorb(
  draft: Draft,
  entry: AnyRecord,
  incoming: Incoming,
  context: AbsorbContext,
): Promise<Result<Absorbed, Misfit>> {
  const { remote } = incoming.ref;
  const key = keyOf(entry);
  const base = await baseOf(draft, entry, remote);
  const projection: ProjectionContext = await projectionContext(
    draft,
    context.playbook,
    entry,
    incoming.fields,
  );
  const known = { ...base.fields, ...incoming.sent };
  const theirs = canonical(entry.kind, remote, incoming.fields, known, projection);
  const intents = await draft.openIntents(key);
  const uncertain = uncertainlySent(intents, remote);
  const ours = perhapsOurs(theirs, uncertain);
  const agreed = agreedFields(base, incoming, ours);
  // A body that people changed is theirs from now on.
  if (entry.kind === 'plan-item' && theirs.body === undefined) delete agreed.body;
  const mine = inTheirWords(entry, remote, project(entry, remote, projection), agreed, projection);
  const merge = isReadOnly(entry)
    ? { merged: { ...mine, ...theirs }, base: { ...agreed, ...theirs }, conflicts: [] }
    : mergeFields(agreed, mine, theirs);
  const stale = staleness(entry, intents, { agreed, mine, theirs });
  const take = withState(toApply(merge.merged, mine, stale.held), theirs);
  const applied = applyFields(entry, remote, take, projection);
  if (!applied.ok) return err(applied.error);
  // Who made the same decision there has made it for both.
  const decided = saysDecision(applied.value, theirs) ? decidedAgain(applied.value) : applied.value;
  const standing = remote === 'salesforce' ? withoutUnneededFunds(decided, intents, theirs) : decided;
  const stored = withRef(withTold(standing, remote, theirs), incoming.ref);
  await draft.put(isHome(entry, remote) ? revived(stored) : stored);
  const { cameBack, emptied: _, ...rest } = base;
  const missed = untaken(take, project(stored, remote, projection));
  const emptied = [...missed].filter((field) => isNothing(take[field])).sort();
  tellEmptied(
    draft,
    stored,
    remote,
    emptied.filter((field) => !(base.emptied ?? []).includes(field)),
  );
  await draft.putBase({
    ...rest,
    fields: restored(merge.base, agreed, new Set([...stale.held, ...missed])),
    stamp: incoming.ref.stamp,
    ...(emptied.length === 0 ? {} : { emptied }),
    ...(uncertain.length === 0 ? {} : { cameBack: { ...cameBack, ...ours } }),
  });
  const asked = await contestedFields(draft, entry, remote);
  const conflicts = await keepConflicts(draft, entry, remote, {
    fields: merge.conflicts.filter(({ field }) => !stale.held.has(field)),
    stale: stale.fields,
    theirs,
    stamp: incoming.ref.stamp,
    newId: context.newId,
  });
  await sendUnasked(draft, stored, remote, asked, context);
  if (remote === 'salesforce') {
    await tellPopIssue(draft, entry, stored, context.newId);
    tellEnded(draft, entry, stored);
    await endLateCampaign(draft, entry, stored, context);
  }
  return ok({ entry: stored, taken: Object.keys(take).length, conflicts });
}
