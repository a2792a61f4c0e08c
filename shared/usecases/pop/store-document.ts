import { err, ok, type Result } from '../../lib/result';
import type { Commit, NewIntent } from '../../ports/local-store';
import type { Claim } from '../../schema/claim';
import type { StoredDocument } from '../../schema/document';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import { problemOfCommit, type UseCaseProblem } from '../problem';
import type { claimWrite } from './claim-write';

/** The parts of a commit that change the claim together with a document. */
export type ClaimParts = ReturnType<typeof claimWrite>;

/** Stores a changed document with its history, what it does to the claim, and the uploads that begin with it. */
export async function storeDocument(
  context: UseCaseContext,
  before: StoredDocument,
  after: StoredDocument,
  more: {
    readonly action: string;
    readonly note: string | null;
    /** The claim that was open when the document was looked at; it must not be decided in between. */
    readonly over: Claim | undefined;
    readonly with: ClaimParts | null;
    readonly uploads?: readonly NewIntent[];
  },
): Promise<Result<StoredDocument, UseCaseProblem>> {
  const record = { ...after, rev: before.rev + 1, updatedAt: context.clock.now() };
  const committed = await context.store.commit({
    puts: [{ kind: 'document', record }, ...(more.with?.puts ?? [])],
    expect: [
      { key: { kind: 'document', id: before.id }, rev: before.rev },
      ...(more.with?.expect ?? claimAsRead(more.over)),
    ],
    newIntents: [...(more.with?.newIntents ?? []), ...(more.uploads ?? [])],
    audits: [
      auditLine(context, {
        action: more.action,
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
