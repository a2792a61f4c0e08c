import { noInvoice } from '../../domain/merging/claim-fields';
import { assertNever } from '../../lib/assert-never';
import { type ClaimAction, type ClaimRefusal, decideClaim } from '../../domain/pop/claim-decision';
import { err, ok, type Result } from '../../lib/result';
import type { Claim } from '../../schema/claim';
import { InvoiceFields } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { FundRequestId } from '../../schema/ids';
import type { PlainDate } from '../../schema/values';
import type { UseCaseContext } from '../context';
import { present, problemOfCommit, type UseCaseProblem } from '../problem';
import { claimAmount } from './claim-amount';
import { claimReview } from './claim-findings';
import { claimFor, claimOf } from './claim-of';
import { claimWrite } from './claim-write';

/** What the reviewer does to a claim as a whole (POP-2, POP-4, POP-5). */
export type ClaimMove =
  | { readonly kind: 'accept' }
  | { readonly kind: 'request-changes' | 'reject'; readonly note: string }
  | { readonly kind: 'open-requisition'; readonly zipNumber: string; readonly zipDate: PlainDate }
  | { readonly kind: 'pay' };

/** A refused move; `findings` are the checks that stand in the way. */
export type ClaimProblem = UseCaseProblem & { readonly findings?: ClaimRefusal['findings'] };

/** The claim that the person acts on, as she saw it. */
export type SeenClaim = {
  readonly requestId: FundRequestId;
  /** Revision of the claim on her screen; null when there was none yet. */
  readonly rev: number | null;
};

type Loaded = { readonly request: FundRequest; readonly claim: Claim };

async function load(
  context: UseCaseContext,
  { requestId, rev }: SeenClaim,
): Promise<Result<Loaded, UseCaseProblem>> {
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
  const claim = await claimOf(context, requestId);
  if ((claim?.rev ?? null) !== rev) {
    return err({
      code: 'moved-on',
      message: 'This claim was changed elsewhere while you were looking at it; nothing was saved.',
      fix: 'Look at it as it is now, then do it again.',
    });
  }
  return ok({ request, claim: claim ?? (await claimFor(context, request)) });
}

async function actionOf(
  context: UseCaseContext,
  { request, claim }: Loaded,
  move: ClaimMove,
): Promise<ClaimAction> {
  const at = context.clock.now();
  const by = context.settings.userName;
  switch (move.kind) {
    case 'accept':
      return { kind: 'accept', at, by, findings: (await claimReview(context, request, claim)).findings };
    case 'request-changes':
    case 'reject':
      return { kind: move.kind, at, by, note: move.note };
    case 'open-requisition':
      return move;
    case 'pay':
      return { kind: 'pay', at };
    default:
      return assertNever(move);
  }
}

function actionText(move: ClaimMove): string {
  switch (move.kind) {
    case 'accept':
      return 'accepted the claim';
    case 'request-changes':
      return 'asked for changes';
    case 'reject':
      return 'rejected the claim';
    case 'open-requisition':
      return 'opened requisition';
    case 'pay':
      return 'marked as paid';
    default:
      return assertNever(move);
  }
}

/** Decides a claim or says why not; the new stage moves the POP issue's label on the next sync (POP-2). */
export async function decideClaimOf(
  context: UseCaseContext,
  input: SeenClaim & { readonly move: ClaimMove },
): Promise<Result<Claim, ClaimProblem>> {
  const loaded = await load(context, input);
  if (!loaded.ok) return loaded;
  const { request, claim } = loaded.value;
  const decided = decideClaim(claim, await actionOf(context, loaded.value, input.move), context.playbook);
  if (!decided.ok) return err(decided.error);
  const after: Claim = {
    ...claim,
    ...decided.value,
    reimbursement: await claimAmount(context, claim, request),
    playbookVersion: context.playbook.version,
  };
  return write(context, claim, after, {
    action: actionText(input.move),
    note: 'note' in input.move ? input.move.note : null,
    travels: true,
  });
}

/** Keeps those fields of the invoice that the person typed or corrected (POP-5); what is empty stays unknown. */
export async function saveInvoiceFields(
  context: UseCaseContext,
  input: SeenClaim & { readonly fields: Readonly<Partial<Record<keyof InvoiceFields, unknown>>> },
): Promise<Result<Claim, UseCaseProblem>> {
  const loaded = await load(context, input);
  if (!loaded.ok) return loaded;
  const { request, claim } = loaded.value;
  const parsed = InvoiceFields.safeParse({ ...(claim.invoice ?? noInvoice), ...input.fields });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err({
      code: 'form',
      message: issue?.message ?? 'A field of the invoice cannot be stored.',
      fix: 'Correct the field and save again.',
      field: String(issue?.path[0] ?? ''),
    });
  }
  const after = { ...claim, invoice: parsed.data };
  return write(
    context,
    claim,
    { ...after, reimbursement: await claimAmount(context, after, request) },
    { action: 'entered invoice', note: parsed.data.number, travels: claim.receivedAt !== null },
  );
}

/** Keeps a reviewer's answer to a check that only a person can decide (POP-5, POP-8); null takes the answer back. */
export async function tickClaim(
  context: UseCaseContext,
  input: SeenClaim & { readonly code: string; readonly value: boolean | null },
): Promise<Result<Claim, UseCaseProblem>> {
  const loaded = await load(context, input);
  if (!loaded.ok) return loaded;
  const { claim } = loaded.value;
  return write(
    context,
    claim,
    { ...claim, ticks: ticksWith(claim.ticks, input.code, input.value) },
    {
      action: input.value === true ? `confirmed ${input.code}` : `unconfirmed ${input.code}`,
      note: null,
      travels: false,
    },
  );
}

function ticksWith(ticks: Claim['ticks'], code: string, value: boolean | null): Claim['ticks'] {
  const others = Object.entries(ticks).filter(([key]) => key !== code);
  return Object.fromEntries(value === null ? others : [...others, [code, value]]);
}

async function write(
  context: UseCaseContext,
  before: Claim,
  after: Claim,
  input: Parameters<typeof claimWrite>[3],
): Promise<Result<Claim, UseCaseProblem>> {
  const parts = claimWrite(context, before, after, input);
  const committed = await context.store.commit(parts);
  if (!committed.ok) return err(problemOfCommit(committed.error));
  return ok({ ...after, rev: before.rev + 1 });
}
