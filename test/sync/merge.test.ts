import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsToSend, sameValue } from '../../shared/domain/merging/field-values';
import { mergeFields } from '../../shared/domain/merging/merge';
import type { FieldMap, FieldValue } from '../../shared/schema/field-value';

const eur = (minor: number): FieldValue => ({ minor, currency: 'EUR' });

describe('three-way merge per field', () => {
  it('SY-40 merges disjoint edits: each side keeps what it changed', () => {
    const base = { title: 'A', requested: eur(100), region: 'EMEA' };
    const merge = mergeFields(base, { ...base, title: 'B' }, { ...base, requested: eur(200) });
    expect(merge.merged).toEqual({ title: 'B', requested: eur(200), region: 'EMEA' });
    expect(merge.conflicts).toEqual([]);
    expect(merge.taken).toEqual(['requested']);
    expect(fieldsToSend(merge.base, merge.merged)).toEqual({ title: 'B' });
  });

  it('SY-41 agrees when both sides changed a field to the same value', () => {
    const merge = mergeFields({ title: 'A' }, { title: 'B' }, { title: ' B ' });
    expect(merge.conflicts).toEqual([]);
    expect(fieldsToSend(merge.base, merge.merged)).toEqual({});
  });

  it('SY-42 keeps both values when both sides changed a field differently', () => {
    const merge = mergeFields(
      { title: 'A', region: 'EMEA' },
      { title: 'B', region: 'EMEA' },
      { title: 'C', region: 'APAC' },
    );
    expect(merge.conflicts).toEqual([{ field: 'title', base: 'A', mine: 'B', theirs: 'C' }]);
    expect(merge.merged).toEqual({ title: 'B', region: 'APAC' });
    expect(merge.base).toEqual({ title: 'A', region: 'APAC' });
  });

  it('SY-43 merges lists as sets, additions and removals of both sides', () => {
    const merge = mergeFields(
      { labels: ['a', 'b', 'c'] },
      { labels: ['a', 'c', 'mine'] },
      { labels: ['theirs', 'b', 'a'] },
    );
    expect(new Set(merge.merged['labels'] as string[])).toEqual(new Set(['a', 'mine', 'theirs']));
    expect(merge.conflicts).toEqual([]);
  });

  it('SY-44 leaves a field alone that the remote did not answer', () => {
    const merge = mergeFields(
      { title: 'A', start: '2026-01-01' },
      { title: 'A', start: '2026-02-02' },
      { title: 'A' },
    );
    expect(merge.merged).toEqual({ title: 'A', start: '2026-02-02' });
    expect(merge.base).toEqual({ title: 'A', start: '2026-01-01' });
  });

  it('SY-45 fills gaps and asks about the rest when nothing was ever agreed', () => {
    const merge = mergeFields(
      {},
      { title: 'B', region: null, note: 'n' },
      { title: 'C', region: 'EMEA', note: '' },
    );
    expect(merge.merged).toEqual({ title: 'B', region: 'EMEA', note: 'n' });
    expect(merge.conflicts).toEqual([{ field: 'title', base: null, mine: 'B', theirs: 'C' }]);
  });

  it('SY-46 takes spelling of nothing, line ends and outer spaces for no change', () => {
    expect(sameValue('', null)).toBe(true);
    expect(sameValue([], null)).toBe(true);
    expect(sameValue('a\r\nb ', 'a\nb')).toBe(true);
    expect(sameValue(['a', 'b'], ['b', 'a', 'a'])).toBe(true);
    expect(sameValue('a', 'A')).toBe(false);
    expect(sameValue(eur(1), { minor: 1, currency: 'USD' })).toBe(false);
    expect(sameValue(0, null)).toBe(false);
    expect(sameValue(false, null)).toBe(false);
  });
});

/** The same question answered another way: by a table over "who changed it", one scalar at a time. */
function oracle(base: string | undefined, mine: string | undefined, theirs: string | undefined) {
  if (theirs === undefined) return { value: mine, agreed: base, asks: false };
  if (mine === undefined) return { value: undefined, agreed: theirs, asks: false };
  const changes = `${mine === base ? 'same' : 'changed'}/${theirs === base ? 'same' : 'changed'}`;
  const equal = mine === theirs;
  const table: Record<string, () => { value: string; agreed: string | undefined; asks: boolean }> = {
    'same/same': () => ({ value: mine, agreed: theirs, asks: false }),
    'same/changed': () => ({ value: theirs, agreed: theirs, asks: false }),
    'changed/same': () => ({ value: mine, agreed: base, asks: false }),
    'changed/changed': () => ({ value: mine, agreed: equal ? theirs : base, asks: !equal }),
  };
  const row = table[changes];
  if (!row) throw new Error(changes);
  return row();
}

const names = ['title', 'region', 'note'];
// A small alphabet makes equal values frequent; the empty text has rules of its own and is tested above.
const value = fc.constantFrom('a', 'b', 'c');
const fieldMap = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 3 });

describe('merge against an independent oracle', () => {
  it('SY-47 agrees field by field with a table of who changed what', () => {
    fc.assert(
      fc.property(fieldMap, fieldMap, fieldMap, (base, mine, theirs) => {
        const merge = mergeFields(base, mine, theirs);
        for (const name of names) {
          const expected = oracle(base[name], mine[name], theirs[name]);
          expect(merge.merged[name]).toBe(expected.value);
          expect(merge.base[name]).toBe(expected.agreed);
          expect(merge.conflicts.some(({ field }) => field === name)).toBe(expected.asks);
        }
      }),
      { seed: 20_261_102, numRuns: 2000 },
    );
  });

  it('SY-48 loses no value: what a side wrote is kept, agreed, or in a conflict', () => {
    fc.assert(
      fc.property(fieldMap, fieldMap, fieldMap, (base, mine, theirs) => {
        const merge = mergeFields(base, mine, theirs);
        for (const name of names) {
          const [m, t] = [mine[name], theirs[name]];
          const asked = merge.conflicts.find(({ field }) => field === name);
          const mineLives = m === undefined || m === base[name] || merge.merged[name] === m;
          const theirsLives =
            t === undefined || t === base[name] || merge.base[name] === t || asked?.theirs === t;
          expect(mineLives && theirsLives).toBe(true);
        }
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('SY-49 is symmetric for sets and gives the same set in either order', () => {
    const set = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));
    const merged = (b: FieldMap, m: FieldMap, t: FieldMap) =>
      [...(mergeFields(b, m, t).merged['labels'] as string[])].sort();
    fc.assert(
      fc.property(set, set, set, (base, mine, theirs) => {
        const [b, m, t] = [{ labels: base }, { labels: mine }, { labels: theirs }];
        const result = merged(b, m, t);
        expect(result).toEqual(merged(b, t, m));
        for (const entry of ['a', 'b', 'c', 'd'] as const) {
          const [inBase, here, there] = [base, mine, theirs].map((list) => list.includes(entry));
          expect(result.includes(entry)).toBe(here === there ? here : !inBase);
        }
      }),
      { seed: 11, numRuns: 2000 },
    );
  });
});
