import { err, ok, type Result } from '../../shared/lib/result';

/** Why typed text is not an amount; each has its own words for the person. */
export type MoneyTextProblem = 'not-a-number' | 'too-many-decimals' | 'maybe-thousands' | 'too-large';

/** Amounts up to here (in minor units) survive the way through a double unchanged in every currency. */
const LARGEST_MINOR = 1e15;

/** A currency by its ISO 4217 code, with the number of its decimals by that standard (browsers follow another list). */
export type CurrencyFormat = { readonly code: string; readonly digits: number };

/**
 * Reads an amount as the person writes it into exact minor units: `1.234,50 €` in German is 123450.
 * The locale decides what `.` and `,` mean; a text that can only be read the other way (`1,234.50` in German)
 * is read so, and one with another currency's sign is refused. Never goes through floating point.
 */
export function parseMinor(
  text: string,
  { code, digits }: CurrencyFormat,
  locale: string,
): Result<number, MoneyTextProblem> {
  const plain = withoutSigns(latinDigits(text), code, locale).replace(FREE_GROUPS, '').replace('\u2212', '-');
  if (!/^-?[\d.,]*\d[\d.,]*$/.test(plain)) return err('not-a-number');
  const decimal = decimalMark(plain, locale);
  const [whole = '', fraction = '', ...more] = decimal === null ? [plain] : plain.split(decimal);
  if (more.length > 0 || /[.,]/.test(fraction) || !isGrouped(whole.replace('-', '')))
    return err('not-a-number');
  // Zeros too where they can be thousands: `10,0000` may be ten thousand with a digit too many, `98.00` yen are 98.
  if (fraction.length > digits && !/^0{1,2}$/.test(fraction))
    return err(/^0+$/.test(fraction.slice(digits)) ? 'maybe-thousands' : 'too-many-decimals');
  const minor = Number(whole.replace(/[.,]/g, '') + fraction.slice(0, digits).padEnd(digits, '0'));
  if (Math.abs(minor) > LARGEST_MINOR) return err('too-large');
  // Not minus zero.
  return ok(minor === 0 ? 0 : minor);
}

/** Writes minor units as the locale does, with the decimals of the currency and without its sign: `1,234.50`. */
export function formatMinor(minor: number, { digits }: CurrencyFormat, locale: string): string {
  const key = `${locale} ${digits}`;
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formatters.set(key, formatter);
  }
  return formatter.format(minor / 10 ** digits);
}

// Making one costs far more than using it, and tables ask for the same few again and again.
const formatters = new Map<string, Intl.NumberFormat>();

/** The sign of a currency as the locale writes it: `€`, `US$`, `CHF`. */
export function currencySign(currency: string, locale: string): string {
  return signPart(currency, locale, 'symbol');
}

// People group digits with any of these, whatever the locale prefers.
const FREE_GROUPS = /[\s\u00a0\u202f'\u2019]/g;

function signPart(currency: string, locale: string, currencyDisplay: 'symbol' | 'narrowSymbol'): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay }).formatToParts(
    1,
  );
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}

function withoutSigns(text: string, currency: string, locale: string): string {
  const signs = [
    currency,
    signPart(currency, locale, 'symbol'),
    signPart(currency, locale, 'narrowSymbol'),
    signPart(currency, 'en', 'narrowSymbol'),
  ];
  // The longest first, so that `US$` goes whole before `$`.
  const found = signs
    .sort((a, b) => b.length - a.length)
    .find((sign) => text.toUpperCase().includes(sign.toUpperCase()));
  if (found === undefined) return text;
  const at = text.toUpperCase().indexOf(found.toUpperCase());
  return text.slice(0, at) + text.slice(at + found.length);
}

/** Latin digits and marks for those of other scripts, without the signs that only steer the direction of writing. */
function latinDigits(text: string): string {
  const marks = text
    .normalize('NFKC')
    .replace(/[\u200e\u200f\u061c]/g, '')
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, ',');
  return marks.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    // Each script's digits lie together, zero first.
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  });
}

/** The mark before the decimals, or null when the text has none. */
function decimalMark(plain: string, locale: string): '.' | ',' | null {
  const lastDot = plain.lastIndexOf('.');
  const lastComma = plain.lastIndexOf(',');
  if (lastDot >= 0 && lastComma >= 0) return lastDot > lastComma ? '.' : ',';
  if (lastDot < 0 && lastComma < 0) return null;
  const mark = lastDot >= 0 ? '.' : ',';
  const repeated = plain.split(mark).length > 2;
  const parts = new Intl.NumberFormat(locale).formatToParts(1_234_567.8);
  const localeDecimal = latinDigits(parts.find((part) => part.type === 'decimal')?.value ?? '.');
  const localeGroup = latinDigits(parts.find((part) => part.type === 'group')?.value ?? ',');
  if (repeated) return null;
  // The locale's group mark that does not group by three can only have been meant as a decimal mark.
  if (mark === localeGroup && mark !== localeDecimal && isGrouped(plain.replace('-', ''))) return null;
  return mark;
}

function isGrouped(whole: string): boolean {
  return (
    /^\d*$/.test(whole) ||
    /^\d{1,3}(\.\d{3})+$/.test(whole) ||
    /^\d{1,3}(,\d{3})+$/.test(whole) ||
    // Lakh and crore.
    /^\d{1,2}(,\d{2})*,\d{3}$/.test(whole)
  );
}
