import { err, ok, type Result } from '../../lib/result';
import type { CurrencyCode, Money } from '../../schema/values';
import { isCurrency, minorUnits } from '../money/currencies';
import { parseDecimal } from '../money/money';

/** Why a text is no amount. */
export type AmountProblem = { readonly message: string; readonly fix: string };

/** Signs that stand for one currency; `$` and `¥` are taken for USD and JPY unless the row names another that uses them. */
const signs: Readonly<Record<string, { readonly usual: string; readonly also: readonly string[] }>> = {
  '€': { usual: 'EUR', also: [] },
  '£': { usual: 'GBP', also: [] },
  $: { usual: 'USD', also: ['AUD', 'CAD', 'NZD', 'SGD', 'HKD', 'MXN', 'TWD'] },
  US$: { usual: 'USD', also: [] },
  '¥': { usual: 'JPY', also: ['CNY'] },
  '₩': { usual: 'KRW', also: [] },
  '₹': { usual: 'INR', also: [] },
};

/** Words that stand for a currency, in capitals; those of several currencies count only where a code is named. */
const words: Readonly<Record<string, readonly string[]>> = {
  KR: ['SEK', 'NOK', 'DKK', 'ISK'],
  'KR.': ['SEK', 'NOK', 'DKK', 'ISK'],
  ZŁ: ['PLN'],
  KČ: ['CZK'],
  RS: ['INR', 'PKR', 'LKR', 'NPR', 'MUR', 'SCR'],
  'RS.': ['INR', 'PKR', 'LKR', 'NPR', 'MUR', 'SCR'],
};

/** Codes that one of the signs can stand for. */
const signed = new Set(Object.values(signs).flatMap(({ usual, also }) => [usual, ...also]));

/** Signs with letters that mean another currency than the sign alone: the code that says it without a doubt. */
const codeInstead: Readonly<Record<string, string>> = {
  A$: 'AUD',
  AU$: 'AUD',
  C$: 'CAD',
  CA$: 'CAD',
  HK$: 'HKD',
  MX$: 'MXN',
  NT$: 'TWD',
  NZ$: 'NZD',
  R$: 'BRL',
  S$: 'SGD',
  'CN¥': 'CNY',
};

function problem(message: string, fix: string): Result<never, AmountProblem> {
  return err({ message, fix });
}

/** Currency of a mark: a code, a sign, or both where the sign can stand for the code; null where it is none. */
function currencyOf(mark: string, named: string | null): CurrencyCode | null {
  const upper = mark.toUpperCase();
  // Small letters are often a word: `all 100` is no lek.
  if (isCurrency(upper)) return mark === upper || named === upper || signed.has(upper) ? upper : null;
  const sign = signs[upper];
  if (sign) return named !== null && sign.also.includes(named) ? named : sign.usual;
  const meant = words[upper];
  if (meant?.length === 1) return meant[0] ?? null;
  if (meant) return named !== null && meant.includes(named) ? named : null;
  const first = /^([A-Z]{3}) ?(.+)$/.exec(upper);
  const last = /^(.+?) ?([A-Z]{3})$/.exec(upper);
  if (first && canMean(first[2], first[1])) return first[1] ?? null;
  return last && canMean(last[1], last[2]) ? (last[2] ?? null) : null;
}

function canMean(mark = '', code = ''): boolean {
  const sign = signs[mark];
  return sign?.usual === code || sign?.also.includes(code) === true || words[mark]?.includes(code) === true;
}

/** A text cut into its number, what stands around that, and whether it is negative; null where it is not one number. */
type Cut = {
  readonly digits: string;
  readonly marks: readonly string[];
  readonly negative: boolean;
  /** The mark of decimals before a dash that says that there are none: `1.000,-`. */
  readonly dashed: string | null;
};

const dash = /(?<=\d)([.,])[-–](?! ?[-−–\d])/u;

function cut(text: string): Cut | null {
  const found = /^([^\d]*)(\d(?:[\d.,'’ ]*\d)?)([^\d]*)$/u.exec(text.replace(dash, ''));
  const [, before = '', digits = '', after = ''] = found ?? [];
  const head = /^([-−(]?) ?([^-−()]*?) ?([-−(]?) ?$/u.exec(before);
  const tail = /^ ?([-−)]?) ?([^-−()]*?) ?([-−)]?)$/u.exec(after);
  if (!found || !head || !tail) return null;
  const around = [head[1], head[3], tail[1], tail[3]].join('').replaceAll('−', '-');
  if (!['', '-', '()'].includes(around)) return null;
  const marks = [head[2] ?? '', tail[2] ?? ''].filter((mark) => mark !== '');
  return { digits, marks, negative: around !== '', dashed: dash.exec(text)?.[1] ?? null };
}

/** Digits with a point before the decimals, from any grouping; null when the grouping makes no sense. */
function plainDigits(digits: string, units: number): string | null {
  const spaced = /^([1-9]\d{0,2}(?:([ '’])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?$/u.exec(digits);
  if (spaced) {
    const whole = (spaced[1] ?? '').replace(/\D/g, '');
    return spaced[3] === undefined ? whole : `${whole}.${spaced[3]}`;
  }
  if (/[ '’]/u.test(digits)) return null;
  const lastPoint = digits.lastIndexOf('.');
  const lastComma = digits.lastIndexOf(',');
  const decimalAt = Math.max(lastPoint, lastComma);
  if (decimalAt < 0) return digits;
  const mark = digits.charAt(decimalAt);
  const other = mark === '.' ? ',' : '.';
  const both = lastPoint >= 0 && lastComma >= 0;
  const repeated = digits.indexOf(mark) !== decimalAt;
  const groupOfThree = /^[1-9]\d{0,2}([.,]\d{3})+$/.test(digits);
  // One mark before exactly three digits groups thousands, since no currency here is written with three decimals but those that have them.
  if (!both && groupOfThree && (repeated || units !== 3)) return digits.replaceAll(mark, '');
  if (repeated) return null;
  const whole = digits.slice(0, decimalAt);
  if (both && !new RegExp(`^[1-9]\\d{0,2}(\\${other}\\d{3})*$`).test(whole)) return null;
  return `${whole.replaceAll(other, '')}.${digits.slice(decimalAt + 1)}`;
}

/** Digits of an amount of a currency, with a point before the decimals; null when they make no sense. */
function digitsIn(currency: CurrencyCode, { digits, dashed }: Cut): string | null {
  const lakhs = /^[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?$/;
  const ungrouped = currency === 'INR' && lakhs.test(digits) ? digits.replaceAll(',', '') : digits;
  if (dashed === null) return plainDigits(ungrouped, minorUnits(currency));
  // What groups cannot be the mark of decimals too.
  const plain = digits.includes(dashed) ? null : plainDigits(ungrouped, 0);
  return plain?.includes('.') ? null : plain;
}

/** Why the marks around a number are no currency. */
function markProblem(value: string, mark: string): Result<never, AmountProblem> {
  const meant = words[mark.toUpperCase()];
  if (meant)
    return problem(
      `“${mark}” in “${value}” does not tell which currency it is.`,
      `Write its code instead, for example ${meant[0] ?? ''} 100.`,
    );
  const code = codeInstead[mark.toUpperCase().replaceAll(' ', '')];
  return code === undefined
    ? problem(
        `“${mark}” in “${value}” is no currency that can be told.`,
        'Write the whole number with the currency’s code, for example EUR 1,234.50; no k, M or other words.',
      )
    : problem(
        `“${mark}” in “${value}” is not one of the signs read here.`,
        `Write ${code} instead of ${mark}, for example ${code} 100.`,
      );
}

/** Whether one comma can stand before thousands or before the decimals, as in 1,234 dinars; a point is read as theirs. */
function isUnclear({ digits, dashed }: Cut, currency: CurrencyCode): boolean {
  return dashed === null && minorUnits(currency) === 3 && /^[1-9]\d{0,2},\d{3}$/.test(digits);
}

/**
 * Whether a number is finer than its currency. Zeros count where they can be thousands: `10,0000` is ten thousand with a
 * digit too many as well as ten. One or two are no thousands, and spreadsheets write `¥229,389.00`. The text of a
 * workbook's number of three decimals ends with one zero more.
 */
function hasTooManyDecimals(plain: string, units: number): boolean {
  const decimals = plain.split('.')[1] ?? '';
  const isPlain = /^0{1,2}$/.test(decimals) || (units === 3 && /^\d{3}0$/.test(decimals));
  return decimals.length > units && !isPlain;
}

function decimalsProblem(value: string, plain: string, currency: CurrencyCode): Result<never, AmountProblem> {
  const units = minorUnits(currency);
  const have = units === 0 ? 'no decimals' : `${units} decimals at most`;
  const decimals = plain.split('.')[1] ?? '';
  const unclear = /^0+$/.test(decimals.slice(units))
    ? `, and its last ${decimals.length} digits can be thousands written wrongly`
    : '';
  return problem(
    `“${value}” is not an amount that can be told: ${currency} has ${have}${unclear}.`,
    `Write it with ${have} and thousands in groups of three digits, for example ${units === 0 ? '1,234' : `1,234.${'50'.padEnd(units, '0')}`}.`,
  );
}

/**
 * Reads an amount as people and portals write it: `12,345.67`, `12.345,67 €`, `¥229,389`, `EUR 923`, `1.000,- kr`. The currency comes
 * from the text or from the row's currency column; when they differ, or when neither names one, it is a problem. What
 * is not wholly one number and its currency is refused, never read in part.
 */
export function readAmount(text: string, named: string | null): Result<Money, AmountProblem> {
  const value = text.normalize('NFC').trim();
  if (!/\d/.test(value))
    return problem(`“${value}” is not an amount.`, 'Write digits, for example 1,234.50.');
  const parts = cut(value.replace(/\s+/gu, ' '));
  if (!parts)
    return problem(
      `“${value}” is not one amount.`,
      'Write one whole number, for example 1,234.50; no range, no sum and no k, M or e.',
    );
  const code = parts.marks.find((mark) => isCurrency(mark)) ?? named;
  let own: CurrencyCode | null = null;
  for (const mark of parts.marks) {
    const found = currencyOf(mark, code);
    if (found === null) return markProblem(value, mark);
    if (own !== null && found !== own)
      return problem(`“${value}” names two currencies.`, 'Write one of them, for example EUR 1,234.50.');
    own = found;
  }
  if (own !== null && named !== null && own !== named) {
    return problem(
      `“${value}” is in ${own}, but the row’s currency is ${named}.`,
      'Correct the amount or the currency.',
    );
  }
  const currency = own ?? named ?? '';
  if (!isCurrency(currency)) {
    return problem(
      `“${value}” does not say in which currency it is.`,
      'Fill the currency column of this row.',
    );
  }
  if (isUnclear(parts, currency)) {
    return problem(
      `“${value}” can be read in two ways: ${currency} has 3 decimals, so the comma can stand before them or before thousands.`,
      'Write all decimals, for example 1,234.500 or 1.234.',
    );
  }
  const plain = digitsIn(currency, parts);
  if (plain === null) {
    return problem(
      `“${value}” mixes points and commas in a way that cannot be read.`,
      'Write it like 1,234.50 or 1.234,50.',
    );
  }
  if (hasTooManyDecimals(plain, minorUnits(currency))) return decimalsProblem(value, plain, currency);
  const parsed = parseDecimal(parts.negative ? `-${plain}` : plain, currency);
  return parsed.ok ? ok(parsed.value) : problem(parsed.error.message, parsed.error.fix);
}
