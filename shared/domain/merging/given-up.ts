import { assertNever } from '../../lib/assert-never';
import type { Claim } from '../../schema/claim';
import type { Intent } from '../../schema/intent';
import type { AnyRecord } from '../../schema/record';
import type { Base } from '../../schema/sync-state';
import { underDecision } from '../pop/agreement';
import { claimStatusOf } from './claim-fields';
import { decisionFields, takenUp } from './decisive';

/** Whether an intent carries a decision of the person, not just data. */
export function carriesDecision(intent: Pick<Intent, 'kind' | 'subject' | 'fields'>): boolean {
  if (intent.kind === 'fund-request.approved' || intent.kind === 'fund-request.declined') return true;
  const names = decisionFields(intent.subject.kind);
  return intent.fields?.some((field) => names.has(field)) ?? false;
}

/**
 * The record after the person gave up a change of it (SY-120): what a file or a decision would have told stays here.
 * `others` are the changes of the record that still wait, `agreed` what Salesforce is known to say.
 */
export function givenUp(
  entry: AnyRecord,
  intent: Intent,
  others: readonly Intent[],
  agreed: Base | undefined,
): AnyRecord {
  switch (entry.kind) {
    case 'document':
      return { kind: entry.kind, record: { ...entry.record, uploadGivenUp: true } };
    case 'fund-request':
      return carriesDecision(intent) && !others.some(carriesDecision)
        ? { kind: entry.kind, record: { ...entry.record, decisionGivenUp: true } }
        : entry;
    case 'claim': {
      const status = claimStatusOf(entry.record.decision);
      // A claim that is written whole takes along what was decided and nobody has told yet.
      const isWhole = intent.fields === null && status !== 'draft' && agreed?.fields['status'] !== status;
      return (carriesDecision(intent) || isWhole) && !others.some(carriesDecision)
        ? { kind: entry.kind, record: { ...entry.record, decisionGivenUp: true } }
        : entry;
    }
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

/** The record after the person took a change up again that she had given up. */
export function sentAfterAll(entry: AnyRecord, intent: Intent): AnyRecord {
  switch (entry.kind) {
    case 'document': {
      const { uploadGivenUp: _, ...record } = entry.record;
      return { kind: entry.kind, record };
    }
    case 'fund-request':
      return carriesDecision(intent) ? { kind: entry.kind, record: takenUp(entry.record) } : entry;
    case 'claim':
      return carriesDecision(intent) || intent.fields === null
        ? { kind: entry.kind, record: takenUp(entry.record) }
        : entry;
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
