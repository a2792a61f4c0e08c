import type { GroupByClause, Query } from '@jetstreamapp/soql-parser-js';
import type { FieldValue, StoredRecord } from '../metadata/types';
import { malformedQuery } from './context';

/** Rows with the same values in the grouped fields. */
export interface Group {
  readonly rows: readonly StoredRecord[];
  /** Grouped fields, in lower case, that a subtotal adds up over: these are null in its row. */
  readonly over: ReadonlySet<string>;
}

/** A field or a function of one that rows are grouped by; the name is in lower case. */
export interface GroupKey {
  readonly name: string;
  readonly read: (row: StoredRecord) => FieldValue;
}

/** Which subtotals a grouping adds: none, from right to left, or all there can be. */
export type Subtotals = 'NONE' | 'ROLLUP' | 'CUBE';

const MOST_WITH_SUBTOTALS = 3;

function isSubtotals(name: string): name is 'ROLLUP' | 'CUBE' {
  return name === 'ROLLUP' || name === 'CUBE';
}

/** What a query groups by; ROLLUP and CUBE stand alone around up to three fields. */
export function groupingsOf({ groupBy }: Query): {
  readonly subtotals: Subtotals;
  readonly groupings: readonly GroupByClause[];
} {
  const clauses: readonly GroupByClause[] =
    groupBy === undefined ? [] : Array.isArray(groupBy) ? groupBy : [groupBy];
  const names = clauses.map((clause) => ('fn' in clause ? (clause.fn.functionName ?? '') : ''));
  const found = names.find((name) => isSubtotals(name.toUpperCase()));
  if (found === undefined) return { subtotals: 'NONE', groupings: clauses };
  const [clause, ...others] = clauses;
  const parameters = clause && 'fn' in clause ? (clause.fn.parameters ?? []) : [];
  const fields = parameters.filter((name) => typeof name === 'string');
  if (others.length > 0 || fields.length === 0 || fields.length > MOST_WITH_SUBTOTALS)
    throw malformedQuery(`unexpected token: '${found}'`);
  const subtotals = found.toUpperCase() === 'CUBE' ? 'CUBE' : 'ROLLUP';
  return { subtotals, groupings: fields.map((field) => ({ field })) };
}

function partsOf(rows: readonly StoredRecord[], key: GroupKey): readonly (readonly StoredRecord[])[] {
  const parts = new Map<FieldValue, StoredRecord[]>();
  for (const row of rows) {
    const value = key.read(row);
    const part = parts.get(value);
    if (part) part.push(row);
    else parts.set(value, [row]);
  }
  return [...parts.values()];
}

/** The groups of rows, each followed by its subtotals. Without keys there is one group, even over no rows. */
export function groupRows(
  rows: readonly StoredRecord[],
  keys: readonly GroupKey[],
  subtotals: Subtotals,
  over: readonly string[] = [],
): readonly Group[] {
  const [key, ...rest] = keys;
  if (!key) return [{ rows, over: new Set(over) }];
  const groups = partsOf(rows, key).flatMap((part) => groupRows(part, rest, subtotals, over));
  if (subtotals === 'NONE') return groups;
  if (subtotals === 'CUBE') return [...groups, ...groupRows(rows, rest, subtotals, [...over, key.name])];
  return [...groups, { rows, over: new Set(keys.map(({ name }) => name)) }];
}
