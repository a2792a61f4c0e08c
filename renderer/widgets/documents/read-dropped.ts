import { safeFileName } from '../../../shared/domain/pop/file-name';
import { sniffMediaType } from '../../../shared/domain/pop/media-type';
import type { InvoiceFields } from '../../../shared/schema/document';
import { Sha256 } from '../../../shared/schema/values';
import type { DroppedFile } from '../../../shared/usecases/pop/attach-documents';
import { askDocumentWorker } from './document-worker';
import { pdfAttachments } from './pdf-engine';

/** Something the person should know of a file that is taken all the same. */
export type FileNote = { readonly name: string; readonly message: string; readonly fix: string };

/** A file that was read, and what to say of it. */
export type ReadFile = { readonly file: DroppedFile; readonly note: FileNote | null };

/**
 * Reads a dropped file: its bytes, their hash and the e-invoice inside (POP-5, POP-6). The promise rejects only when
 * the file itself is gone or cannot be opened.
 */
export async function readDropped(dropped: File): Promise<ReadFile> {
  const bytes = new Uint8Array(await dropped.arrayBuffer());
  const sha256 = await hashOf(bytes);
  const { invoice, note } = await invoiceOf(bytes, dropped.name);
  const said = note ?? nameNote(dropped.name);
  return {
    file: { name: dropped.name, bytes, sha256, invoice },
    note: said === null ? null : { name: safeFileName(dropped.name), ...said },
  };
}

/** A word on a name that could not stay as it was. */
function nameNote(name: string): Pick<FileNote, 'message' | 'fix'> | null {
  if (safeFileName(name) === name) return null;
  return {
    message:
      'Its name held characters that hide what it is, or that no system takes, so it was given this one.',
    fix: 'The file itself is unaltered; look twice at who sent it.',
  };
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Sha256.parse([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}

type Found = {
  readonly invoice: InvoiceFields | null;
  readonly note: { readonly message: string; readonly fix: string } | null;
};

const nothing: Found = { invoice: null, note: null };

async function invoiceOf(bytes: Uint8Array, name: string): Promise<Found> {
  const type = sniffMediaType(bytes, name);
  if (type === 'application/pdf') return fromPdf(bytes);
  if (type === 'application/xml') return { ...(await ask({ kind: 'read-xml', content: bytes })), note: null };
  const promised = /\.(pdf|png|jpe?g|webp|gif)$/i.exec(name)?.[1]?.toUpperCase();
  return promised === undefined || type.startsWith('image/')
    ? nothing
    : {
        invoice: null,
        note: {
          message: `It is called ${promised} but is no ${promised} inside.`,
          fix: 'It is kept unaltered; ask the partner for the right file.',
        },
      };
}

async function fromPdf(bytes: Uint8Array): Promise<Found> {
  const files = await pdfAttachments(bytes);
  if (!files.ok) {
    return {
      invoice: null,
      note: { message: `${files.error.title}. ${files.error.reason}`, fix: files.error.fix },
    };
  }
  return files.value.length === 0 ? nothing : ask({ kind: 'read-attachments', files: [...files.value] });
}

async function ask(question: Parameters<typeof askDocumentWorker>[0]): Promise<Found> {
  const answer = await askDocumentWorker(question);
  if (answer.kind === 'invoice') return { invoice: answer.invoice, note: answer.problem };
  return answer.kind === 'problem' ? { invoice: null, note: answer.problem } : nothing;
}
