import { err, ok, type Result } from '../../lib/result';
import type { CurrencyCode, Money } from '../../schema/values';
import { minorUnits } from './currencies';

/** How a share that falls between two minor units is rounded; ties go to the even one or away from zero. */
export type Rounding = 'half-even' | 'half-up';

/** Two amounts in different currencies cannot be put together. */
export type CurrencyMismatch = {
  readonly code: 'currency-mismatch';
  readonly left: CurrencyCode;
  readonly right: CurrencyCode;
  readonly message: string;
};

function mismatch(left: CurrencyCode, right: CurrencyCode): Result<never, CurrencyMismatch> {
  const message = `${left} and ${right} are different currencies and cannot be combined without a rate.`;
  return err({ code: 'currency-mismatch', left, right, message });
}

/** Nothing, in a currency. */
export function zero(currency: CurrencyCode): Money {
  return { minor: 0, currency };
}

/** The smaller of two amounts of one currency. */
export function smaller(a: Money, b: Money): Result<Money, CurrencyMismatch> {
  if (a.currency !== b.currency) return mismatch(a.currency, b.currency);
  return ok(a.minor <= b.minor ? a : b);
}

/** Sums by currency, in the order in which currencies first occur. */
export function sumByCurrency(amounts: readonly Money[]): Money[] {
  const totals = new Map<CurrencyCode, number>();
  for (const { minor, currency } of amounts) totals.set(currency, (totals.get(currency) ?? 0) + minor);
  return [...totals].map(([currency, minor]) => ({ minor, currency }));
}

/** The fraction `numerator / denominator` of an amount, exact before rounding; the denominator is positive. */
export function fractionOf(amount: Money, numerator: number, denominator: number, rounding: Rounding): Money {
  // Products of large amounts leave the range in which numbers are exact, so the division is done in big integers.
  const product = BigInt(amount.minor) * BigInt(numerator);
  const divisor = BigInt(denominator);
  const negative = product < 0n;
  const size = negative ? -product : product;
  const whole = size / divisor;
  const twice = (size % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && (rounding === 'half-up' || whole % 2n === 1n));
  const rounded = Number(up ? whole + 1n : whole);
  return { minor: negative && rounded !== 0 ? -rounded : rounded, currency: amount.currency };
}

/** A whole percentage of an amount (MDF-3). */
export function percentOf(amount: Money, percent: number, rounding: Rounding): Money {
  return fractionOf(amount, percent, 100, rounding);
}

/** Why a text is no amount, and what to write instead. */
export type MoneyTextProblem = {
  readonly code: 'bad-amount';
  readonly message: string;
  readonly fix: string;
};

/** Reads `1234.50` with a point and no grouping; more decimals than the currency has are refused, never rounded. */
export function parseDecimal(text: string, currency: CurrencyCode): Result<Money, MoneyTextProblem> {
  const units = minorUnits(currency);
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) return badAmount(text, `Write digits with a point before the decimals, for example 1234.50.`);
  const decimals = (match[3] ?? '').replace(/0+$/, '');
  if (decimals.length > units) {
    return badAmount(text, `${currency} has ${units} decimals; shorten the amount.`);
  }
  const minor = Number(`${match[2] ?? ''}${decimals.padEnd(units, '0')}`);
  if (!Number.isSafeInteger(minor)) return badAmount(text, 'The amount is too large to be kept exactly.');
  return ok({ minor: match[1] === '-' && minor !== 0 ? -minor : minor, currency });
}

function badAmount(text: string, fix: string): Result<never, MoneyTextProblem> {
  return err({ code: 'bad-amount', message: `“${text}” is not an amount.`, fix });
}

/** The amount as `1234.50`, with all decimals of its currency and no grouping. */
export function toDecimalString(amount: Money): string {
  const units = minorUnits(amount.currency);
  const digits = String(Math.abs(amount.minor)).padStart(units + 1, '0');
  const whole = digits.slice(0, digits.length - units);
  const sign = amount.minor < 0 ? '-' : '';
  return units === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-units)}`;
}

/** The amount with its currency, `1234.50 EUR`: for texts that are the same for every reader. */
export function plainMoney(amount: Money): string {
  return `${toDecimalString(amount)} ${amount.currency}`;
}
