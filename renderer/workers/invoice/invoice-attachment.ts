/** A file embedded in a PDF. */
export type Attachment = { readonly filename: string; readonly content: Uint8Array };

const usualNames = ['factur-x.xml', 'zugferd-invoice.xml', 'xrechnung.xml', 'order-x.xml'];

/** The attachment that holds the e-invoice: one of the standard's names, else the only XML file. */
export function invoiceAttachment(attachments: readonly Attachment[]): Attachment | null {
  const named = attachments.find(({ filename }) => usualNames.includes(filename.toLowerCase()));
  if (named) return named;
  const xml = attachments.filter(({ filename }) => filename.toLowerCase().endsWith('.xml'));
  return xml.length === 1 ? (xml[0] ?? null) : null;
}
