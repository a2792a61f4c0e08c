import { assertNever } from '../../lib/assert-never';
import { type ClaimAction, type ClaimRefusal, decideClaim, isDecided } from '../../domain/pop/claim-decision';
import { type ClaimDuty, claimRoleRefusal } from '../../domain/pop/claim-roles';
import { popDeadline } from '../../domain/pop/deadlines';
import { firstClaims } from '../../domain/pop/first-claims';
import { err, type Result } from '../../lib/result';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Money, PlainDate } from '../../schema/values';
import { againWhenMoved } from '../again-when-moved';
import type { UseCaseContext } from '../context';
import type { UseCaseProblem } from '../problem';
import { claimAmount } from './claim-amount';
import { claimReview, type LeadLists } from './claim-findings';
import { type LoadedClaim, loadSeenClaim, type SeenClaim, writeClaim } from './seen-claim';

/** What the reviewer does to a claim as a whole (POP-2, POP-4, POP-5). */
export type ClaimMove =
  | {
      readonly kind: 'accept';
      /** What the screen found in the rows of the lead lists; without it they are not checked. */
      readonly leadLists?: LeadLists;
    }
  | { readonly kind: 'request-changes' | 'reject' | 'forfeit'; readonly note: string }
  | { readonly kind: 'open-requisition'; readonly zipNumber: string; readonly zipDate: PlainDate }
  | { readonly kind: 'pay' };

/** A refused move; `findings` are the checks that stand in the way. */
export type ClaimProblem = UseCaseProblem & { readonly findings?: ClaimRefusal['findings'] };

async function actionOf(
  context: UseCaseContext,
  { request, claim }: LoadedClaim,
  move: ClaimMove,
): Promise<ClaimAction> {
  const at = context.clock.now();
  const by = context.settings.userName;
  switch (move.kind) {
    case 'accept': {
      const { findings } = await claimReview(context, request, claim, move.leadLists);
      return { kind: 'accept', at, by, findings };
    }
    case 'request-changes':
    case 'reject':
      return { kind: move.kind, at, by, note: move.note };
    case 'forfeit':
      return {
        kind: 'forfeit',
        at,
        by,
        note: move.note,
        deadline: await deadlineState(context, request, claim),
      };
    case 'open-requisition':
      return move;
    case 'pay':
      return { kind: 'pay', at };
    default:
      return assertNever(move);
  }
}

/** What a move takes of the person's roles. */
function dutyOf(move: ClaimMove): ClaimDuty {
  switch (move.kind) {
    case 'accept':
    case 'request-changes':
    case 'reject':
    case 'forfeit':
      return 'review';
    case 'open-requisition':
    case 'pay':
      return 'payment';
    default:
      return assertNever(move);
  }
}

async function deadlineState(context: UseCaseContext, request: FundRequest, claim: Claim) {
  const by = { index: 'partnerId', equals: request.partnerId };
  const isFirstClaim = firstClaims(await context.store.list({ kind: 'claim', by }), context.playbook);
  const { playbook, holidays, clock } = context;
  const firstTime = isFirstClaim(request);
  return popDeadline({ request, claim, firstTime, playbook, holidays, now: clock.now() })?.state ?? null;
}

function actionText(move: ClaimMove): string {
  switch (move.kind) {
    case 'accept':
      return 'accepted the claim';
    case 'request-changes':
      return 'asked for changes';
    case 'reject':
      return 'rejected the claim';
    case 'forfeit':
      return 'closed the claim as lapsed';
    case 'open-requisition':
      return 'opened requisition';
    case 'pay':
      return 'marked as paid';
    default:
      return assertNever(move);
  }
}

/** Decides a claim, which takes one of the playbook's roles, or says why not; the new stage moves the POP issue's label on the next sync (POP-2). */
export function decideClaimOf(
  context: UseCaseContext,
  input: SeenClaim & { readonly move: ClaimMove },
): Promise<Result<Claim, ClaimProblem>> {
  return againWhenMoved(() => decideOnce(context, input));
}

/** What is paid after a move: a sum that was accepted stands as it is, also where Salesforce corrected it or told it alone. */
async function amountAfter(context: UseCaseContext, { request, claim }: LoadedClaim): Promise<Money | null> {
  if (isDecided(claim) && claim.reimbursement !== null) return claim.reimbursement;
  return claimAmount(context, claim, claim, request);
}

async function decideOnce(
  context: UseCaseContext,
  input: SeenClaim & { readonly move: ClaimMove },
): Promise<Result<Claim, ClaimProblem>> {
  const refusal = claimRoleRefusal(dutyOf(input.move), context.settings.roles, context.playbook);
  if (refusal !== null) return err(refusal);
  const loaded = await loadSeenClaim(context, input);
  if (!loaded.ok) return loaded;
  const { claim } = loaded.value;
  const decided = decideClaim(claim, await actionOf(context, loaded.value, input.move), context.playbook);
  if (!decided.ok) return err(decided.error);
  const after: Claim = {
    ...claim,
    ...decided.value,
    reimbursement: await amountAfter(context, loaded.value),
    playbookVersion: context.playbook.version,
  };
  return writeClaim(context, claim, after, {
    action: actionText(input.move),
    note: 'note' in input.move ? input.move.note : null,
    travels: true,
    withMoney: true,
  });
}
