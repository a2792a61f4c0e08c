import { INVOICE_PROOF } from '../../domain/pop/proofs';
import { err, ok, type Result } from '../../lib/result';
import type { DocumentReview, StoredDocument } from '../../schema/document';
import type { DocumentId } from '../../schema/ids';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
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
export async function reviewDocument(
  context: UseCaseContext,
  input: { readonly id: DocumentId; readonly verdict: DocumentVerdict },
): Promise<Result<StoredDocument, UseCaseProblem>> {
  const before = await context.store.get('document', input.id);
  if (!before) return err(notFound('This document'));
  const review = reviewOf(context, input.verdict);
  if ('code' in review) return err(review);
  return store(context, before, { ...before, review }, actionText(input.verdict, before.name), {
    note: review.kind === 'changes-requested' ? review.note : null,
  });
}

/** Says which proof of the checklist a document serves (POP-3); null puts it back among the unassigned. */
export async function assignProof(
  context: UseCaseContext,
  input: { readonly id: DocumentId; readonly proof: string | null },
): Promise<Result<StoredDocument, UseCaseProblem>> {
  const before = await context.store.get('document', input.id);
  if (!before) return err(notFound('This document'));
  const what = input.proof === INVOICE_PROOF ? 'the invoice' : (input.proof ?? 'unassigned');
  return store(context, before, { ...before, proof: input.proof }, `filed ${before.name} as ${what}`, {
    note: null,
  });
}

async function store(
  context: UseCaseContext,
  before: StoredDocument,
  after: StoredDocument,
  action: string,
  { note }: { readonly note: string | null },
): Promise<Result<StoredDocument, UseCaseProblem>> {
  const record = { ...after, rev: before.rev + 1, updatedAt: context.clock.now() };
  const committed = await context.store.commit({
    puts: [{ kind: 'document', record }],
    expect: [{ key: { kind: 'document', id: before.id }, rev: before.rev }],
    audits: [auditLine(context, { action, record: { kind: 'fund-request', id: before.requestId }, note })],
  });
  return committed.ok ? ok(record) : err(problemOfCommit(committed.error));
}
