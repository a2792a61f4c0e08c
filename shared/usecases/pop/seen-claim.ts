import { isDecided } from '../../domain/pop/claim-decision';
import { err, ok, type Result } from '../../lib/result';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { FundRequestId } from '../../schema/ids';
import type { UseCaseContext } from '../context';
import { sameFormValue } from '../form-changes';
import { present, problemOfCommit, type UseCaseProblem } from '../problem';
import { claimFor } from './claim-of';
import { claimWrite } from './claim-write';

/** The claim that the person acts on, as she saw it. */
export type SeenClaim = {
  readonly requestId: FundRequestId;
  /** The claim on her screen; null when there was none yet. */
  readonly claim: Claim | null;
};

/** A request with its claim as both are stored. */
export type LoadedClaim = { readonly request: FundRequest; readonly claim: Claim };

/** What a decision on a claim rests on; a reference or a name that the sync writes beside it changes nothing. */
const decisive = [
  'stage',
  'invoice',
  'reimbursement',
  'ticks',
  'receivedAt',
  'decision',
  'zipNumber',
  'zipDate',
] as const satisfies readonly (keyof Claim)[];

/** Reads the claim of an approved request, or a new one that is not stored yet (POP-1). */
export async function loadClaim(
  context: UseCaseContext,
  requestId: FundRequestId,
): Promise<Result<LoadedClaim, UseCaseProblem>> {
  const found = present(
    await context.store.get('fund-request', requestId),
    'This fund request',
    'Salesforce',
  );
  if (!found.ok) return found;
  const request = found.value;
  if (request.approval.kind !== 'approved') {
    return err({
      code: 'not-approved',
      message: 'Only an approved request can be claimed.',
      fix: 'Have the request approved first.',
    });
  }
  return ok({ request, claim: await claimFor(context, request) });
}

/** Reads the claim and refuses when what a decision rests on is no longer what the person saw (G4). */
export async function loadSeenClaim(
  context: UseCaseContext,
  { requestId, claim }: SeenClaim,
): Promise<Result<LoadedClaim, UseCaseProblem>> {
  const loaded = await loadClaim(context, requestId);
  if (!loaded.ok) return loaded;
  const stored = loaded.value.claim;
  const isAsSeen =
    stored.rev === 0 || claim === null
      ? stored.rev === 0 && claim === null
      : decisive.every((name) => sameFormValue(stored[name], claim[name]));
  if (isAsSeen) return loaded;
  return err({
    code: 'moved-on',
    message: 'This claim was changed elsewhere while you were looking at it; nothing was saved.',
    fix: 'Look at it as it is now, then do it again.',
  });
}

/** Why nothing about a claim can be changed any more; null while it can. */
export function closedClaim(claim: Claim): UseCaseProblem | null {
  return isDecided(claim)
    ? {
        code: 'already-decided',
        message: `The claim is already ${claim.decision.kind}; nothing was saved.`,
        fix: 'Look at it as it is now.',
      }
    : null;
}

/** Stores a changed claim with its history and what the remotes are told. */
export async function writeClaim(
  context: UseCaseContext,
  before: Claim,
  after: Claim,
  input: Parameters<typeof claimWrite>[3],
): Promise<Result<Claim, UseCaseProblem>> {
  const committed = await context.store.commit(claimWrite(context, before, after, input));
  if (!committed.ok) return err(problemOfCommit(committed.error));
  return ok({ ...after, rev: before.rev + 1 });
}
