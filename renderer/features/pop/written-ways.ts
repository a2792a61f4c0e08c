import { minorUnits } from '../../../shared/domain/money/currencies';
import type { InvoiceFields } from '../../../shared/schema/document';
import type { Money, PlainDate } from '../../../shared/schema/values';

/** A field of the invoice that the person looks for in the document. */
export type InvoiceField = 'number' | 'date' | 'currency' | 'total' | 'seller' | 'buyer';

/** Ways in which the value of a field may stand in a document; empty for what is not known. */
export function writtenWays(invoice: InvoiceFields | null, field: InvoiceField): readonly string[] {
  if (invoice === null) return [];
  switch (field) {
    case 'date':
      return invoice.date === null ? [] : dateWays(invoice.date);
    case 'total':
      return invoice.total === null ? [] : moneyWays(invoice.total);
    case 'number':
    case 'currency':
    case 'seller':
    case 'buyer': {
      const value = invoice[field];
      return value === null || value.trim() === '' ? [] : [value];
    }
  }
}

function dateWays(date: PlainDate): string[] {
  const [year = '', month = '', day = ''] = date.split('-');
  const [m, d] = [String(Number(month)), String(Number(day))];
  const inNumbers = ['.', '/', '-'].flatMap((sign) => [
    [day, month, year].join(sign),
    [d, m, year].join(sign),
    [month, day, year].join(sign),
    [year, month, day].join(sign),
  ]);
  const atNoon = new Date(`${date}T12:00:00Z`);
  const inWords = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'].flatMap((locale) =>
    (['long', 'short'] as const).flatMap((form) => {
      const name = new Intl.DateTimeFormat(locale, { month: form, timeZone: 'UTC' }).format(atNoon);
      return [`${d} ${name} ${year}`, `${d}. ${name} ${year}`, `${name} ${d}, ${year}`];
    }),
  );
  return [...new Set([...inNumbers, ...inWords])];
}

function moneyWays({ minor, currency }: Money): string[] {
  const digits = minorUnits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const part = digits === 0 ? '' : text.slice(text.length - digits);
  const grouped = (sign: string) => whole.replace(/\B(?=(\d{3})+$)/g, sign);
  if (part === '') return [...new Set([whole, grouped(','), grouped('.'), grouped(' ')])];
  return [
    ...new Set([
      `${grouped(',')}.${part}`,
      `${grouped('.')},${part}`,
      `${grouped(' ')},${part}`,
      `${grouped("'")}.${part}`,
      `${whole}.${part}`,
      `${whole},${part}`,
    ]),
  ];
}
