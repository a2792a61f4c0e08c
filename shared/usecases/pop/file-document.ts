import { findActivityType } from '../../domain/lookup';
import { INVOICE_PROOF, MISPLACED_PROOF, OTHER_PROOF } from '../../schema/proof-value';
import { staysHere } from '../../domain/pop/stays-here';
import { err, type Result } from '../../lib/result';
import type { NewIntent } from '../../ports/local-store';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { DocumentId } from '../../schema/ids';
import { againWhenMoved } from '../again-when-moved';
import type { UseCaseContext } from '../context';
import { notFound, type UseCaseProblem } from '../problem';
import { claimFor, storedClaim } from './claim-of';
import { claimWrite } from './claim-write';
import { receivedClaim, withInvoice } from './receive-claim';
import { closedClaim } from './seen-claim';
import { type ClaimParts, storeDocument } from './store-document';
import { uploadOf } from './upload-of';

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
  const after = { ...before, proof: input.proof };
  return storeDocument(context, before, after, {
    action: filedText(before.name, input.proof),
    note: null,
    over: claim,
    with: request === undefined ? null : await claimAfterFiling(context, request, before, after),
    uploads: request === undefined ? [] : await uploadsAfterFiling(context, request, before, after),
  });
}

/** The upload of a document that had to stay here as it was filed before; none where it was sent or given up. */
async function uploadsAfterFiling(
  context: UseCaseContext,
  request: FundRequest,
  before: StoredDocument,
  after: StoredDocument,
): Promise<NewIntent[]> {
  const activityType = findActivityType(context.playbook, request.activityType);
  const isSetFree = staysHere(before, activityType) !== null && staysHere(after, activityType) === null;
  if (!isSetFree || after.salesforce !== null || after.uploadGivenUp) return [];
  const intents = await context.store.intentsFor({ kind: 'document', id: after.id });
  const isWaiting = intents.some(({ state }) => state !== 'done' && state !== 'discarded');
  return isWaiting ? [] : [uploadOf(context, after)];
}

/**
 * What filing does to the claim: documents that were here before count as received once they are filed, and an invoice
 * brings its fields when none are known, or those known are of one that had to change (POP-2, POP-5). Null when nothing
 * changes.
 */
async function claimAfterFiling(
  context: UseCaseContext,
  request: FundRequest,
  before: StoredDocument,
  document: StoredDocument,
): Promise<ClaimParts | null> {
  if (document.proof === null || request.approval.kind !== 'approved') return null;
  const claim = await claimFor(context, request);
  const isNewInvoice = document.proof === INVOICE_PROOF && before.proof !== INVOICE_PROOF;
  const after =
    claim.receivedAt === null
      ? await receivedClaim(context, request, claim, [document])
      : isNewInvoice
        ? await withInvoice(context, request, claim, [document])
        : null;
  const hasChanged =
    after !== null &&
    (after.receivedAt !== claim.receivedAt || after.invoice !== claim.invoice || after.ticks !== claim.ticks);
  if (!hasChanged) return null;
  return claimWrite(context, claim, after, { action: 'received documents', travels: true });
}
