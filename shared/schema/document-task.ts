import { InvoiceFields } from './document';
import { z } from './zod';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes');

/** What the page asks the worker that reads documents; `id` comes back with the answer. */
export const DocumentTask = z.discriminatedUnion('kind', [
  /** The files embedded in a PDF, among which an e-invoice may be (POP-5). */
  z.object({
    kind: z.literal('read-attachments'),
    id: z.int(),
    files: z.array(z.object({ filename: z.string(), content: bytes })),
  }),
  /** An e-invoice that was handed in as XML without a PDF around it. */
  z.object({ kind: z.literal('read-xml'), id: z.int(), content: bytes }),
  /** A CSV or XLSX file to be shown as rows (POP-8). */
  z.object({ kind: z.literal('read-table'), id: z.int(), content: bytes }),
]);
export type DocumentTask = z.infer<typeof DocumentTask>;

const Problem = z.object({ message: z.string(), fix: z.string() });

/** What the worker found; `invoice` null means that there is none, a problem that there is one that cannot be read. */
export const DocumentAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('invoice'),
    id: z.int(),
    invoice: InvoiceFields.nullable(),
    problem: Problem.nullable(),
  }),
  /** Rows as they stand in the file: the first is the header, blank lines are empty rows, so that numbers match. */
  z.object({ kind: z.literal('table'), id: z.int(), rows: z.array(z.array(z.string())) }),
  z.object({ kind: z.literal('problem'), id: z.int(), problem: Problem }),
]);
export type DocumentAnswer = z.infer<typeof DocumentAnswer>;
