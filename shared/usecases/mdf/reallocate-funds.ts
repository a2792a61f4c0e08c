import { dateInZone } from '../../domain/calendar/zoned';
import type { Finding } from '../../domain/finding';
import { approverOn, type Authority, authorityFor } from '../../domain/mdf/approval-track';
import { reallocated, type Reallocation } from '../../domain/mdf/reallocation';
import { fundsHolder } from '../../domain/mdf/standing-funds';
import { takenUp } from '../../domain/merging/decisive';
import { err, ok, type Result } from '../../lib/result';
import type { FundRequest } from '../../schema/fund-request';
import { againWhenMoved } from '../again-when-moved';
import { auditLine, changedFields } from '../audit-line';
import type { UseCaseContext } from '../context';
import { newIntent } from '../new-intent';
import { provingClaim } from '../pop/claim-of';
import { present, problemOfCommit } from '../problem';
import type { MoveProblem } from './move-fund-request';
import { amountToApprove, requestFindings } from './request-findings';
import { changedTermsProblem, movedApprovalProblem } from './seen-request';

/** Whose funds go to which request, as both were seen. `acknowledged` and `onBehalfOf` are as in an approval. */
export type ReallocationInput = {
  readonly from: FundRequest;
  readonly to: FundRequest;
  readonly reason: string;
  readonly acknowledged: readonly string[];
  readonly onBehalfOf: string | null;
};

/** Both requests as they are stored now. */
type Pair = { readonly from: FundRequest; readonly to: FundRequest };

async function stored(context: UseCaseContext, seen: Pair): Promise<Result<Pair, MoveProblem>> {
  const from = present(
    await context.store.get('fund-request', seen.from.id),
    'The activity that gives its funds',
    'Salesforce',
  );
  if (!from.ok) return from;
  const to = present(
    await context.store.get('fund-request', seen.to.id),
    'The activity that gets the funds',
    'Salesforce',
  );
  if (!to.ok) return to;
  const moved =
    changedTermsProblem(seen.from, from.value) ??
    changedTermsProblem(seen.to, to.value) ??
    movedApprovalProblem(seen.from, from.value) ??
    movedApprovalProblem(seen.to, to.value);
  return moved === null ? ok({ from: from.value, to: to.value }) : err(moved);
}

/** By what right the person acts for the region of either activity, and under which name. */
function acting(context: UseCaseContext, pair: Pair, onBehalfOf: string | null) {
  const { settings, playbook, clock } = context;
  const name = onBehalfOf?.trim() ?? '';
  const approver = approverOn(settings, dateInZone(clock.now(), settings.timeZone));
  const authority = (role: string, of: keyof Pair): Authority =>
    name === '' ? authorityFor(approver, role, pair[of].region, playbook) : { kind: 'own' };
  const { decidedBy } = playbook.mdf.reallocation;
  const role = decidedBy.find((one) => authority(one, 'to').kind !== 'none') ?? decidedBy[0] ?? '';
  const right = authority(role, 'to');
  const own = right.kind === 'lent' ? `${settings.userName} (for ${right.of})` : settings.userName;
  return { authority, role, by: name === '' ? own : name };
}

function undecidedProblem(findings: readonly Finding[], acknowledged: readonly string[]): MoveProblem | null {
  const open = findings.filter(
    ({ verdict, code }) => verdict === 'undecidable' && !acknowledged.includes(code),
  );
  if (open.length === 0) return null;
  return {
    code: 'undecided',
    message: open.map(({ message }) => message).join(' '),
    fix: 'Find out and acknowledge each of them, or choose another activity.',
    findings: open,
  };
}

function namelessProblem({ settings }: UseCaseContext): MoveProblem | null {
  if (settings.userName.trim() !== '') return null;
  return {
    code: 'no-name',
    message: 'A decision is recorded under a name, and yours is not known.',
    fix: 'Enter your name in the settings, then decide again.',
  };
}

const decisionFields = ['status', 'state', 'approvedAmount', 'declineReason'];

function recordsOf(context: UseCaseContext, pair: Pair, step: Reallocation): Pair {
  const now = context.clock.now();
  const playbookVersion = context.playbook.version;
  const wasCancelled = pair.from.approval.kind === 'withdrawn';
  return {
    from: {
      ...(wasCancelled ? pair.from : takenUp(pair.from)),
      rev: pair.from.rev + 1,
      updatedAt: now,
      approval: step.from,
      playbookVersion,
    },
    to: {
      ...takenUp(pair.to),
      rev: pair.to.rev + 1,
      updatedAt: now,
      approval: step.to,
      decisions: [...pair.to.decisions, step.decision],
      approvedAmount: step.amount,
      fundsFrom: pair.from.id,
      playbookVersion,
    },
  };
}

/**
 * Gives the funds of one activity to another: the one is cancelled, unless it was before, the other approved, and both,
 * their histories and what Salesforce and GitLab must learn are written in one commit (MDF-12). Refused with the reason
 * where a rule, a right, the budget or what changed meanwhile stands against it (MDF-8, MDF-10, G4).
 */
export function reallocateFunds(
  context: UseCaseContext,
  input: ReallocationInput,
): Promise<Result<Pair, MoveProblem>> {
  return againWhenMoved(() => reallocateOnce(context, input));
}

async function reallocateOnce(
  context: UseCaseContext,
  input: ReallocationInput,
): Promise<Result<Pair, MoveProblem>> {
  const found = await stored(context, input);
  if (!found.ok) return found;
  const { from, to } = found.value;
  const partner = (await context.store.get('partner', to.partnerId)) ?? null;
  const amount = amountToApprove(context, to, partner);
  if (!amount.ok) return amount;
  const cost = amount.value;
  const claim = await provingClaim(context, from.id);
  const ofPartner = { index: 'partnerId', equals: from.partnerId };
  const holder = fundsHolder(from, await context.store.list({ kind: 'fund-request', by: ofPartner }));
  const { findings } = await requestFindings(context, to, cost, from.id);
  const { authority, role, by } = acting(context, found.value, input.onBehalfOf);
  const step = reallocated(
    { request: from, claim: claim?.decision ?? null, holder },
    { request: to, cost },
    {
      at: context.clock.now(),
      reason: input.reason,
      authority,
      by,
      recordedBy: context.settings.userName,
      role,
      findings,
      acknowledged: input.acknowledged,
    },
    context.playbook,
  );
  if (!step.ok) return err(step.error);
  const refusal = undecidedProblem(findings, input.acknowledged) ?? namelessProblem(context);
  if (refusal !== null) return err(refusal);
  const after = recordsOf(context, found.value, step.value);
  const now = context.clock.now();
  const keyOf = ({ id }: FundRequest) => ({ kind: 'fund-request' as const, id });
  const isCancelled = from.approval.kind === 'approved';
  const intent = (kind: 'fund-request.cancelled' | 'fund-request.approved', record: FundRequest) =>
    newIntent({
      id: context.ids.uuid(),
      kind,
      subject: keyOf(record),
      label: record.title,
      now,
      fields: decisionFields,
    });
  const committed = await context.store.commit({
    puts: [
      { kind: 'fund-request', record: after.from },
      { kind: 'fund-request', record: after.to },
    ],
    expect: [
      { key: keyOf(from), rev: from.rev },
      { key: keyOf(to), rev: to.rev },
      ...(claim === undefined ? [] : [{ key: { kind: 'claim' as const, id: claim.id }, rev: claim.rev }]),
    ],
    // The funds are free before they are given anew.
    newIntents: [
      ...(isCancelled ? [intent('fund-request.cancelled', after.from)] : []),
      intent('fund-request.approved', after.to),
    ],
    audits: [
      auditLine(context, {
        action: isCancelled
          ? `cancelled, its funds given to “${to.title}”`
          : `gave its funds to “${to.title}”`,
        record: keyOf(from),
        recordedFor: by,
        note: input.reason.trim(),
      }),
      auditLine(context, {
        action: `approved with the funds of “${from.title}”`,
        record: keyOf(to),
        changes: changedFields(to, after.to, ['approvedAmount']),
        recordedFor: by,
        note: input.reason.trim(),
      }),
    ],
  });
  return committed.ok ? ok(after) : err(problemOfCommit(committed.error));
}
