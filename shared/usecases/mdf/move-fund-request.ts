import { takenUp } from '../../domain/merging/decisive';
import { assertNever } from '../../lib/assert-never';
import type { Finding } from '../../domain/finding';
import { todayIn } from '../../domain/calendar/clock';
import { dateInZone } from '../../domain/calendar/zoned';
import { decide } from '../../domain/mdf/approval';
import { countedSubmission } from '../../domain/mdf/eligibility-dates';
import { withStandingFunds } from '../../domain/mdf/standing-funds';
import type { ApprovalAction, ApprovalRefusal } from '../../domain/mdf/approval-action';
import { approverOn, type Authority, authorityFor } from '../../domain/mdf/approval-track';
import { err, ok, type Result } from '../../lib/result';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { IntentKind } from '../../schema/intent';
import type { Money } from '../../schema/values';
import { againWhenMoved } from '../again-when-moved';
import { provingClaim } from '../pop/claim-of';
import { auditLine, changedFields } from '../audit-line';
import type { UseCaseContext } from '../context';
import { newIntent } from '../new-intent';
import { present, problemOfCommit, type UseCaseProblem } from '../problem';
import { changedTermsProblem, movedApprovalProblem } from './seen-request';
import { conditionChanges } from './ticked-conditions';
import { amountToApprove, requestFindings } from './request-findings';

/**
 * What the person does to a request's approval (MDF-4). `acknowledged` holds the codes of warnings and of what could
 * not be told, which never pass silently. `onBehalfOf` names who decided when a decision made elsewhere is
 * recorded.
 */
export type FundRequestMove =
  | { readonly kind: 'submit' }
  | { readonly kind: 'withdraw'; readonly reason: string }
  | { readonly kind: 'cancel'; readonly reason: string; readonly onBehalfOf: string | null }
  | {
      readonly kind: 'approve';
      readonly level: number;
      /** Amount to approve; null takes what is offered (MDF-3). */
      readonly amount: Money | null;
      readonly acknowledged: readonly string[];
      readonly note: string | null;
      readonly onBehalfOf: string | null;
    }
  | {
      readonly kind: 'decline' | 'send-back';
      readonly level: number;
      readonly reason: string;
      readonly onBehalfOf: string | null;
    };

/** A refused move; `findings` are the rules behind it. */
export type MoveProblem = UseCaseProblem & { readonly findings?: ApprovalRefusal['findings'] };

type Prepared = {
  readonly action: ApprovalAction;
  readonly amount: Money | null;
  /** The claim that the move rests on beside the request. */
  readonly claim?: Claim | undefined;
  /** What nobody could tell and the approver has not acknowledged. */
  readonly undecided?: readonly Finding[];
};

/** Whether the person acts for the level herself or in place of one who is away (MDF-10). */
function rightOf({ settings, clock, playbook }: UseCaseContext, role: string, region: string): Authority {
  const approver = approverOn(settings, dateInZone(clock.now(), settings.timeZone));
  return authorityFor(approver, role, region, playbook);
}

/** By what right and under which name a role is exercised. */
function acting(context: UseCaseContext, request: FundRequest, onBehalfOf: string | null) {
  const name = onBehalfOf?.trim() ?? '';
  const authority = (role: string): Authority =>
    name === '' ? rightOf(context, role, request.region) : { kind: 'own' };
  const nameFor = (role: string): string => {
    const right = authority(role);
    const { userName } = context.settings;
    if (name !== '') return name;
    return right.kind === 'lent' ? `${userName} (for ${right.of})` : userName;
  };
  return { authority, nameFor };
}

/** Who decides at a level: the person, by her own right or a lent one, or somebody named whose decision she records. */
function deciding(context: UseCaseContext, request: FundRequest, level: number, onBehalfOf: string | null) {
  const { authority, nameFor } = acting(context, request, onBehalfOf);
  return {
    level,
    authority,
    by: nameFor(context.playbook.mdf.levels[level - 1]?.role ?? ''),
    recordedBy: context.settings.userName,
    at: context.clock.now(),
    basedOnStamp: request.salesforce?.stamp ?? null,
  };
}

/** A request without what a reviewer found in a version that was sent back: what is submitted again is looked at anew (MDF-2, MDF-11). */
function unreviewed(request: FundRequest): FundRequest {
  return request.approval.kind === 'sent-back' ? { ...request, conditions: {}, excludedCosts: [] } : request;
}

async function prepare(
  context: UseCaseContext,
  request: FundRequest,
  move: FundRequestMove,
): Promise<Result<Prepared, MoveProblem>> {
  const at = context.clock.now();
  switch (move.kind) {
    case 'submit': {
      const { findings } = await requestFindings(context, unreviewed(request), null);
      const kind = request.approval.kind === 'sent-back' ? 'resubmit' : 'submit';
      // What an earlier round would have paid is void: the terms may be others now.
      return ok({ action: { kind, at, findings }, amount: null });
    }
    case 'withdraw':
      return ok({ action: { kind: 'withdraw', at, reason: move.reason }, amount: request.approvedAmount });
    case 'cancel': {
      const { authority, nameFor } = acting(context, request, move.onBehalfOf);
      const role = context.playbook.mdf.cancellation.decidedBy.find((one) => authority(one).kind !== 'none');
      const stored = await provingClaim(context, request.id);
      const claim = stored?.decision.kind ?? null;
      const by = nameFor(role ?? '');
      return ok({
        action: { kind: 'cancel', at, reason: move.reason, authority, by, claim },
        amount: request.approvedAmount,
        claim: stored,
      });
    }
    case 'approve':
      return prepareApproval(context, request, move);
    case 'decline':
    case 'send-back':
      return ok({
        action: {
          kind: move.kind,
          reason: move.reason,
          ...deciding(context, request, move.level, move.onBehalfOf),
        },
        amount: request.approvedAmount,
      });
    default:
      return assertNever(move);
  }
}

async function prepareApproval(
  context: UseCaseContext,
  request: FundRequest,
  move: Extract<FundRequestMove, { kind: 'approve' }>,
): Promise<Result<Prepared, MoveProblem>> {
  const partner = (await context.store.get('partner', request.partnerId)) ?? null;
  const amount = amountToApprove(context, request, partner, move.amount);
  if (!amount.ok) return amount;
  const { findings } = await requestFindings(context, request, amount.value);
  const undecided = findings.filter(
    (finding) => finding.verdict === 'undecidable' && !move.acknowledged.includes(finding.code),
  );
  return ok({
    action: {
      kind: 'approve',
      findings,
      acknowledged: move.acknowledged,
      note: move.note,
      ...deciding(context, request, move.level, move.onBehalfOf),
    },
    amount: amount.value,
    undecided,
  });
}

function undecidedProblem(undecided: readonly Finding[]): MoveProblem | null {
  if (undecided.length === 0) return null;
  return {
    code: 'undecided',
    message: undecided.map((finding) => finding.message).join(' '),
    fix: 'Find out and acknowledge each of them, or send the request back.',
    findings: undecided,
  };
}

/** A decision without a name would say nothing to the next approver. */
function namelessProblem({ settings }: UseCaseContext, move: FundRequestMove): MoveProblem | null {
  if (move.kind === 'submit' || move.kind === 'withdraw' || settings.userName.trim() !== '') return null;
  return {
    code: 'no-name',
    message: 'A decision is recorded under a name, and yours is not known.',
    fix: 'Enter your name in the settings, then decide again.',
  };
}

function intentKindOf(request: FundRequest): IntentKind {
  switch (request.approval.kind) {
    case 'approved':
      return 'fund-request.approved';
    case 'declined':
      return 'fund-request.declined';
    case 'withdrawn':
      return request.approval.cancelledBy === undefined ? 'fund-request.put' : 'fund-request.cancelled';
    case 'draft':
    case 'in-review':
    case 'sent-back':
      return 'fund-request.put';
    default:
      return assertNever(request.approval);
  }
}

function actionText(move: FundRequestMove): string {
  switch (move.kind) {
    case 'submit':
      return 'submitted';
    case 'withdraw':
      return 'withdrew';
    case 'cancel':
      return 'cancelled';
    case 'approve':
      return `approved level ${move.level}`;
    case 'decline':
      return `declined at level ${move.level}`;
    case 'send-back':
      return `sent back at level ${move.level}`;
    default:
      return assertNever(move);
  }
}

/**
 * Moves a request through its approval, or refuses with the reason: the new state, the decision, the history
 * and what Salesforce and GitLab must learn are written in one commit (MDF-4, MDF-5, MDF-6, MDF-8). Neither
 * terms nor an approval other than those that were seen are decided on (G4).
 */
export function moveFundRequest(
  context: UseCaseContext,
  input: { readonly seen: FundRequest; readonly move: FundRequestMove },
): Promise<Result<FundRequest, MoveProblem>> {
  return againWhenMoved(() => moveOnce(context, input.seen, input.move));
}

async function moveOnce(
  context: UseCaseContext,
  seen: FundRequest,
  move: FundRequestMove,
): Promise<Result<FundRequest, MoveProblem>> {
  const found = present(await context.store.get('fund-request', seen.id), 'This fund request', 'Salesforce');
  if (!found.ok) return found;
  const before = found.value;
  const changed = changedTermsProblem(seen, before);
  if (changed !== null) return err(changed);
  const prepared = await prepare(context, before, move);
  if (!prepared.ok) return prepared;
  const step = decide(before, prepared.value.action, context.playbook);
  if (!step.ok) return err(step.error);
  const refusal =
    movedApprovalProblem(seen, before) ??
    undecidedProblem(prepared.value.undecided ?? []) ??
    namelessProblem(context, move);
  if (refusal !== null) return err(refusal);
  const now = context.clock.now();
  const { approval, decision } = step.value;
  const { claim } = prepared.value;
  const record: FundRequest = {
    ...takenUp(withStandingFunds(before)),
    rev: before.rev + 1,
    updatedAt: now,
    approval,
    decisions: decision === null ? before.decisions : [...before.decisions, decision],
    approvedAmount: prepared.value.amount,
    // What was ticked in the round before was ticked for what was sent back.
    conditions: move.kind === 'submit' && before.approval.kind === 'sent-back' ? {} : before.conditions,
    submittedOn:
      move.kind === 'submit'
        ? (countedSubmission(before) ?? todayIn(context.playbook, before.region, context.clock.now()))
        : before.submittedOn,
    playbookVersion: context.playbook.version,
  };
  const key = { kind: 'fund-request' as const, id: before.id };
  const committed = await context.store.commit({
    puts: [{ kind: 'fund-request', record }],
    expect: [
      { key, rev: before.rev },
      ...(claim === undefined ? [] : [{ key: { kind: 'claim' as const, id: claim.id }, rev: claim.rev }]),
    ],
    newIntents: [
      newIntent({
        id: context.ids.uuid(),
        kind: intentKindOf(record),
        subject: key,
        label: record.title,
        now,
        fields: ['status', 'state', 'approvedAmount', 'declineReason'],
      }),
    ],
    audits: [
      auditLine(context, {
        action: actionText(move),
        record: key,
        changes: [
          ...changedFields(before, record, ['approvedAmount', 'submittedOn']),
          ...conditionChanges(before, record, context.playbook),
        ],
        recordedFor: decision?.by ?? (approval.kind === 'withdrawn' ? (approval.cancelledBy ?? null) : null),
        note: decision?.reason ?? (approval.kind === 'withdrawn' ? approval.reason : null),
      }),
    ],
  });
  return committed.ok ? ok(record) : err(problemOfCommit(committed.error));
}
