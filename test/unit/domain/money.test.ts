import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorUnits } from '../../../shared/domain/money/currencies';
import {
  fractionOf,
  parseDecimal,
  percentOf,
  plainMoney,
  smaller,
  sumByCurrency,
  toDecimalString,
  zero,
} from '../../../shared/domain/money/money';

const seed = 20261122;
const currencies = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'TWD', 'KRW', 'CLF');
const minors = fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 });
const eur = (minor: number) => ({ minor, currency: 'EUR' });

describe('money', () => {
  it('MDF-3 knows how many decimals a currency has', () => {
    const units = ['EUR', 'USD', 'TWD', 'JPY', 'KRW', 'KWD', 'BHD', 'CLF'].map(minorUnits);
    expect(units).toEqual([2, 2, 2, 0, 0, 3, 3, 4]);
  });

  it('MDF-3 writes and reads every amount back exactly', () => {
    fc.assert(
      fc.property(minors, currencies, (minor, currency) => {
        const amount = { minor, currency };
        expect(parseDecimal(toDecimalString(amount), currency)).toEqual({ ok: true, value: amount });
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('MDF-3 writes amounts with the decimals of their currency', () => {
    expect(toDecimalString(eur(5))).toBe('0.05');
    expect(toDecimalString(eur(-123456))).toBe('-1234.56');
    expect(toDecimalString({ minor: 6206170, currency: 'JPY' })).toBe('6206170');
    expect(toDecimalString({ minor: 1500, currency: 'KWD' })).toBe('1.500');
    expect(plainMoney(eur(120000))).toBe('1200.00 EUR');
  });

  it('MDF-3 refuses what is no amount, too precise or too large, and never rounds it', () => {
    for (const text of ['', 'abc', '1,5', '1 000', '1e3', '--1', '1.2.3', '.5', 'NaN']) {
      const read = parseDecimal(text, 'EUR');
      expect(read.ok).toBe(false);
      if (!read.ok)
        expect(read.error).toMatchObject({ code: 'bad-amount', message: expect.stringContaining(text) });
    }
    expect(parseDecimal('1.005', 'EUR').ok).toBe(false);
    expect(parseDecimal('1.500', 'EUR')).toEqual({ ok: true, value: eur(150) });
    expect(parseDecimal('10.5', 'JPY').ok).toBe(false);
    expect(parseDecimal('99999999999999999', 'EUR').ok).toBe(false);
    expect(parseDecimal('-0.00', 'EUR')).toEqual({ ok: true, value: eur(0) });
  });

  it('MDF-3 compares exactly, and only within one currency', () => {
    expect(smaller(eur(1), eur(2))).toEqual({ ok: true, value: eur(1) });
    expect(smaller(eur(1), { minor: 1, currency: 'USD' })).toMatchObject({
      ok: false,
      error: { code: 'currency-mismatch', left: 'EUR', right: 'USD' },
    });
    expect(sumByCurrency([eur(1), zero('EUR')])).toEqual([eur(1)]);
  });

  it('MDF-3 keeps the laws of addition', () => {
    fc.assert(
      fc.property(minors, minors, minors, (a, b, c) => {
        const both = sumByCurrency([eur(a), eur(b)]);
        expect(both).toEqual(sumByCurrency([eur(b), eur(a)]));
        expect(sumByCurrency([...both, eur(-b)])).toEqual([eur(a)]);
        expect(sumByCurrency([eur(a), eur(b), eur(c)])).toEqual(sumByCurrency([...both, eur(c)]));
      }),
      { seed, numRuns: 500 },
    );
  });

  it('MDF-3 rounds a share to the nearest unit, ties as asked', () => {
    expect(percentOf(eur(5), 50, 'half-even')).toEqual(eur(2));
    expect(percentOf(eur(7), 50, 'half-even')).toEqual(eur(4));
    expect(percentOf(eur(5), 50, 'half-up')).toEqual(eur(3));
    expect(percentOf(eur(-5), 50, 'half-up')).toEqual(eur(-3));
    expect(percentOf(eur(-5), 50, 'half-even')).toEqual(eur(-2));
    expect(percentOf(eur(-1), 10, 'half-up')).toEqual(eur(0));
    expect(percentOf(eur(9_007_199_254_740_991), 99, 'half-up')).toEqual(eur(8_917_127_262_193_581));
  });

  it('MDF-3 is never further than half a unit from the exact share', () => {
    fc.assert(
      fc.property(
        minors,
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.constantFrom('half-even' as const, 'half-up' as const),
        (minor, numerator, denominator, rounding) => {
          const share = BigInt(fractionOf(eur(minor), numerator, denominator, rounding).minor);
          const error = share * BigInt(denominator) - BigInt(minor) * BigInt(numerator);
          const twice = (error < 0n ? -error : error) * 2n;
          expect(twice <= BigInt(denominator)).toBe(true);
          if (twice === BigInt(denominator) && rounding === 'half-even') expect(share % 2n).toBe(0n);
          if (twice === BigInt(denominator) && rounding === 'half-up') expect(error < 0n).toBe(minor < 0);
        },
      ),
      { seed, numRuns: 1000 },
    );
  });

  it('MDF-8 sums by currency without mixing them', () => {
    const total = sumByCurrency([eur(1), { minor: 5, currency: 'USD' }, eur(2)]);
    expect(total).toEqual([eur(3), { minor: 5, currency: 'USD' }]);
  });
});
