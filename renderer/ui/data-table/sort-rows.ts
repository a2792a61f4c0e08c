import { ITEMS_PER_STEP, type Steps } from '../sliced';
import type { SortValue, TableColumn, TableSort } from './types';

type Valued<Row> = { readonly row: Row; readonly value: SortValue };
const DATE = /^\d{4}-\d{2}-\d{2}$/;

type Compare<Row> = (a: Valued<Row>, b: Valued<Row>) => number;

/**
 * Rows in the order of a column; what has no value stands at the end in both directions, and equal ones keep their
 * order. Each row is asked for its value once.
 */
export function* sortRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  sort: TableSort | null,
  locale: string,
): Steps<readonly Row[]> {
  const sortBy = columns.find(({ id }) => id === sort?.columnId)?.sortBy;
  if (sort === null || sortBy === undefined) return rows;
  const valued: Valued<Row>[] = [];
  const rest: Row[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % ITEMS_PER_STEP === 0) yield;
    const value = sortBy(row);
    if (value === null) rest.push(row);
    else valued.push({ row, value });
  }
  // Nothing to compare is the usual case of a column that few records fill.
  if (valued.length === 0) return rows;
  const compare = comparison(locale, sort.direction === 'descending' ? -1 : 1);
  const sorted = yield* mergeSorted(valued, (a, b) => compare(a.value, b.value));
  return [...sorted.map(({ row }) => row), ...rest];
}

/** Sorts short runs and merges them two by two, because one sort of them all cannot be stopped. */
function* mergeSorted<Row>(list: readonly Valued<Row>[], compare: Compare<Row>): Steps<Valued<Row>[]> {
  let runs: Valued<Row>[][] = [];
  for (let at = 0; at < list.length; at += ITEMS_PER_STEP) {
    runs.push(list.slice(at, at + ITEMS_PER_STEP).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: Valued<Row>[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(yield* mergeTwo(runs[at] ?? [], runs[at + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergeTwo<Row>(
  first: readonly Valued<Row>[],
  second: readonly Valued<Row>[],
  compare: Compare<Row>,
): Steps<Valued<Row>[]> {
  const merged: Valued<Row>[] = [];
  let [a, b] = [0, 0];
  while (a < first.length || b < second.length) {
    if (merged.length % ITEMS_PER_STEP === 0) yield;
    const [left, right] = [first[a], second[b]];
    if (left !== undefined && (right === undefined || compare(left, right) <= 0)) {
      merged.push(left);
      a += 1;
    } else if (right !== undefined) {
      merged.push(right);
      b += 1;
    }
  }
  return merged;
}

function comparison(locale: string, sign: 1 | -1): (a: SortValue, b: SortValue) => number {
  const collator = new Intl.Collator(locale, { numeric: true });
  return (a, b) => {
    if (a === b) return 0;
    if (typeof a === 'object' && typeof b === 'object')
      // The units keep their order in both directions: only what has one unit can be compared.
      return a.unit === b.unit ? sign * (a.size - b.size) : a.unit < b.unit ? -1 : 1;
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    const [left, right] = [String(a), String(b)];
    // Dates are sorted often and stand in order as they are, which a collator takes far longer to find.
    if (DATE.test(left) && DATE.test(right)) return left < right ? -sign : sign;
    return sign * collator.compare(left, right);
  };
}
