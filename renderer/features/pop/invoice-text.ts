import { err, ok, type Result } from '../../../shared/lib/result';
import { CurrencyCode, type Money, PlainDate } from '../../../shared/schema/values';
import type { InvoiceField } from './written-ways';

/** What a field of the form holds while it is typed, which need not be a value yet. */
export type FieldValue = string | Money | null;

const EARLIEST = '1990-01-01';

/** What was typed as it is stored, or why it is no value yet (POP-5). */
export function cleanField(field: InvoiceField, typed: FieldValue): Result<FieldValue, string> {
  if (typeof typed !== 'string') return ok(typed);
  const text = typed.trim();
  if (text === '') return ok(null);
  switch (field) {
    case 'currency': {
      const parsed = CurrencyCode.safeParse(text.toUpperCase());
      return parsed.success
        ? ok(parsed.data)
        : err(`“${text}” is no currency. Type its three letters, like EUR.`);
    }
    case 'date': {
      const parsed = PlainDate.safeParse(text);
      return parsed.success && parsed.data >= EARLIEST
        ? ok(parsed.data)
        : err('This date is not complete. Type the year with its four digits, like 2026.');
    }
    case 'number':
    case 'seller':
    case 'buyer':
    case 'total':
      return ok(text);
  }
}
