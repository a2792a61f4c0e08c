import { expect, it } from 'vitest';
import { sortRows } from '../../../renderer/ui/data-table/sort-rows';
import { runAll } from '../../../renderer/ui/sliced';
import type { SortValue, TableColumn, TableSort } from '../../../renderer/ui/data-table/types';

type Row = { readonly id: string; readonly value: SortValue | null };
const columns: readonly TableColumn<Row>[] = [
  { id: 'value', title: 'Value', width: 100, cell: () => null, sortBy: ({ value }) => value },
  { id: 'none', title: 'None', width: 100, cell: () => null },
];

function ordered(rows: readonly Row[], sort: TableSort | null, locale: string): readonly Row[] {
  return runAll(sortRows(rows, columns, sort, locale));
}

function sorted(values: readonly Row['value'][], direction: 'ascending' | 'descending', columnId = 'value') {
  const rows = values.map((value, index) => ({ id: String(index), value }));
  return ordered(rows, { columnId, direction }, 'de').map(({ id, value }) => value ?? `-${id}`);
}

it('sorts numbers by size and words as the language does, with numbers in them by size', () => {
  expect(sorted([10, 9, 100], 'ascending')).toEqual([9, 10, 100]);
  expect(sorted(['Z', 'Ä', 'A', 'Tour 10', 'Tour 9'], 'ascending')).toEqual([
    'A',
    'Ä',
    'Tour 9',
    'Tour 10',
    'Z',
  ]);
});

it('sorts amounts within each currency, in one order of the currencies', () => {
  const size = (unit: string, size: number) => ({ unit, size });
  const amounts = [size('USD', 100), size('JPY', 500_000), null, size('USD', 9), size('EUR', 7_000)];
  expect(sorted(amounts, 'descending')).toEqual([amounts[4], amounts[1], amounts[0], amounts[3], '-2']);
  expect(sorted(amounts, 'ascending')).toEqual([amounts[4], amounts[1], amounts[3], amounts[0], '-2']);
});

it('puts what has no value at the end in both directions', () => {
  expect(sorted([null, 2, 1, null], 'ascending')).toEqual([1, 2, '-0', '-3']);
  expect(sorted([null, 2, 1, null], 'descending')).toEqual([2, 1, '-0', '-3']);
});

it('keeps the order of equal rows, and of all where there is nothing to sort by', () => {
  const rows = ['b', 'a', 'b'].map((value, index) => ({ id: String(index), value }));
  const ids = (list: readonly Row[]) => list.map(({ id }) => id);
  expect(ids(ordered(rows, { columnId: 'value', direction: 'descending' }, 'en'))).toEqual(['0', '2', '1']);
  expect(ordered(rows, { columnId: 'none', direction: 'ascending' }, 'en')).toBe(rows);
  expect(ordered(rows, null, 'en')).toBe(rows);
});

it('gives thousands of rows the order of one sort, in both directions, equal ones as they were', () => {
  const rows = Array.from({ length: 3333 }, (_, index) => ({
    id: String(index),
    value: index % 11 === 0 ? null : (index * 7919) % 500,
  }));
  for (const [direction, sign] of [
    ['ascending', 1],
    ['descending', -1],
  ] as const) {
    const valued = rows.filter(({ value }) => value !== null);
    const expected = [
      ...valued.sort((a, b) => sign * (Number(a.value) - Number(b.value))),
      ...rows.filter(({ value }) => value === null),
    ];
    expect(ordered(rows, { columnId: 'value', direction }, 'en')).toEqual(expected);
  }
});
