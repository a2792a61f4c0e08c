import { assertNever } from '../../lib/assert-never';
import type { Claim } from '../../schema/claim';
import type { Intent } from '../../schema/intent';
import type { FieldMap } from '../../schema/field-value';
import type { AnyRecord } from '../../schema/record';
import type { Base } from '../../schema/sync-state';
import { underDecision } from '../pop/agreement';
import { approvalFromRemote, declineReasonOf, stateOf, statusOf } from './approval-fields';
import { claimStatusOf } from './claim-fields';
import { decisionFields, takenUp } from './decisive';
import { sameValue } from './field-values';
import { textOf } from './projection';

const deciding: ReadonlySet<Intent['kind']> = new Set([
  'fund-request.approved',
  'fund-request.cancelled',
  'fund-request.declined',
]);

/** Whether an intent carries a decision of the person, not just data. */
export function carriesDecision(intent: Pick<Intent, 'kind' | 'subject' | 'fields'>): boolean {
  if (deciding.has(intent.kind)) return true;
  const names = decisionFields(intent.subject.kind);
  return intent.fields?.some((field) => names.has(field)) ?? false;
}

/** Whether an intent takes a new decision, not just an amount or a reason of one. */
function decides({ kind, fields }: Intent): boolean {
  return deciding.has(kind) || isNamed(fields, 'status');
}

function isNamed(fields: Intent['fields'], name: string): boolean {
  return fields?.includes(name) ?? false;
}

/** The later change that took a new decision of the same record, in whose place this one counts no more; none when there is none. */
export function replacedBy(intent: Intent, ofRecord: readonly Intent[]): Intent | undefined {
  return carriesDecision(intent)
    ? ofRecord.find((other) => other.seq > intent.seq && decides(other))
    : undefined;
}

/** The change that was given up and would have sent what the record keeps here: the one to send after all. */
export function discardedOf(kind: AnyRecord['kind'], ofRecord: readonly Intent[]): Intent | undefined {
  const given = ofRecord.filter(({ state }) => state === 'discarded').sort((a, b) => b.seq - a.seq);
  if (kind === 'document') return given.find((intent) => intent.kind === 'document.put');
  const whole = kind === 'claim' ? given.find(({ fields }) => fields === null) : undefined;
  return given.find(decides) ?? given.find(carriesDecision) ?? whole;
}

/** Whether a remote's fields say just what was decided on a record here. */
export function saysDecision(entry: AnyRecord, theirs: FieldMap): boolean {
  const { status } = theirs;
  if (entry.kind === 'claim') return status === claimStatusOf(entry.record.decision);
  if (entry.kind !== 'fund-request') return false;
  const { approval, updatedAt } = entry.record;
  if (status !== statusOf(approval)) return false;
  // A status tells a verdict by itself; on the way there only the finer state does.
  if (status === 'draft') return theirs['state'] === stateOf(approval);
  return approvalFromRemote(entry.record, status, textOf(theirs['state']), updatedAt) === approval;
}

/** Whether Salesforce has the whole decision already, so that there is nothing of it to keep back. */
function isAgreed(entry: AnyRecord, agreed: Base | undefined): boolean {
  const fields = { status: 'draft', ...agreed?.fields };
  if (entry.kind !== 'fund-request') return saysDecision(entry, fields);
  const { approval, approvedAmount } = entry.record;
  const own = { state: stateOf(approval), approvedAmount, declineReason: declineReasonOf(approval) };
  const others = Object.entries(own).every(([name, value]) => {
    const known = (fields as FieldMap)[name];
    return known === undefined || sameValue(known, value);
  });
  return saysDecision(entry, fields) && others;
}

/** Whether a change would have sent what was decided: by name, or because a claim is written whole. */
function wouldSend(entry: AnyRecord, intent: Intent): boolean {
  return carriesDecision(intent) || (entry.kind === 'claim' && intent.fields === null);
}

/**
 * The record after the person gave up a change of it (SY-120): what a file or a decision would have told stays here.
 * `others` are the changes of the record that still wait, `agreed` what Salesforce is known to say. A decision that was
 * taken later and still waits takes the place of the one that was given up.
 */
export function givenUp(
  entry: AnyRecord,
  intent: Intent,
  others: readonly Intent[],
  agreed: Base | undefined,
): AnyRecord {
  const isLatest = !others.some((other) => other.seq > intent.seq && carriesDecision(other));
  const stays = wouldSend(entry, intent) && isLatest && !isAgreed(entry, agreed);
  switch (entry.kind) {
    case 'document':
      return { kind: entry.kind, record: { ...entry.record, uploadGivenUp: true } };
    case 'fund-request':
      return stays ? { kind: entry.kind, record: { ...entry.record, decisionGivenUp: true } } : entry;
    case 'claim':
      return stays ? { kind: entry.kind, record: { ...entry.record, decisionGivenUp: true } } : entry;
    case 'partner':
    case 'budget':
    case 'plan-item':
    case 'quarter-plan':
    case 'registration':
      return entry;
    default:
      return assertNever(entry);
  }
}

/** The record after the person took a change up again that she had given up; `ofRecord` are all changes of the record. */
export function sentAfterAll(entry: AnyRecord, intent: Intent, ofRecord: readonly Intent[]): AnyRecord {
  if (entry.kind === 'document') {
    const { uploadGivenUp: _, ...record } = entry.record;
    return { kind: entry.kind, record };
  }
  // A claim as it was before the decision does not take the decision along.
  const isBefore = ofRecord.some((other) => other.seq > intent.seq && carriesDecision(other));
  return wouldSend(entry, intent) && (carriesDecision(intent) || !isBefore) ? decidedAgain(entry) : entry;
}

/** The record whose decision counts again; what has none stays as it is. */
export function decidedAgain(entry: AnyRecord): AnyRecord {
  if (entry.kind === 'fund-request') return { kind: entry.kind, record: takenUp(entry.record) };
  return entry.kind === 'claim' ? { kind: entry.kind, record: takenUp(entry.record) } : entry;
}

/** Whether the decision of a record stays here, because the person gave up the change that would have sent it. */
export function keepsDecision(entry: AnyRecord): boolean {
  return 'decisionGivenUp' in entry.record && entry.record.decisionGivenUp !== undefined;
}

/** The claim as the POP issue is told of it: without a decision that was given up. */
export function toldClaim(claim: Claim): Claim {
  if (claim.decisionGivenUp === undefined) return claim;
  const { decision } = claim;
  const before =
    decision.kind === 'paid'
      ? { kind: 'accepted' as const, at: decision.at, by: '' }
      : { kind: 'open' as const };
  return underDecision(claim, before);
}
