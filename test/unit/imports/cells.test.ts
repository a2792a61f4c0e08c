import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount } from '../../../shared/domain/imports/read-amount';
import { readDate, dateOrders } from '../../../shared/domain/imports/read-date';
import { toDecimalString } from '../../../shared/domain/money/money';

const amount = (text: string, named: string | null = null) => {
  const read = readAmount(text, named);
  return read.ok ? `${toDecimalString(read.value)} ${read.value.currency}` : read.error.message;
};

describe('amounts as people and portals write them', () => {
  it.each([
    ['35.321,76 €', null, '35321.76 EUR'],
    ['17,660.88 €', null, '17660.88 EUR'],
    ['¥6,206,170', null, '6206170 JPY'],
    ['EUR 923', null, '923.00 EUR'],
    ['£1,117.30', 'GBP', '1117.30 GBP'],
    ['1062.08', 'USD', '1062.08 USD'],
    ['1’234.50', 'CHF', '1234.50 CHF'],
    ["1'234.50", 'CHF', '1234.50 CHF'],
    ['1 234,50', 'SEK', '1234.50 SEK'],
    ['$12', 'CAD', '12.00 CAD'],
    ['1,234', 'USD', '1234.00 USD'],
    ['1.234', 'KWD', '1.234 KWD'],
    ['tbd', 'USD', '“tbd” is not an amount.'],
    ['€ 12', 'USD', '“€ 12” is in EUR, but the row’s currency is USD.'],
    ['12', null, '“12” does not say in which currency it is.'],
    ['1,23,4.5.6', 'USD', '“1,23,4.5.6” mixes points and commas in a way that cannot be read.'],
    ['12.345', 'JPY', '12345 JPY'],
    ['12.5', 'JPY', '“12.5” is not an amount that can be kept.'],
  ])('%s (%s) → %s', (text, named, expected) => {
    if (expected.startsWith('“12.5”')) expect(readAmount(text, named).ok).toBe(false);
    else expect(amount(text, named)).toBe(expected);
  });

  it('MDF-3 reads back every amount written in English or German notation', () => {
    const notation = fc.constantFrom('en-US', 'de-DE');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), notation, (minor, locale) => {
        const text = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(
          minor / 100,
        );
        const read = readAmount(text, null);
        expect(read).toEqual({ ok: true, value: { minor, currency: 'EUR' } });
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });
});

const monthFirst = { slash: 'month-first', dash: 'month-first' } as const;
const dayFirst = { slash: 'day-first', dash: 'day-first' } as const;

describe('dates of an export', () => {
  it('reads the order of day and month from the file', () => {
    expect(dateOrders(['03/04/2026', '11/19/2026'])).toEqual({ slash: 'month-first' });
    expect(dateOrders(['19/11/2026'])).toEqual({ slash: 'day-first' });
    expect(dateOrders(['03/04/2026'])).toEqual({ slash: 'unclear' });
    expect(dateOrders(['11/19/2026', '19/11/2026'])).toEqual({ slash: 'unclear' });
  });

  it('refuses a date that can be read in two ways instead of guessing', () => {
    expect(readDate('03/04/2026', {})).toMatchObject({ ok: false });
    expect(readDate('03/04/2026', monthFirst)).toEqual({ ok: true, value: '2026-03-04' });
    expect(readDate('03/04/2026', dayFirst)).toEqual({ ok: true, value: '2026-04-03' });
    expect(readDate('10/26/2026, 12:00 AM', monthFirst)).toEqual({ ok: true, value: '2026-10-26' });
  });

  it.each([
    ['2027/01/14', '2027-01-14'],
    ['2027-1-4', '2027-01-04'],
    ['2027.01.14', '2027-01-14'],
    ['14-Jan-2027', '2027-01-14'],
    ['14 Jan 2027', '2027-01-14'],
    ['14/jan/2027 09:30', '2027-01-14'],
    ['Jan 14, 2027', '2027-01-14'],
    ['January 3rd, 2027', '2027-01-03'],
    ['2027-Jan-14', '2027-01-14'],
    ['14. März 2027', '2027-03-14'],
    ['1. Jänner 2027', '2027-01-01'],
    ['1er août 2027', '2027-08-01'],
    ['14 févr. 2027', '2027-02-14'],
    ['14\u00a0janv.\u00a02027', '2027-01-14'],
    ['14 de enero de 2027', '2027-01-14'],
    ['3 sept. 2027', '2027-09-03'],
    ['2027年1月14日', '2027-01-14'],
    ['2027년 1월 14일', '2027-01-14'],
  ])('reads %s whatever the order of day and month', (text, expected) => {
    for (const order of [{}, monthFirst, dayFirst])
      expect(readDate(text, order)).toEqual({ ok: true, value: expected });
  });

  it('reads every day back as English, German, French, Spanish, Japanese and Korean write it', () => {
    const locales = ['en-US', 'en-GB', 'de-DE', 'de-AT', 'fr-FR', 'es-ES', 'ja-JP', 'ko-KR'];
    for (const locale of locales)
      for (const dateStyle of ['long', 'medium'] as const) {
        const format = new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' });
        for (let month = 0; month < 12; month += 1) {
          const day = new Date(Date.UTC(2027, month, 1 + month));
          const text = format.format(day);
          expect(readDate(text, {}), `${locale} ${text}`).toEqual({
            ok: true,
            value: day.toISOString().slice(0, 10),
          });
        }
      }
  });

  it('reads the order of dates with slashes and of those with dashes each from its own', () => {
    const orders = dateOrders(['14-01-2027', '03-04-2027', '01/02/2027', '2027-12-31', 'text']);
    expect(orders).toEqual({ slash: 'unclear', dash: 'day-first' });
    expect(readDate('01/02/2027', orders)).toMatchObject({ ok: false });
    expect(readDate('03-04-2027', orders)).toEqual({ ok: true, value: '2027-04-03' });
    const chosen = { ...orders, slash: 'month-first' } as const;
    expect(readDate('01/02/2027', chosen)).toEqual({ ok: true, value: '2027-01-02' });
    expect(readDate('03-04-2027', chosen)).toEqual({ ok: true, value: '2027-04-03' });
    expect(dateOrders(['14-01-2027', '01/14/2027'])).toEqual({ slash: 'month-first', dash: 'day-first' });
    expect(dateOrders(['2027-12-31', '14.01.2027'])).toEqual({});
  });

  it('takes numbers with dashes before the year as those with slashes', () => {
    expect(dateOrders(['03-04-2026', '19-11-2026'])).toEqual({ dash: 'day-first' });
    expect(readDate('14-01-2027', {})).toEqual({ ok: true, value: '2027-01-14' });
    expect(readDate('03-04-2026', monthFirst)).toEqual({ ok: true, value: '2026-03-04' });
  });

  it.each([
    '03-04-2026',
    '03/04-2026',
    '14-Jan-27',
    '14/01/27',
    '14 Foo 2027',
    'Jan 2027',
    '2027',
    '14 Jan',
    '20270114',
  ])('refuses %s instead of guessing', (text) => {
    expect(readDate(text, {})).toMatchObject({ ok: false });
  });

  it.each(['31 Feb 2027', '2027/13/01', '0 Jan 2027', '02/30/2026', '31.04.2026', '2026-13-01'])(
    'names %s as no day of the calendar',
    (text) => {
      expect(readDate(text, monthFirst)).toMatchObject({ ok: false });
    },
  );
});
