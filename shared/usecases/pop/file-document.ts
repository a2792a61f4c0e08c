import { findActivityType } from '../../domain/lookup';
import { INVOICE_PROOF, MISPLACED_PROOF, OTHER_PROOF } from '../../schema/proof-value';
import { staysHere } from '../../domain/pop/stays-here';
import { err, type Result } from '../../lib/result';
import type { Claim } from '../../schema/claim';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { DocumentId } from '../../schema/ids';
import { againWhenMoved } from '../again-when-moved';
import type { UseCaseContext } from '../context';
import { notFound, type UseCaseProblem } from '../problem';
import { claimFor, storedClaim } from './claim-of';
import { claimWrite } from './claim-write';
import { withInvoices, withOutdatedInvoice } from './claim-invoice';
import { handedInFor, receivedClaim, takenBackClaim } from './receive-claim';
import { closedClaim } from './seen-claim';
import { type ClaimParts, storeDocument } from './store-document';
import { uploadOnceFree } from './upload-of';

function filedText(name: string, proof: string | null): string {
  switch (proof) {
    case null:
      return `took ${name} back from where it was filed`;
    case INVOICE_PROOF:
      return `filed ${name} as the invoice`;
    case OTHER_PROOF:
      return `filed ${name} as no proof`;
    case MISPLACED_PROOF:
      return `filed ${name} as not for this request`;
    default:
      return `filed ${name} as ${proof}`;
  }
}

/**
 * Says which proof of the checklist a document serves, that it serves none, or that it came onto the wrong request (POP-3);
 * null puts it back among those not filed. What stayed here until it was known to be no list of people is sent then (POP-8).
 */
export function assignProof(
  context: UseCaseContext,
  input: { readonly id: DocumentId; readonly proof: string | null },
): Promise<Result<StoredDocument, UseCaseProblem>> {
  return againWhenMoved(() => assignOnce(context, input));
}

async function assignOnce(
  context: UseCaseContext,
  input: { readonly id: DocumentId; readonly proof: string | null },
): Promise<Result<StoredDocument, UseCaseProblem>> {
  const before = await context.store.get('document', input.id);
  if (!before) return err(notFound('This document'));
  const claim = await storedClaim(context, before.requestId);
  const closed = claim === undefined ? null : closedClaim(claim);
  if (closed !== null) return err(closed);
  const request = await context.store.get('fund-request', before.requestId);
  const activityType = findActivityType(context.playbook, request?.activityType ?? '');
  const after = { ...before, proof: input.proof };
  return storeDocument(context, before, after, {
    action: filedText(before.name, input.proof),
    note: null,
    over: claim,
    with: request === undefined ? null : await claimAfterFiling(context, request, before, after),
    uploads: await uploadOnceFree(
      context,
      after,
      staysHere(before, activityType, context.playbook),
      staysHere(after, activityType, context.playbook),
    ),
  });
}

/**
 * What filing does to the claim: documents that were here before count as received once they are filed as invoice or
 * proof, and no longer where they turn out to be neither (POP-1, POP-2). An invoice brings its fields when none are known
 * or those known are of one that had to change, and one that is filed elsewhere gives way to the next (POP-5). Null when
 * nothing changes.
 */
async function claimAfterFiling(
  context: UseCaseContext,
  request: FundRequest,
  before: StoredDocument,
  document: StoredDocument,
): Promise<ClaimParts | null> {
  if (request.approval.kind !== 'approved') return null;
  const claim = await claimFor(context, request);
  const after = await filedClaim(context, request, claim, before, document);
  const hasChanged =
    after.receivedAt !== claim.receivedAt ||
    after.decision !== claim.decision ||
    after.invoice !== claim.invoice ||
    after.invoiceOf !== claim.invoiceOf ||
    after.invoiceIsOutdated !== claim.invoiceIsOutdated ||
    after.ticks !== claim.ticks;
  if (!hasChanged) return null;
  const isTakenBack = claim.receivedAt !== null && after.receivedAt === null;
  const action = isTakenBack ? 'took back what was received' : 'received documents';
  return claimWrite(context, claim, after, {
    action,
    travels: after.receivedAt !== claim.receivedAt || claim.receivedAt !== null,
  });
}

async function filedClaim(
  context: UseCaseContext,
  request: FundRequest,
  claim: Claim,
  before: StoredDocument,
  document: StoredDocument,
): Promise<Claim> {
  const isInvoice = document.proof === INVOICE_PROOF;
  const wasInvoice = before.proof === INVOICE_PROOF;
  const current =
    wasInvoice && !isInvoice && claim.invoiceOf === document.id ? withOutdatedInvoice(claim) : claim;
  const all = await context.store.list({
    kind: 'document',
    by: { index: 'requestId', equals: request.id },
  });
  const others = all.filter(({ id, deletedRemotely }) => id !== document.id && !deletedRemotely);
  const since = handedInFor(context, request);
  if (since(document) === null) return takenBackClaim(context, request, current, others) ?? current;
  // What came after changes were asked for, and counted as nothing until now, answers them.
  const isAnswer =
    claim.decision.kind === 'changes-requested' &&
    claim.decision.at <= document.createdAt &&
    since(before) === null;
  if (current.receivedAt === null || isAnswer)
    return (await receivedClaim(context, request, current, [document], others)) ?? current;
  return isInvoice && !wasInvoice ? withInvoices(context, request, current, [document]) : current;
}
