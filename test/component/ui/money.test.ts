import { describe, expect, it } from 'vitest';
import { formatMinor, parseMinor } from '../../../renderer/ui/money';

const euro = { code: 'EUR', digits: 2 };
const yen = { code: 'JPY', digits: 0 };
const dinar = { code: 'KWD', digits: 3 };

function read(text: string, locale: string, currency = euro): number | string {
  const parsed = parseMinor(text, currency, locale);
  return parsed.ok ? parsed.value : parsed.error;
}

describe('MDF-3 reading amounts', () => {
  it.each([
    ['1,234.50', 'en-US', 123_450],
    ['1.234,50', 'de-DE', 123_450],
    ['1 234,50', 'fr-FR', 123_450],
    ['1\u202f234,50 €', 'fr-FR', 123_450],
    ["1'234.50", 'de-CH', 123_450],
    ['12,34,567.80', 'en-IN', 123_456_780],
    ['€ 1,234.5', 'en-US', 123_450],
    ['eur 99', 'en-US', 9900],
    ['-12.30', 'en-US', -1230],
    ['\u221212,30', 'de-DE', -1230],
    ['.5', 'en-US', 50],
    ['0', 'en-US', 0],
    ['-0', 'en-US', 0],
    ['１２３．４５', 'ja-JP', 12_345],
    ['١٢٣', 'ar-EG', 12_300],
  ])('reads %s in %s', (text, locale, minor) => {
    expect(read(text, locale)).toBe(minor);
  });

  it('reads a text the other way only when the locale allows no other reading', () => {
    expect(read('1,234.50', 'de-DE')).toBe(123_450);
    expect(read('1.234,50', 'en-US')).toBe(123_450);
    expect(read('1,5', 'en-US')).toBe(150);
    expect(read('1.234', 'de-DE')).toBe(123_400);
    expect(read('1,234', 'en-US')).toBe(123_400);
  });

  it('refuses what could mean two things or nothing', () => {
    expect(read('1.234', 'fr-FR')).toBe('too-many-decimals');
    expect(read('12.345', 'en-US')).toBe('too-many-decimals');
    expect(read('1.2.3', 'en-US')).toBe('not-a-number');
    expect(read('1,23,4', 'en-US')).toBe('not-a-number');
    expect(read('12k', 'en-US')).toBe('not-a-number');
    expect(read('$100', 'en-US')).toBe('not-a-number');
    expect(read('USD 100', 'en-US')).toBe('not-a-number');
    expect(read('', 'en-US')).toBe('not-a-number');
    expect(read('--5', 'en-US')).toBe('not-a-number');
  });

  it('refuses zeros beyond the decimals, which may be thousands with a digit too many or in another notation', () => {
    expect(read('10,0000', 'en-US')).toBe('maybe-thousands');
    expect(read('1.000', 'en-US')).toBe('maybe-thousands');
    expect(read('12.500', 'en-US')).toBe('maybe-thousands');
    expect(read('1,000', 'en-US')).toBe(100_000);
    expect(read('98.000', 'en-US', yen)).toBe('maybe-thousands');
    expect(read('98,0000', 'en-US', yen)).toBe('maybe-thousands');
  });

  it('takes one or two zeros for no decimals where the currency has none', () => {
    expect(read('98.00', 'en-US', yen)).toBe(98);
    expect(read('98.0', 'en-US', yen)).toBe(98);
    expect(read('98,00', 'de-DE', yen)).toBe(98);
    expect(read('¥229,389.00', 'en-US', yen)).toBe(229_389);
    expect(read('98.05', 'en-US', yen)).toBe('too-many-decimals');
  });

  it('keeps to the decimals of the currency', () => {
    expect(read('¥98,000', 'en-US', yen)).toBe(98_000);
    expect(read('98.5', 'en-US', yen)).toBe('too-many-decimals');
    expect(read('1.234', 'en-US', dinar)).toBe(1234);
  });

  it('is exact where floating point is not, and refuses what it cannot keep', () => {
    expect(read('70368744177.66', 'en-US')).toBe(7_036_874_417_766);
    expect(read('0.29', 'en-US')).toBe(29);
    expect(read('1000000000000000', 'en-US')).toBe('too-large');
  });

  it('reads back what it writes, in every locale', () => {
    for (const locale of [
      'en-US',
      'de-DE',
      'fr-FR',
      'de-CH',
      'en-IN',
      'ja-JP',
      'ko-KR',
      'es-ES',
      'pl-PL',
      'ar-EG',
    ]) {
      for (const minor of [0, 1, -1, 99, 100, 123_456, 1_000_000, -98_765_432, 999_999_999_999_999]) {
        for (const currency of [euro, yen, dinar])
          expect([locale, read(formatMinor(minor, currency, locale), locale, currency)]).toEqual([
            locale,
            minor,
          ]);
      }
    }
  });
});
