import type { TableColumn, TableSort } from './types';

/**
 * Rows in the order of a column; what has no value stands at the end in both directions, and equal ones keep their
 * order. Each row is asked for its value once.
 */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  sort: TableSort | null,
  locale: string,
): readonly Row[] {
  const sortBy = columns.find(({ id }) => id === sort?.columnId)?.sortBy;
  if (sort === null || sortBy === undefined) return rows;
  const valued: { readonly row: Row; readonly value: string | number }[] = [];
  const rest: Row[] = [];
  for (const row of rows) {
    const value = sortBy(row);
    if (value === null) rest.push(row);
    else valued.push({ row, value });
  }
  // Nothing to compare is the usual case of a deadline among drafts.
  if (valued.length === 0) return rows;
  const compare = comparison(locale);
  const sign = sort.direction === 'descending' ? -1 : 1;
  valued.sort((a, b) => sign * compare(a.value, b.value));
  return [...valued.map(({ row }) => row), ...rest];
}

function comparison(locale: string): (a: string | number, b: string | number) => number {
  const collator = new Intl.Collator(locale, { numeric: true });
  return (a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}
