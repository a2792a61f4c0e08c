import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSpans, foldKeepingPlaces } from '../../../renderer/widgets/documents/text-match';

describe('findSpans', () => {
  it('POP-6 finds text whatever its case, accents and kind of space', () => {
    const text = 'Société Générale\u00a0SA, SOCIETE generale';
    expect(findSpans(text, ['societe generale']).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Société Générale',
      'SOCIETE generale',
    ]);
  });

  it('POP-6 keeps the longest of overlapping finds', () => {
    expect(findSpans('1,250.00', ['250.00', '1,250.00'])).toEqual([{ start: 0, end: 8 }]);
  });

  it('finds nothing for an empty search', () => {
    expect(findSpans('abc', ['', '  '])).toEqual([]);
  });

  it('never moves a place by folding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => foldKeepingPlaces(text).length === text.length),
      { seed: 7 },
    );
  });
});
