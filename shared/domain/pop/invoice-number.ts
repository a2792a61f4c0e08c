/** An invoice number without what people write differently: case, spaces, punctuation; leading zeros stay (POP-5). */
export function normalInvoiceNumber(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
