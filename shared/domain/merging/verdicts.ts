import { assertNever } from '../../lib/assert-never';
import type { FundRequest } from '../../schema/fund-request';
import type { Intent, IntentKind } from '../../schema/intent';
import type { AnyRecord } from '../../schema/record';
import { isCancelledHere } from './approval-fields';
import { carriesDecision, keepsDecision } from './given-up';
import type { RemoteName } from './projections';

/** The remotes that an intent of a kind writes to. */
export function remotesOf(kind: IntentKind): readonly RemoteName[] {
  switch (kind) {
    case 'fund-request.put':
    case 'fund-request.declined':
    case 'registration.put':
      return ['salesforce'];
    case 'plan-item.put':
    case 'fund-request.finished':
      return ['gitlab'];
    case 'fund-request.approved':
    case 'fund-request.cancelled':
    case 'claim.put':
    case 'document.put':
      return ['salesforce', 'gitlab'];
    default:
      return assertNever(kind);
  }
}

/** Whether an intent has something left to write to a remote; one that was never planned may have. */
export function touches(intent: Intent, remote: RemoteName): boolean {
  if (!remotesOf(intent.kind).includes(remote)) return false;
  const steps = intent.steps.filter((step) => step.remote === remote);
  return intent.steps.length === 0 || steps.some((step) => step.state !== 'done');
}

/** Whether the record stands under a verdict: a level approved or refused, a claim judged. Submitting is none. */
function isJudged(entry: AnyRecord): boolean {
  if (keepsDecision(entry)) return false;
  switch (entry.kind) {
    case 'fund-request': {
      const { approval, decisions } = entry.record;
      if (approval.kind === 'approved' || approval.kind === 'declined') return true;
      if (isCancelledHere(approval)) return true;
      return decisions.length > 0 && (approval.kind === 'in-review' || approval.kind === 'sent-back');
    }
    case 'claim':
      return entry.record.decision.kind !== 'open';
    case 'partner':
    case 'budget':
    case 'document':
    case 'plan-item':
    case 'quarter-plan':
    case 'registration':
      return false;
    default:
      return assertNever(entry);
  }
}

/** Whether the decision that an intent would send was taken back since. */
export function isTakenBack({ kind }: Intent, { approval }: FundRequest): boolean {
  return (
    (kind === 'fund-request.approved' && approval.kind !== 'approved') ||
    (kind === 'fund-request.cancelled' && approval.kind !== 'withdrawn') ||
    (kind === 'fund-request.declined' && approval.kind !== 'declined')
  );
}

/** Whether an intent sends a verdict that must not rest on outdated facts (G4); one that was taken back is none any more. */
export function judges(intent: Intent, entry: AnyRecord): boolean {
  if (entry.kind === 'fund-request' && isTakenBack(intent, entry.record)) return false;
  // A claim is written whole, so any of its writes carries the verdict it has by then.
  const whole = intent.kind === 'claim.put' && intent.fields === null;
  return (carriesDecision(intent) || whole) && isJudged(entry);
}

/** Whether a verdict on a record waits to be sent to Salesforce. */
export function verdictWaits(entry: AnyRecord, intents: readonly Intent[]): boolean {
  return intents.some((intent) => touches(intent, 'salesforce') && judges(intent, entry));
}
