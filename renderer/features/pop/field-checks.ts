import type { InvoiceField } from './written-ways';

/** Checks that stand beside each field of the invoice, in the order of the form (POP-5, POP-8). */
export const checksOfField = {
  number: ['invoice-number', 'invoice-number-seen'],
  date: ['invoice-date'],
  total: ['invoice-total', 'invoice-credit'],
  currency: ['invoice-currency'],
  seller: ['invoice-seller'],
  buyer: ['invoice-buyer'],
} as const satisfies Record<InvoiceField, readonly string[]>;

const inForm: readonly string[] = Object.values(checksOfField).flat();

/** Where a check is shown: at its line of the checklist, at its field, or in the list of the other checks. */
export type CheckPlace = 'checklist' | 'form' | 'list';

/** Tells where a check is shown. */
export function placeOfCheck(code: string, proofKeys: readonly string[]): CheckPlace {
  if (proofKeys.some((key) => code === `proof-${key}`)) return 'checklist';
  return inForm.includes(code) ? 'form' : 'list';
}

/** Sorts checks as they stand on the screen from top to bottom, so that their keys count up. */
export function compareByPlace(proofKeys: readonly string[]): (a: string, b: string) => number {
  const rank = (code: string): number => {
    switch (placeOfCheck(code, proofKeys)) {
      case 'checklist':
        return proofKeys.findIndex((key) => code === `proof-${key}`);
      case 'form':
        return 1000 + inForm.indexOf(code);
      case 'list':
        return 2000;
    }
  };
  return (a, b) => rank(a) - rank(b);
}
