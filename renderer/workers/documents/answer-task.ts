import { assertNever } from '../../../shared/lib/assert-never';
import type { DocumentAnswer, DocumentTask } from '../../../shared/schema/document-task';
import { readImportFile } from '../import/read-file';
import { readEInvoice } from '../invoice/e-invoice';
import { invoiceAttachment } from '../invoice/invoice-attachment';
import { decodeText } from '../import/decode-text';
import { unread } from './unread';

/** Does one task; files that cannot be read are an answer with what, why and the way out. */
export async function answerTask(task: DocumentTask): Promise<DocumentAnswer> {
  switch (task.kind) {
    case 'read-attachments': {
      const found = invoiceAttachment(task.files);
      return found === null
        ? { kind: 'invoice', id: task.id, invoice: null, problem: null }
        : invoiceAnswer(task.id, found.content);
    }
    case 'read-xml':
      return invoiceAnswer(task.id, task.content);
    case 'read-table':
      return tableAnswer(task.id, task.content);
    default:
      return assertNever(task);
  }
}

/** Does one task and answers in every case: who asked would wait for ever otherwise. */
export async function answerInAnyCase(
  task: DocumentTask,
  answer: typeof answerTask = answerTask,
): Promise<DocumentAnswer> {
  try {
    return await answer(task);
  } catch {
    return { kind: 'problem', id: task.id, problem: unread };
  }
}

function invoiceAnswer(id: number, content: Uint8Array): DocumentAnswer {
  const read = readEInvoice(decodeText(content));
  return read.ok
    ? { kind: 'invoice', id, invoice: read.value, problem: null }
    : { kind: 'invoice', id, invoice: null, problem: read.error };
}

async function tableAnswer(id: number, content: Uint8Array): Promise<DocumentAnswer> {
  const read = await readImportFile(content);
  if (!read.ok) return { kind: 'problem', id, problem: read.error };
  const rows: string[][] = [[...read.value.headers]];
  // The header counts as line 1 whatever stood above it; gaps keep the numbers that the person sees in the file.
  for (const { line, cells } of read.value.rows) {
    while (rows.length < line - 1) rows.push([]);
    rows.push([...cells]);
  }
  return { kind: 'table', id, rows };
}
