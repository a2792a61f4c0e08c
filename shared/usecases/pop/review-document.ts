import { INVOICE_PROOF } from '../../domain/pop/proofs';
import { err, ok, type Result } from '../../lib/result';
import type { Commit } from '../../ports/local-store';
import type { Claim } from '../../schema/claim';
import type { DocumentReview, StoredDocument } from '../../schema/document';
import type { DocumentId } from '../../schema/ids';
import { againWhenMoved } from '../again-when-moved';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import { claimFor, storedClaim } from './claim-of';
import { claimWrite } from './claim-write';
import { receivedClaim } from './receive-claim';
import { closedClaim } from './seen-claim';
import { notFound, problemOfCommit, type UseCaseProblem } from '../problem';

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
  return store(context, before, { ...before, review }, actionText(input.verdict, before.name), {
    note: review.kind === 'changes-requested' ? review.note : null,
    over: claim,
  });
}

/** Says which proof of the checklist a document serves (POP-3); null puts it back among the unassigned. */
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
  const what = input.proof === INVOICE_PROOF ? 'the invoice' : (input.proof ?? 'unassigned');
  const after = { ...before, proof: input.proof };
  return store(context, before, after, `filed ${before.name} as ${what}`, {
    note: null,
    over: claim,
    with: input.proof === null ? null : await claimAfterFiling(context, after),
  });
}

/**
 * What filing does to the claim: documents that were here before the approval count as received once they are filed,
 * and an invoice brings its fields when none are known (POP-2, POP-5). Null when nothing changes.
 */
async function claimAfterFiling(
  context: UseCaseContext,
  document: StoredDocument,
): Promise<ReturnType<typeof claimWrite> | null> {
  const request = await context.store.get('fund-request', document.requestId);
  if (request?.approval.kind !== 'approved') return null;
  const claim = await claimFor(context, request);
  const bringsFields =
    document.proof === INVOICE_PROOF && document.invoice !== null && claim.invoice === null;
  if (claim.receivedAt !== null && !bringsFields) return null;
  const after = await receivedClaim(context, request, claim, [document]);
  if (after === null) return null;
  return claimWrite(context, claim, after, { action: 'received documents', travels: true });
}

async function store(
  context: UseCaseContext,
  before: StoredDocument,
  after: StoredDocument,
  action: string,
  more: {
    readonly note: string | null;
    /** The claim that was open when the document was looked at; it must not be decided in between. */
    readonly over: Claim | undefined;
    readonly with?: ReturnType<typeof claimWrite> | null;
  },
): Promise<Result<StoredDocument, UseCaseProblem>> {
  const record = { ...after, rev: before.rev + 1, updatedAt: context.clock.now() };
  const committed = await context.store.commit({
    puts: [{ kind: 'document', record }, ...(more.with?.puts ?? [])],
    expect: [
      { key: { kind: 'document', id: before.id }, rev: before.rev },
      ...(more.with?.expect ?? claimAsRead(more.over)),
    ],
    newIntents: more.with?.newIntents ?? [],
    audits: [
      auditLine(context, {
        action,
        record: { kind: 'fund-request', id: before.requestId },
        note: more.note,
      }),
      ...(more.with?.audits ?? []),
    ],
  });
  return committed.ok ? ok(record) : err(problemOfCommit(committed.error));
}

function claimAsRead(claim: Claim | undefined): NonNullable<Commit['expect']> {
  return claim === undefined ? [] : [{ key: { kind: 'claim', id: claim.id }, rev: claim.rev }];
}
