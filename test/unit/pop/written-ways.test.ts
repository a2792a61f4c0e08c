import { describe, expect, it } from 'vitest';
import { writtenWays } from '../../../renderer/features/pop/written-ways';
import { InvoiceFields } from '../../../shared/schema/document';

function invoice(over: Partial<Record<keyof InvoiceFields, unknown>>): InvoiceFields {
  return InvoiceFields.parse({
    number: null,
    date: null,
    currency: null,
    total: null,
    seller: null,
    buyer: null,
    source: 'typed',
    ...over,
  });
}

describe('POP-5 writtenWays', () => {
  it.each([
    ['EUR', 123_456, ['1,234.56', '1.234,56', '1 234,56', "1'234.56", '1234.56', '1234,56']],
    ['JPY', 1_234_567, ['1234567', '1,234,567', '1.234.567', '1 234 567']],
    ['EUR', 5, ['0.05', '0,05']],
  ])('writes %s %i as invoices do', (currency, minor, ways) => {
    const total = { minor, currency };
    expect(writtenWays(invoice({ total }), 'total')).toEqual(expect.arrayContaining(ways));
  });

  it('writes a date in figures and in words', () => {
    const ways = writtenWays(invoice({ date: '2026-03-05' }), 'date');
    expect(ways).toEqual(
      expect.arrayContaining([
        '05.03.2026',
        '5.3.2026',
        '2026-03-05',
        '5 March 2026',
        '5. März 2026',
        '5 mars 2026',
      ]),
    );
  });

  it('looks for nothing while a value is not known', () => {
    expect(writtenWays(null, 'number')).toEqual([]);
    expect(writtenWays(invoice({ seller: ' ' }), 'seller')).toEqual([]);
  });
});
