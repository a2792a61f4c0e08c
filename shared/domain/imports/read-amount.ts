import { err, ok, type Result } from '../../lib/result';
import { CurrencyCode, type Money } from '../../schema/values';
import { minorUnits } from '../money/currencies';
import { parseDecimal } from '../money/money';

/** Why a text is no amount. */
export type AmountProblem = { readonly message: string; readonly fix: string };

/** Signs that stand for one currency; `$` and `¥` are taken for USD and JPY unless the row names another that uses them. */
const signs: Readonly<Record<string, { readonly usual: string; readonly also: readonly string[] }>> = {
  '€': { usual: 'EUR', also: [] },
  '£': { usual: 'GBP', also: [] },
  $: { usual: 'USD', also: ['AUD', 'CAD', 'NZD', 'SGD', 'HKD', 'MXN', 'TWD'] },
  '¥': { usual: 'JPY', also: ['CNY'] },
  '₩': { usual: 'KRW', also: [] },
  '₹': { usual: 'INR', also: [] },
};

function problem(message: string, fix: string): Result<never, AmountProblem> {
  return err({ message, fix });
}

/** The currency that a text names by code or sign; null when it names none. */
export function currencyIn(text: string, named: string | null): string | null {
  const code = /[A-Z]{3}/.exec(text.toUpperCase());
  if (code) return code[0];
  for (const [sign, { usual, also }] of Object.entries(signs)) {
    if (text.includes(sign)) return named !== null && also.includes(named) ? named : usual;
  }
  return null;
}

/** Digits with a point before the decimals, from any grouping; null when the grouping makes no sense. */
function plainDigits(digits: string, units: number): string | null {
  const lastPoint = digits.lastIndexOf('.');
  const lastComma = digits.lastIndexOf(',');
  const decimalAt = Math.max(lastPoint, lastComma);
  if (decimalAt < 0) return digits;
  const mark = digits.charAt(decimalAt);
  const other = mark === '.' ? ',' : '.';
  const after = digits.length - decimalAt - 1;
  const both = lastPoint >= 0 && lastComma >= 0;
  const repeated = digits.indexOf(mark) !== decimalAt;
  const groupOfThree = /^\d{1,3}([.,]\d{3})+$/.test(digits);
  // One mark before exactly three digits groups thousands, since no currency here is written with three decimals but those that have them.
  if (!both && groupOfThree && (repeated || units !== 3)) return digits.replaceAll(mark, '');
  if (repeated || after === 0) return null;
  const whole = digits.slice(0, decimalAt).replaceAll(other, '');
  if (both && !new RegExp(`^\\d{1,3}(\\${other}\\d{3})*$`).test(digits.slice(0, decimalAt))) return null;
  return `${whole}.${digits.slice(decimalAt + 1)}`;
}

/**
 * Reads an amount as people and portals write it: `12,345.67`, `12.345,67 €`, `¥229,389`, `EUR 923`. The currency comes
 * from the text or from the row's currency column; when they differ, or when neither names one, it is a problem.
 */
export function readAmount(text: string, named: string | null): Result<Money, AmountProblem> {
  const value = text.trim();
  if (!/\d/.test(value))
    return problem(`“${value}” is not an amount.`, 'Write digits, for example 1,234.50.');
  const own = currencyIn(value, named);
  if (own !== null && named !== null && own !== named) {
    return problem(
      `“${value}” is in ${own}, but the row’s currency is ${named}.`,
      'Correct the amount or the currency.',
    );
  }
  const currency = CurrencyCode.safeParse(own ?? named ?? '');
  if (!currency.success) {
    return problem(
      `“${value}” does not say in which currency it is.`,
      'Fill the currency column of this row.',
    );
  }
  const digits = value.replace(/[A-Za-z€£$¥₩₹\s\u00a0\u202f']/gu, '');
  const negative = /^[-−(]/.test(digits);
  const bare = digits.replace(/[-−()]/g, '');
  if (!/^[\d.,]+$/.test(bare)) {
    return problem(`“${value}” is not an amount.`, 'Write digits, for example 1,234.50.');
  }
  const plain = plainDigits(bare, minorUnits(currency.data));
  if (plain === null) {
    return problem(
      `“${value}” mixes points and commas in a way that cannot be read.`,
      'Write it like 1,234.50 or 1.234,50.',
    );
  }
  const parsed = parseDecimal(negative ? `-${plain}` : plain, currency.data);
  return parsed.ok ? ok(parsed.value) : problem(parsed.error.message, parsed.error.fix);
}
