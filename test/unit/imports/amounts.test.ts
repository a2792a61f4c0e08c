import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { readImportFile } from '../../../renderer/workers/import/read-file';
import { readAmount } from '../../../shared/domain/imports/read-amount';
import { isCurrency, minorUnits } from '../../../shared/domain/money/currencies';
import { toDecimalString } from '../../../shared/domain/money/money';

const amount = (text: string, named: string | null = null) => {
  const read = readAmount(text, named);
  return read.ok ? `${toDecimalString(read.value)} ${read.value.currency}` : read.error.message;
};

const fixOf = (text: string, named: string | null = null) => {
  const read = readAmount(text, named);
  return read.ok ? 'was read' : read.error.fix;
};

/** Numbers of a sheet as the text of its cells. */
async function textsOf(numbers: readonly number[]): Promise<string[]> {
  const cell = (value: number) => ({ value, type: Number });
  const rows = numbers.map((number) => [cell(number), { value: 'x', type: String }]);
  const head = [
    { value: 'Total Cost', type: String },
    { value: 'Name', type: String },
  ];
  const file = await writeWorkbook([head, ...rows]).toBuffer();
  const table = await readImportFile(new Uint8Array(file));
  if (!table.ok) throw new Error(table.error.message);
  return table.value.rows.map(({ cells }) => cells[0] ?? '');
}

describe('[import] amounts are never read in part', () => {
  it.each([
    ['10k', 'USD'],
    ['1.2M', 'USD'],
    ['1e5', 'USD'],
    ['2x500', 'USD'],
    ['500-1000', 'USD'],
    ['500 – 1000', 'EUR'],
    ['500 1000', 'EUR'],
    ['1 000 00', 'EUR'],
    ["1'00", 'CHF'],
    ['100,--', 'EUR'],
    ['100,- -', 'EUR'],
    ['100,-50', 'EUR'],
    ['12,50.-', 'EUR'],
    ['1,000,-', 'EUR'],
    ['100 ,-', 'EUR'],
    ['100/-', 'INR'],
    ['1,00,000', 'EUR'],
    ['1,00,00', 'INR'],
    ['01,00,000', 'INR'],
    ['1.00.000', 'INR'],
    ['123,00,000', 'INR'],
    ['--5', 'EUR'],
    ['(5', 'EUR'],
    ['-5-', 'EUR'],
    ['1000 net', 'EUR'],
    ['approx 1000', null],
    ['1000 net', null],
    ['all 100', null],
    ['100 kr', null],
    ['100 kr', 'EUR'],
    ['Rs. 500', null],
    ['100 kr EUR', null],
    ['SEK 100 kr', 'NOK'],
    ['100 zł', 'EUR'],
    ['100 Ft', 'HUF'],
    ['100 XYZ', null],
    ['€100 USD', null],
    ['$100 EUR', 'EUR'],
  ])('[import] %s (%s) is refused with what to write instead', (text, named) => {
    const read = readAmount(text, named);
    expect(read.ok).toBe(false);
    expect(fixOf(text, named)).toMatch(/^(Write|Correct)/);
  });

  it.each([
    ['A$100', 'AUD'],
    ['R$ 100', 'BRL'],
    ['C$ 100', 'CAD'],
    ['100 CA$', 'CAD'],
    ['NZ$ 100', 'NZD'],
  ])('[import] %s is not taken for US dollars; the fix says %s', (text, code) => {
    expect(fixOf(text)).toContain(`Write ${code} instead of`);
    expect(fixOf(text, 'USD')).toContain(`Write ${code} instead of`);
  });

  it.each([
    ['0.50', 'USD', '0.50 USD'],
    ['0.125', 'KWD', '0.125 KWD'],
    ['-1,000', 'USD', '-1000.00 USD'],
    ['1,000-', 'USD', '-1000.00 USD'],
    ['(1,000)', 'USD', '-1000.00 USD'],
    ['−€5', null, '-5.00 EUR'],
    ['EUR -5', null, '-5.00 EUR'],
    ['5.00- EUR', null, '-5.00 EUR'],
    ['US$ 12', null, '12.00 USD'],
    ['$100 CAD', null, '100.00 CAD'],
    ['USD $100', null, '100.00 USD'],
    ['eur 923', null, '923.00 EUR'],
    ['1\u202f234\u00a0567,50 €', null, '1234567.50 EUR'],
    ['1’234’567.50', 'CHF', '1234567.50 CHF'],
    ['1 234.567', 'KWD', '1234.567 KWD'],
    ['1 000 kr', 'SEK', '1000.00 SEK'],
    ['kr. 1.234,50', 'DKK', '1234.50 DKK'],
    ['Kr 100', 'NOK', '100.00 NOK'],
    ['100 kr', 'ISK', '100 ISK'],
    ['SEK 100 kr', null, '100.00 SEK'],
    ['100 kr NOK', null, '100.00 NOK'],
    ['1 234,50 zł', null, '1234.50 PLN'],
    ['100 zł', 'PLN', '100.00 PLN'],
    ['1 234 Kč', null, '1234.00 CZK'],
    ['100 Kc\u030c', 'CZK', '100.00 CZK'],
    ['Rs. 500', 'INR', '500.00 INR'],
    ['Rs.500', 'PKR', '500.00 PKR'],
    ['INR Rs. 500', null, '500.00 INR'],
    ['₹1,00,000', null, '100000.00 INR'],
    ['12,34,567.50', 'INR', '1234567.50 INR'],
    ["1'000.-", 'CHF', '1000.00 CHF'],
    ['1’000.–', 'CHF', '1000.00 CHF'],
    ['EUR 1.000,-', 'EUR', '1000.00 EUR'],
    ['1.000,– €', null, '1000.00 EUR'],
    ['100,- kr', 'SEK', '100.00 SEK'],
    ['-100,-', 'EUR', '-100.00 EUR'],
    ['1.000,-', 'KWD', '1000.000 KWD'],
  ])('[import] %s (%s) → %s', (text, named, expected) => {
    expect(amount(text, named)).toBe(expected);
  });

  it('MDF-3 refuses a comma before three digits of a currency with three decimals, which can be thousands', () => {
    for (const text of ['1,234', 'KWD 12,500', '(500,000)']) {
      expect(amount(text, 'KWD')).toContain('can be read in two ways: KWD has 3 decimals');
      expect(fixOf(text, 'KWD')).toContain('1,234.500');
    }
    expect(amount('0,500', 'KWD')).toBe('0.500 KWD');
    expect(amount('1,234.500', 'KWD')).toBe('1234.500 KWD');
    expect(amount('1,234,567', 'KWD')).toBe('1234567.000 KWD');
    expect(amount('1,234', 'JPY')).toBe('1234 JPY');
  });

  it('[import] refuses more decimals than a currency has where they cannot be thousands', () => {
    expect(amount('0.125', 'USD')).toBe(
      '“0.125” is not an amount that can be told: USD has 2 decimals at most.',
    );
    expect(amount('461.5350', 'USD')).toContain('is not an amount');
  });

  it.each([
    ['10,0000', 'EUR', '2 decimals at most'],
    ['1,0000', 'EUR', '2 decimals at most'],
    ['1.0000', 'EUR', '2 decimals at most'],
    ['2,50000', 'EUR', '2 decimals at most'],
    ['0,500', 'USD', '2 decimals at most'],
    ['1,000.0000', 'USD', '2 decimals at most'],
    ['1 000,000', 'EUR', '2 decimals at most'],
    ['1,0000', 'JPY', 'no decimals'],
    ['1,000.000', 'KRW', 'no decimals'],
    ['1.00000', 'KWD', '3 decimals at most'],
    ['(10,0000)', 'EUR', '2 decimals at most'],
  ])(
    'MDF-3 refuses %s in %s: zeros beyond the decimals that can be thousands are no decimals',
    (text, named, have) => {
      const zeros = /\d+(?=\D*$)/.exec(text)?.[0].length;
      expect(amount(text, named)).toBe(
        `“${text}” is not an amount that can be told: ${named} has ${have}, and its last ${zeros} digits can be thousands written wrongly.`,
      );
      expect(fixOf(text, named)).toContain(`Write it with ${have}`);
    },
  );

  it.each([
    ['¥229,389.00', null, '229389 JPY'],
    ['KRW 5,000,000.00', null, '5000000 KRW'],
    ['229389.00', 'JPY', '229389 JPY'],
    ['229389.0', 'JPY', '229389 JPY'],
    ['5.000.000,00', 'KRW', '5000000 KRW'],
    ['1 234,00', 'JPY', '1234 JPY'],
    ['1,00', 'JPY', '1 JPY'],
  ])(
    'MDF-3 takes one or two zeros in %s (%s) for no decimals, since they cannot be thousands',
    (text, named, expected) => {
      expect(amount(text, named)).toBe(expected);
    },
  );

  it('MDF-3 refuses any other decimals of a currency without them', () => {
    for (const text of ['98.5', '98.05', '98.50'])
      expect(amount(text, 'JPY')).toBe(`“${text}” is not an amount that can be told: JPY has no decimals.`);
  });

  it('MDF-3 takes groups of three for thousands and never loses or adds a zero of any number with one mark', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.constantFrom('.', ','),
        fc.stringMatching(/^\d{1,7}$/),
        fc.constantFrom('EUR', 'USD', 'JPY'),
        (whole, mark, rest, currency) => {
          const read = readAmount(`${whole}${mark}${rest}`, currency);
          const units = minorUnits(currency);
          if (rest.length === 3)
            expect(read).toEqual({
              ok: true,
              value: { minor: Number(`${whole}${rest}`) * 10 ** units, currency },
            });
          else if (rest.length <= units)
            expect(read).toEqual({
              ok: true,
              value: { minor: Number(`${whole}${rest.padEnd(units, '0')}`), currency },
            });
          else if (/^0{1,2}$/.test(rest))
            expect(read).toEqual({ ok: true, value: { minor: whole, currency } });
          else expect(read.ok).toBe(false);
        },
      ),
      { seed: 20261126, numRuns: 500 },
    );
  });

  it('MDF-3 reads back every amount exactly in every notation, with a code or a sign on either side', () => {
    const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'GBP', 'CHF', 'SEK', 'AUD', 'INR', 'KRW');
    const locales = fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'sv-SE');
    const display = fc.constantFrom('before', 'after', 'column');
    fc.assert(
      fc.property(
        fc.integer({ min: -(10 ** 11), max: 10 ** 11 }),
        currencies,
        locales,
        display,
        (minor, currency, locale, where) => {
          const units = minorUnits(currency);
          const figure = new Intl.NumberFormat(locale, {
            minimumFractionDigits: units,
            maximumFractionDigits: units,
          }).format(minor / 10 ** units);
          const text = { before: `${currency} ${figure}`, after: `${figure} ${currency}`, column: figure }[
            where
          ];
          const value = { minor: minor === 0 ? 0 : minor, currency };
          expect(readAmount(text, where === 'column' ? currency : null)).toEqual({ ok: true, value });
        },
      ),
      { seed: 20261126, numRuns: 500 },
    );
  });

  it('MDF-3 reads back every amount with the sign that its country writes', () => {
    const places = fc.constantFrom(
      ['sv-SE', 'SEK'],
      ['nb-NO', 'NOK'],
      ['da-DK', 'DKK'],
      ['is-IS', 'ISK'],
      ['pl-PL', 'PLN'],
      ['cs-CZ', 'CZK'],
      ['en-IN', 'INR'],
      ['hi-IN', 'INR'],
      ['de-DE', 'EUR'],
    );
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 11), max: 10 ** 11 }), places, (minor, [locale, currency]) => {
        const units = minorUnits(currency ?? '');
        const text = new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
          minor / 10 ** units,
        );
        const value = { minor: minor === 0 ? 0 : minor, currency };
        expect(readAmount(text, currency ?? null)).toEqual({ ok: true, value });
      }),
      { seed: 20261126, numRuns: 500 },
    );
  });

  it('[import] reads no amount that has a foreign character in or beside its digits', () => {
    const figure = fc.integer({ min: 1, max: 10 ** 9 }).map(String);
    const foreign = fc.constantFrom('k', 'M', 'e', 'x', '/', '+', '*', '–', '~', ':', '%', 'R$');
    fc.assert(
      fc.property(figure, foreign, fc.nat(), (digits, char, place) => {
        const at = place % (digits.length + 1);
        const text = `${digits.slice(0, at)}${char}${digits.slice(at)}`;
        expect(readAmount(text, 'EUR').ok).toBe(false);
      }),
      { seed: 20261126, numRuns: 500 },
    );
  });

  it('[import] takes only real currency codes', () => {
    expect(['EUR', 'USD', 'JPY', 'KWD', 'CLF', 'BRL'].every(isCurrency)).toBe(true);
    expect(['APP', 'NET', 'XYZ', 'eur', ''].some(isCurrency)).toBe(false);
  });
});

describe('[import] numbers of a workbook', () => {
  it('MDF-3 are never taken for thousands: an amount is read exactly or refused', async () => {
    const [half, small, whole, noise] = await textsOf([461.535, 0.125, 1234, 0.1 + 0.2]);
    expect(amount(half ?? '', 'USD')).toContain('is not an amount');
    expect(amount(small ?? '', 'USD')).toContain('is not an amount');
    expect([whole, noise]).toEqual(['1234', '0.3']);
    const thousandths = fc.sample(fc.integer({ min: -(10 ** 8), max: 10 ** 8 }), {
      seed: 20261126,
      numRuns: 300,
    });
    const texts = await textsOf(thousandths.map((number) => number / 1000));
    for (const [at, text] of texts.entries()) {
      const number = thousandths[at] ?? 0;
      const read = readAmount(text, 'USD');
      if (number % 10 === 0)
        expect(read).toEqual({ ok: true, value: { minor: number / 10, currency: 'USD' } });
      else expect(read.ok).toBe(false);
      expect(readAmount(text, 'KWD')).toEqual({ ok: true, value: { minor: number, currency: 'KWD' } });
    }
  });
});
