import { findActivityType } from '../../domain/lookup';
import { safeFileName } from '../../domain/pop/file-name';
import { sniffMediaType } from '../../domain/pop/media-type';
import { INVOICE_PROOF } from '../../schema/proof-value';
import { staysHere } from '../../domain/pop/stays-here';
import { err, ok, type Result } from '../../lib/result';
import type { InvoiceFields, StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import { DocumentId, type FundRequestId } from '../../schema/ids';
import type { Sha256 } from '../../schema/values';
import { auditLine } from '../audit-line';
import { againWhenMoved } from '../again-when-moved';
import type { UseCaseContext } from '../context';
import { derivedId } from '../derived-id';
import { present, problemOfCommit, type UseCaseProblem } from '../problem';
import { claimFor } from './claim-of';
import { claimWrite } from './claim-write';
import { receivedClaim } from './receive-claim';
import { uploadOf } from './upload-of';

/** A file as it was dropped, hashed; `invoice` are the fields of an e-invoice inside it, null when it has none. */
export type DroppedFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  readonly invoice: InvoiceFields | null;
};

/** What became of the dropped files; `alreadyHere` names those whose very bytes the request has, unless their upload was given up and begins anew. */
export type Attached = { readonly added: readonly StoredDocument[]; readonly alreadyHere: readonly string[] };

/** Largest file that Salesforce and GitLab take from this app, in bytes. */
export const MAX_DOCUMENT_BYTES = 100 * 1024 * 1024;

/** Why a file is not taken, by its length alone, so that a huge one is never read; null when it is. */
export function refuseFile(file: { readonly name: string; readonly size: number }): UseCaseProblem | null {
  if (file.size === 0) {
    return {
      code: 'empty-file',
      message: `“${file.name}” is empty.`,
      fix: 'Ask the sender for the file again; nothing was added.',
    };
  }
  if (file.size > MAX_DOCUMENT_BYTES) {
    return {
      code: 'too-large',
      message: `“${file.name}” is larger than 100 MB.`,
      fix: 'Ask for a smaller copy, or keep a link to it in the description; nothing was added.',
    };
  }
  return null;
}

function documentOf(
  context: UseCaseContext,
  request: FundRequest,
  file: DroppedFile,
  proof: string | null,
  isTaken: (id: string) => boolean,
): StoredDocument {
  const now = context.clock.now();
  return {
    id: DocumentId.parse(derivedId([request.id, file.sha256.slice(0, 20)], context.ids, isTaken)),
    rev: 1,
    createdAt: now,
    updatedAt: now,
    deletedRemotely: false,
    requestId: request.id,
    name: safeFileName(file.name),
    mediaType: sniffMediaType(file.bytes, file.name),
    size: file.bytes.length,
    sha256: file.sha256,
    proof: proof ?? (file.invoice === null ? null : INVOICE_PROOF),
    addedBy: context.settings.userName,
    review: { kind: 'unreviewed' },
    invoice: file.invoice,
    salesforce: null,
    gitlabUpload: null,
  };
}

type AttachInput = {
  readonly requestId: FundRequestId;
  readonly files: readonly DroppedFile[];
  /** Proof of the checklist onto which they were dropped; null when dropped elsewhere. */
  readonly proof: string | null;
};

/**
 * Stores dropped files on a request: bytes unaltered under their hash, the document, its upload and the history in one
 * commit; on an approved request the claim counts as received (POP-2, POP-6). What may be a list of people gets its upload
 * only when it is filed as something else (POP-8). All files are taken or none.
 */
export function attachDocuments(
  context: UseCaseContext,
  input: AttachInput,
): Promise<Result<Attached, UseCaseProblem>> {
  return againWhenMoved(() => attachOnce(context, input));
}

async function attachOnce(
  context: UseCaseContext,
  input: AttachInput,
): Promise<Result<Attached, UseCaseProblem>> {
  const found = present(
    await context.store.get('fund-request', input.requestId),
    'This fund request',
    'Salesforce',
  );
  if (!found.ok) return found;
  const request = found.value;
  const refusal = input.files
    .map(({ name, bytes }) => refuseFile({ name, size: bytes.length }))
    .find((problem) => problem !== null);
  if (refusal) return err(refusal);
  const existing = await context.store.list({
    kind: 'document',
    by: { index: 'requestId', equals: request.id },
  });
  const known = new Set<string>(existing.map((document) => document.sha256));
  const alreadyHere: string[] = [];
  const resumed = existing.flatMap((document): StoredDocument[] => {
    const { uploadGivenUp, ...rest } = document;
    const isDropped = input.files.some(({ sha256 }) => sha256 === document.sha256);
    if (uploadGivenUp === undefined || !isDropped) return [];
    return [{ ...rest, rev: rest.rev + 1, updatedAt: context.clock.now() }];
  });
  const fresh = input.files.filter((file) => {
    if (known.has(file.sha256)) {
      if (!resumed.some(({ sha256 }) => sha256 === file.sha256)) alreadyHere.push(file.name);
      return false;
    }
    known.add(file.sha256);
    return true;
  });
  if (fresh.length === 0 && resumed.length === 0) return ok({ added: [], alreadyHere });
  const added = fresh.map((file) =>
    documentOf(context, request, file, input.proof, (id) => existing.some((document) => document.id === id)),
  );
  const activityType = findActivityType(context.playbook, request.activityType);
  const isClaimed = fresh.length > 0 && request.approval.kind === 'approved';
  const claim = isClaimed ? await claimFor(context, request) : null;
  const others = existing.filter(({ deletedRemotely }) => !deletedRemotely);
  const received = claim === null ? null : await receivedClaim(context, request, claim, added, others);
  const claimParts =
    claim !== null && received !== null
      ? claimWrite(context, claim, received, { action: 'received documents', travels: true })
      : null;
  const committed = await context.store.commit({
    puts: [
      ...[...added, ...resumed].map((record) => ({ kind: 'document' as const, record })),
      ...(claimParts?.puts ?? []),
    ],
    expect: [
      ...resumed.map(({ id, rev }) => ({ key: { kind: 'document' as const, id }, rev: rev - 1 })),
      ...(claimParts?.expect ?? []),
    ],
    blobs: fresh.map(({ sha256, bytes }) => ({ sha256, bytes })),
    newIntents: [
      ...(claimParts?.newIntents ?? []),
      ...[...added, ...resumed]
        .filter((document) => staysHere(document, activityType, context.playbook) === null)
        .map((document) => uploadOf(context, document)),
    ],
    audits: [
      ...added.map((document) =>
        auditLine(context, {
          action: 'added document',
          record: { kind: 'fund-request', id: request.id },
          note: document.name,
        }),
      ),
      ...resumed.map((document) =>
        auditLine(context, {
          action: 'sent document after all',
          record: { kind: 'fund-request', id: request.id },
          note: document.name,
        }),
      ),
      ...(claimParts?.audits ?? []),
    ],
  });
  return committed.ok
    ? ok({ added: [...added, ...resumed], alreadyHere })
    : err(problemOfCommit(committed.error));
}
