import { assertNever } from '../../lib/assert-never';
import { err, type Result } from '../../lib/result';
import type { Approval, Decision } from '../../schema/approval';
import type { ClaimDecision } from '../../schema/claim';
import type { Instant } from '../../schema/values';
import type { Finding } from '../finding';
import type { Authority } from './approval-track';

/** Who gives a verdict on a level, and on what it is based. */
export type Verdictive = {
  /** Level, counted from 1, that the person believes is hers to decide. */
  readonly level: number;
  /** By what right the person decides what takes a role, for the region of the activity. */
  readonly authority: (role: string) => Authority;
  /** Name of the person who decided. */
  readonly by: string;
  /** Name of the person who records it. */
  readonly recordedBy: string;
  readonly at: Instant;
  readonly basedOnStamp: string | null;
};

/** Something that is done to a request in its approval (MDF-4). */
export type ApprovalAction =
  | { readonly kind: 'submit'; readonly at: Instant; readonly findings: readonly Finding[] }
  | { readonly kind: 'resubmit'; readonly at: Instant; readonly findings: readonly Finding[] }
  | ({
      readonly kind: 'approve';
      readonly findings: readonly Finding[];
      /** Codes of the warnings that the approver acknowledged (MDF-8, MDF-11). */
      readonly acknowledged: readonly string[];
      readonly note: string | null;
    } & Verdictive)
  | ({ readonly kind: 'decline'; readonly reason: string } & Verdictive)
  | ({ readonly kind: 'send-back'; readonly reason: string } & Verdictive)
  | { readonly kind: 'withdraw'; readonly at: Instant; readonly reason: string }
  | {
      readonly kind: 'cancel';
      readonly at: Instant;
      readonly reason: string;
      readonly authority: (role: string) => Authority;
      /** Name of the person who decided. */
      readonly by: string;
      /** What was decided on its proof of performance; null before anything was claimed. */
      readonly claim: ClaimDecision['kind'] | null;
    };

/** Why an action is refused; nothing changes then. */
export type ApprovalRefusal = {
  readonly code:
    | 'not-a-draft'
    | 'not-sent-back'
    | 'not-in-review'
    | 'out-of-order'
    | 'already-decided'
    | 'wrong-role'
    | 'wrong-region'
    | 'reason-missing'
    | 'not-eligible'
    | 'unchecked'
    | 'unacknowledged'
    | 'already-ended'
    | 'approved'
    | 'not-approved'
    | 'proof-decided'
    | 'given-up'
    | 'reallocated'
    | 'cancelled-elsewhere'
    | 'forfeited'
    | 'same-activity'
    | 'other-partner'
    | 'other-window'
    | 'other-currency'
    | 'no-cost'
    | 'larger';
  readonly message: string;
  readonly fix: string;
  /** The findings behind it, if any. */
  readonly findings: readonly Finding[];
};

/** The state after an action and the verdict to append, null when none was given. */
export type ApprovalStep = { readonly approval: Approval; readonly decision: Decision | null };

/** What an action comes to. */
export type Outcome = Result<ApprovalStep, ApprovalRefusal>;

/** A refusal with its reason and the way out. */
export function refused(
  code: ApprovalRefusal['code'],
  message: string,
  fix: string,
  findings: readonly Finding[] = [],
): Result<never, ApprovalRefusal> {
  return err({ code, message, fix, findings });
}

/** Where a request stands, as the end of a sentence: `a draft`, `in review at level 2`. */
export function approvalText(approval: Approval): string {
  switch (approval.kind) {
    case 'draft':
      return 'a draft';
    case 'in-review':
      return `in review at level ${approval.level}`;
    case 'approved':
    case 'declined':
    case 'withdrawn':
      return approval.kind;
    case 'sent-back':
      return 'sent back';
    default:
      return assertNever(approval);
  }
}
