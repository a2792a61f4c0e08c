import { takesApprovalBack } from '../../domain/merging/approval-taken-back';
import { type Links, linksAmong, textOf } from '../../domain/merging/projection';
import { type Choices, type Resolution, resolveConflict as settle } from '../../domain/merging/resolve';
import { decisionFields } from '../../domain/merging/decisive';
import { keepsDecision } from '../../domain/merging/given-up';
import { project } from '../../domain/merging/projections';
import { askedAgain } from '../../domain/merging/staleness';
import { assertNever } from '../../lib/assert-never';
import { err, ok, type Result } from '../../lib/result';
import type { LocalStore, NewIntent } from '../../ports/local-store';
import type { FieldValue } from '../../schema/field-value';
import type { FundRequest } from '../../schema/fund-request';
import type { IntentKind } from '../../schema/intent';
import type { Partner } from '../../schema/partner';
import type { AnyRecord, RecordKind } from '../../schema/record';
import type { Base, Conflict, SyncLogEntry } from '../../schema/sync-state';
import type { Instant } from '../../schema/values';
import { ConflictId } from '../../schema/ids';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import { newIntent } from '../new-intent';
import { filesAgain } from './files-again';
import { notFound, problemOfCommit, type UseCaseProblem } from '../problem';

/** What brings a choice for the local value out; records of other kinds are only ever read from the remotes. */
const putOf: Partial<Record<RecordKind, IntentKind>> = {
  'fund-request': 'fund-request.put',
  claim: 'claim.put',
  registration: 'registration.put',
  'plan-item': 'plan-item.put',
};

async function entryOf(store: LocalStore, conflict: Conflict): Promise<AnyRecord | undefined> {
  const { kind, id } = conflict.record;
  const record = await store.get(kind, id);
  return record === undefined ? undefined : ({ kind, record } as AnyRecord);
}

/** The only one that carries a remote id; with several nobody can say which is meant. */
function only<T>(found: readonly T[]): T[] {
  return found.length === 1 ? [...found] : [];
}

async function linksOf(store: LocalStore, { record }: AnyRecord, conflict: Conflict): Promise<Links> {
  const partners: (Partner | undefined)[] = [];
  const requests: (FundRequest | undefined)[] = [];
  if ('partnerId' in record && record.partnerId !== null)
    partners.push(await store.get('partner', record.partnerId));
  if ('requestId' in record && record.requestId !== null)
    requests.push(await store.get('fund-request', record.requestId));
  const account = textOf(conflict.theirs['partner']);
  const remoteRequest = textOf(conflict.theirs['request']);
  const by = (equals: string) => ({ index: 'salesforce.id', equals });
  if (account !== null) partners.push(...only(await store.list({ kind: 'partner', by: by(account) })));
  if (remoteRequest !== null)
    requests.push(...only(await store.list({ kind: 'fund-request', by: by(remoteRequest) })));
  return linksAmong(
    partners.filter((partner) => partner !== undefined),
    requests.filter((request) => request !== undefined),
  );
}

function asText(value: FieldValue): string | null {
  if (value === null) return null;
  if (typeof value !== 'object') return String(value);
  return 'minor' in value ? `${value.minor} ${value.currency}` : value.join(', ');
}

const remoteName = { salesforce: 'Salesforce', gitlab: 'GitLab' } as const;

function actionOf(conflict: Conflict, choices: Choices): string {
  const remote = remoteName[conflict.remote];
  const sides = new Set(Object.values(choices));
  const keptMine = !sides.has('theirs');
  switch (conflict.kind) {
    case 'remote-delete':
      return keptMine ? `kept what was deleted in ${remote}` : `accepted the deletion in ${remote}`;
    case 'stale-decision':
      return choices['status'] === 'mine'
        ? `looked again and let the decision stand after a change in ${remote}`
        : `withdrew the decision after a change in ${remote}`;
    case 'fields':
      if (keptMine) return `kept the own values over those of ${remote}`;
      return sides.has('mine') ? `chose between own values and ${remote}` : `took the values of ${remote}`;
    default:
      return assertNever(conflict.kind);
  }
}

function sameQuestion(a: Conflict, b: Conflict): boolean {
  return JSON.stringify([a.kind, a.fields]) === JSON.stringify([b.kind, b.fields]);
}

/** A request whose approval was given up, and that she lets stand, goes the whole way of an approval. */
function isApprovedAgain(before: AnyRecord, { entry }: Resolution): boolean {
  const isApproved = entry.kind === 'fund-request' && entry.record.approval.kind === 'approved';
  return isApproved && keepsDecision(before) && !keepsDecision(entry);
}

/**
 * Whether a cancelling is withdrawn in favour of an approval that this device dropped for it before its items were opened:
 * it had reached Salesforce all the same, so they are opened now.
 */
async function isUnfinishedApproval(
  { store }: UseCaseContext,
  { record }: Conflict,
  before: AnyRecord,
  { entry }: Resolution,
): Promise<boolean> {
  if (before.kind !== 'fund-request' || entry.kind !== 'fund-request') return false;
  if (before.record.approval.kind !== 'withdrawn' || entry.record.approval.kind !== 'approved') return false;
  const approvals = (await store.intentsFor(record)).filter(({ kind }) => kind === 'fund-request.approved');
  return approvals.length > 0 && approvals.every(({ state }) => state === 'discarded');
}

async function intentFor(
  context: UseCaseContext,
  conflict: Conflict,
  before: AnyRecord,
  resolution: Resolution,
): Promise<NewIntent[]> {
  const isUnfinished = await isUnfinishedApproval(context, conflict, before, resolution);
  const stands = isApprovedAgain(before, resolution) && resolution.send?.includes('status') === true;
  const kind = stands || isUnfinished ? 'fund-request.approved' : putOf[conflict.record.kind];
  const chosen = resolution.send;
  const send =
    isUnfinished && chosen !== null ? [...new Set([...decisionFields('fund-request'), ...chosen])] : chosen;
  if (kind === undefined || (send !== null && send.length === 0)) return [];
  const id = context.ids.uuid();
  const now = context.clock.now();
  return [newIntent({ id, kind, subject: conflict.record, label: conflict.label, now, fields: send })];
}

function changesOf(conflict: Conflict, choices: Choices) {
  return conflict.fields
    .filter(({ field }) => choices[field] === 'theirs')
    .map(({ field, mine, theirs }) => ({ field, from: asText(mine), to: asText(theirs) }));
}

/**
 * Asks for the decision too, where one waits that was made over the values in question, instead of settling them: it would
 * be sent over other facts than it was made over (SY-53). Null where none does.
 */
async function decisionAsked(
  { store, playbook, clock, ids }: UseCaseContext,
  conflict: Conflict,
  entry: AnyRecord,
  base: Base | undefined,
  links: Links,
): Promise<Result<never, UseCaseProblem> | null> {
  const now = clock.now();
  const intents = await store.openIntentsOf([conflict.record]);
  const isOfRecord = ({ record: { kind, id } }: Conflict): boolean =>
    kind === conflict.record.kind && id === conflict.record.id;
  const open = (await store.openConflicts()).filter(isOfRecord);
  const mine = project(entry, conflict.remote, { playbook, links, now });
  const asked = askedAgain(conflict, entry, { intents, open }, { agreed: base?.fields ?? {}, mine });
  if (asked === null) return null;
  const left = asked.left === null ? [] : [{ ...asked.left, id: ConflictId.parse(ids.uuid()) }];
  const committed = await store.commit({
    expect: [{ key: conflict.record, rev: entry.record.rev }],
    conflicts: [asked.decision, ...left],
  });
  if (!committed.ok) return err(problemOfCommit(committed.error));
  return err({
    code: 'decision-waits',
    message: `A decision on “${conflict.label}” waits that was made over these values; nothing was saved.`,
    fix: 'Choose again, and say whether the decision stands.',
  });
}

/** What was opened for an approval that her choice takes back is not closed by it (SY-39). */
function leftOpen({ label }: Conflict, at: Instant): SyncLogEntry {
  const text = `“${label}” is no longer approved, as was chosen here. What GitLab has of it stays open until somebody closes it.`;
  return { at, level: 'warning', text };
}

/**
 * Carries out the person's choice (G4): record, the change to send, the agreed values, the history and the closed
 * conflict are stored together. `seen` is the conflict as it was shown; when other values have come in since,
 * nothing is stored and the person is asked to look again.
 */
export async function resolveConflict(
  context: UseCaseContext,
  input: { readonly seen: Conflict; readonly choices: Choices },
): Promise<Result<AnyRecord, UseCaseProblem>> {
  const { store, playbook, clock } = context;
  const { seen, choices } = input;
  const conflict = await store.conflict(seen.id);
  if (conflict === undefined) return err(notFound('This conflict'));
  if (conflict.resolvedAt !== null) {
    return err({
      code: 'already-resolved',
      message: 'This conflict was settled in the meantime.',
      fix: 'Nothing is left to do here; open the record to see its values.',
    });
  }
  if (!sameQuestion(conflict, seen)) {
    return err({
      code: 'moved-on',
      message: `Other values came from ${remoteName[conflict.remote]} while you were looking; nothing was saved.`,
      fix: 'Look at the new values and choose again.',
    });
  }
  const entry = await entryOf(store, conflict);
  if (entry === undefined) return err(notFound(`“${conflict.label}”`));
  const now = clock.now();
  const base = await store.base(conflict.record, conflict.remote);
  const links = await linksOf(store, entry, conflict);
  const asked = await decisionAsked(context, conflict, entry, base, links);
  if (asked !== null) return asked;
  const settled = settle(conflict, choices, entry, base, { playbook, links, now });
  if (!settled.ok) return err(settled.error);
  const { rev } = entry.record;
  const next = {
    ...settled.value.entry,
    record: { ...settled.value.entry.record, rev: rev + 1, updatedAt: now },
  } as AnyRecord;
  const files = await filesAgain(context, conflict, choices);
  const committed = await store.commit({
    puts: [next, ...files.puts],
    expect: [{ key: conflict.record, rev }, ...files.expect],
    newIntents: [...(await intentFor(context, conflict, entry, settled.value)), ...files.newIntents],
    bases: [settled.value.base],
    conflicts: [settled.value.conflict],
    audits: [
      auditLine(context, {
        action: actionOf(conflict, choices),
        record: conflict.record,
        changes: changesOf(conflict, choices),
      }),
    ],
    log: [
      {
        at: now,
        level: 'info',
        text: `Conflict settled: “${conflict.label}” (${actionOf(conflict, choices)}).`,
      },
      ...(takesApprovalBack(conflict, choices) ? [leftOpen(conflict, now)] : []),
    ],
  });
  return committed.ok ? ok(next) : err(problemOfCommit(committed.error));
}
