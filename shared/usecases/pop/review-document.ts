import { INVOICE_PROOF } from '../../schema/proof-value';
import { err, type Result } from '../../lib/result';
import type { DocumentReview, StoredDocument } from '../../schema/document';
import type { DocumentId } from '../../schema/ids';
import { againWhenMoved } from '../again-when-moved';
import type { UseCaseContext } from '../context';
import { notFound, type UseCaseProblem } from '../problem';
import { storedClaim } from './claim-of';
import { claimWrite } from './claim-write';
import { isFilledIn, withCurrentInvoice, withOutdatedInvoice } from './claim-invoice';
import { closedClaim } from './seen-claim';
import { type ClaimParts, storeDocument } from './store-document';

/** A verdict on one document, or taking it back (POP-6). */
export type DocumentVerdict =
  | { readonly kind: 'accept' }
  | { readonly kind: 'request-changes'; readonly note: string }
  | { readonly kind: 'reopen' };

function reviewOf(context: UseCaseContext, verdict: DocumentVerdict): DocumentReview | UseCaseProblem {
  const at = context.clock.now();
  const by = context.settings.userName;
  if (verdict.kind === 'accept') return { kind: 'accepted', at, by };
  if (verdict.kind === 'reopen') return { kind: 'unreviewed' };
  const note = verdict.note.trim();
  if (note !== '') return { kind: 'changes-requested', at, by, note };
  return {
    code: 'note',
    field: 'note',
    message: 'What has to change is not said.',
    fix: 'Write it; the partner is told.',
  };
}

function actionText(verdict: DocumentVerdict, name: string): string {
  if (verdict.kind === 'accept') return `accepted ${name}`;
  return verdict.kind === 'reopen' ? `reopened ${name}` : `asked for changes to ${name}`;
}

/** Accepts a document, asks for changes, or takes the verdict back; it stays on the desk until the claim is decided. */
export function reviewDocument(
  context: UseCaseContext,
  input: { readonly id: DocumentId; readonly verdict: DocumentVerdict },
): Promise<Result<StoredDocument, UseCaseProblem>> {
  return againWhenMoved(() => reviewOnce(context, input));
}

async function reviewOnce(
  context: UseCaseContext,
  input: { readonly id: DocumentId; readonly verdict: DocumentVerdict },
): Promise<Result<StoredDocument, UseCaseProblem>> {
  const before = await context.store.get('document', input.id);
  if (!before) return err(notFound('This document'));
  const claim = await storedClaim(context, before.requestId);
  const closed = claim === undefined ? null : closedClaim(claim);
  if (closed !== null) return err(closed);
  const review = reviewOf(context, input.verdict);
  if ('code' in review) return err(review);
  const after = { ...before, review };
  return storeDocument(context, before, after, {
    action: actionText(input.verdict, before.name),
    note: review.kind === 'changes-requested' ? review.note : null,
    over: claim,
    with: await claimAfterVerdict(context, after),
  });
}

/**
 * What a verdict on the invoice does to the claim: after changes were asked for, what was read from it is replaced by the
 * next one (POP-5). Null when nothing changes.
 */
async function claimAfterVerdict(
  context: UseCaseContext,
  document: StoredDocument,
): Promise<ClaimParts | null> {
  const claim = await storedClaim(context, document.requestId);
  if (claim === undefined || document.proof !== INVOICE_PROOF) return null;
  const isOutdated = document.review.kind === 'changes-requested' && isFilledIn(claim);
  if (isOutdated === (claim.invoiceIsOutdated === true)) return null;
  const after = isOutdated ? withOutdatedInvoice(claim) : withCurrentInvoice(claim);
  const action = isOutdated ? 'waits for another invoice' : 'keeps its invoice';
  return claimWrite(context, claim, after, { action, travels: false });
}
