import { causeText } from '../../../shared/lib/cause';
import type { PDFDocumentProxy, PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { err, ok, type Result } from '../../../shared/lib/result';

type Library = typeof import('./pdf-library').pdfLibrary;
type Engine = {
  readonly library: Library;
  readonly worker: PDFWorker;
};

/** Why a PDF cannot be shown; its bytes are kept all the same. */
export type PdfProblem = { readonly title: string; readonly reason: string; readonly fix: string };

/** A PDF that is open for reading; `close` frees what it holds. */
export type OpenPdf = { readonly pdf: PDFDocumentProxy; readonly pdfjs: Library['pdfjs']; close(): void };

let running: Promise<Engine> | null = null;

async function startEngine(): Promise<Engine> {
  const { pdfLibrary } = await import('./pdf-library');
  const { pdfjs } = pdfLibrary;
  const port = new Worker(new URL('../../workers/pdf/worker.ts', import.meta.url), {
    type: 'module',
    name: 'pdf',
  });
  // The library types its parameters more loosely in its documentation than in its declarations.
  const worker = pdfjs.PDFWorker.create({ port } as unknown as Parameters<typeof pdfjs.PDFWorker.create>[0]);
  return { library: pdfLibrary, worker };
}

/** Opens a PDF; damaged and locked ones are told apart, with the way out. */
export async function openPdf(bytes: Uint8Array): Promise<Result<OpenPdf, PdfProblem>> {
  try {
    running ??= startEngine();
    const { library, worker } = await running;
    const { pdfjs, AppBinaryData, decoderFolder } = library;
    const task = pdfjs.getDocument({
      // The bytes are handed over to the worker; the caller keeps hers.
      data: bytes.slice(),
      worker,
      BinaryDataFactory: AppBinaryData,
      wasmUrl: decoderFolder,
      cMapPacked: true,
      useWorkerFetch: false,
      isEvalSupported: false,
      useWasm: false,
      enableXfa: false,
      verbosity: 0,
    });
    try {
      const pdf = await task.promise;
      return ok({ pdf, pdfjs, close: () => void task.destroy() });
    } catch (cause) {
      void task.destroy();
      return err(problemOf(cause));
    }
  } catch (cause) {
    running = null;
    return err({
      title: 'PDFs cannot be shown',
      reason: `The reader of PDFs did not start (${textOf(cause)}).`,
      fix: 'Close Channel Desk and start it again; the file is kept.',
    });
  }
}

function problemOf(cause: unknown): PdfProblem {
  if (cause instanceof Error && cause.name === 'PasswordException') {
    return {
      title: 'This PDF is locked',
      reason: 'It opens only with a password.',
      fix: 'Ask the partner for a copy without a password. This one is kept unaltered; you can also save a copy and open it elsewhere.',
    };
  }
  return {
    title: 'This PDF is damaged',
    reason: `It cannot be read (${textOf(cause)}); often a file like this was cut short while it was sent.`,
    fix: 'Ask the partner to send it again. This one is kept unaltered.',
  };
}

function textOf(cause: unknown): string {
  return causeText(cause).replace(/\.$/, '');
}

/** The files embedded in a PDF; empty when there are none or when it cannot be read. */
export async function pdfAttachments(
  bytes: Uint8Array,
): Promise<Result<readonly { readonly filename: string; readonly content: Uint8Array }[], PdfProblem>> {
  const opened = await openPdf(bytes);
  if (!opened.ok) return opened;
  try {
    const found: unknown = await opened.value.pdf.getAttachments();
    return ok(attachmentList(found));
  } catch (cause) {
    return err(problemOf(cause));
  } finally {
    opened.value.close();
  }
}

function attachmentList(found: unknown): { filename: string; content: Uint8Array }[] {
  if (typeof found !== 'object' || found === null) return [];
  return Object.values(found).flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { filename, content } = entry as { filename?: unknown; content?: unknown };
    return typeof filename === 'string' && content instanceof Uint8Array ? [{ filename, content }] : [];
  });
}
