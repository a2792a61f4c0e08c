import type { Claim } from '../../schema/claim';
import type { InvoiceFields } from '../../schema/document';
import type { Money } from '../../schema/values';
import { minorUnits } from '../money/currencies';

/** Checks whose failure a reviewer accepted for the value that the field had. */
const acceptedFor: Readonly<Partial<Record<keyof InvoiceFields, string>>> = {
  date: 'invoice-date',
  currency: 'invoice-total',
  total: 'invoice-total',
  seller: 'invoice-seller',
  buyer: 'invoice-buyer',
};

/** The answers to checks that still hold once some fields of the invoice have another value (POP-5). */
export function ticksAfterTyping(ticks: Claim['ticks'], typed: Partial<InvoiceFields>): Claim['ticks'] {
  const dropped = new Set(Object.keys(typed).map((field) => acceptedFor[field as keyof InvoiceFields]));
  const kept = Object.entries(ticks).filter(([code]) => !dropped.has(code));
  return kept.length === Object.keys(ticks).length ? ticks : Object.fromEntries(kept);
}

/**
 * The fields of an invoice after some of them were typed (POP-5). A total keeps its figure in the currency that holds
 * now: nothing is converted, the person only corrects what was read. A figure that the currency cannot hold is left empty,
 * to be typed, rather than cut.
 */
export function typedInvoice(before: InvoiceFields, typed: Partial<InvoiceFields>): InvoiceFields {
  const after = { ...before, ...typed };
  const currency = 'currency' in typed ? after.currency : (before.currency ?? after.total?.currency ?? null);
  const total = after.total === null || currency === null ? after.total : inCurrency(after.total, currency);
  return { ...after, currency, total };
}

function inCurrency(total: Money, currency: Money['currency']): Money | null {
  if (total.currency === currency) return total;
  const shift = minorUnits(currency) - minorUnits(total.currency);
  const minor = shift < 0 ? total.minor / 10 ** -shift : total.minor * 10 ** shift;
  return Number.isSafeInteger(minor) ? { minor, currency } : null;
}
