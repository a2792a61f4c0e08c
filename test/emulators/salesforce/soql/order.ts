import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../errors';
import type { ObjectDef, StoredRecord } from '../metadata/types';
import type { QueryContext } from './context';
import { type Comparable, comparable } from './literals';
import { readPath, resolvePath } from './paths';

/** One key to sort by. */
export interface SortKey<Row> {
  readonly read: (row: Row) => Comparable;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

/** Sorts rows by keys; rows that are equal keep their order. */
export function sortRows<Row>(rows: readonly Row[], keys: readonly SortKey<Row>[]): Row[] {
  const decorated = rows.map((row) => ({ row, values: keys.map((key) => key.read(row)) }));
  decorated.sort((a, b) => {
    for (const [index, key] of keys.entries()) {
      const left = a.values[index] ?? null;
      const right = b.values[index] ?? null;
      if (left === right) continue;
      if (left === null || right === null) return (left === null) === key.nullsLast ? 1 : -1;
      return left < right === key.descending ? 1 : -1;
    }
    return 0;
  });
  return decorated.map(({ row }) => row);
}

/** The ORDER BY clauses as a list. */
export function orderClauses(orderBy: OrderByClause | OrderByClause[] | undefined): readonly OrderByClause[] {
  return orderBy === undefined ? [] : Array.isArray(orderBy) ? orderBy : [orderBy];
}

/** Sort keys over stored records; nulls come first unless the query says otherwise. */
export function compileOrder(
  context: QueryContext,
  def: ObjectDef,
  alias: string | undefined,
  orderBy: OrderByClause | OrderByClause[] | undefined,
): readonly SortKey<StoredRecord>[] {
  return orderClauses(orderBy).map((clause) => {
    if (!('field' in clause))
      throw new ApiError(400, 'MALFORMED_QUERY', 'Ordered field must be grouped or aggregated');
    const path = resolvePath(context, def, clause.field, alias);
    if (path.field && !path.field.sortable) {
      throw new ApiError(
        400,
        'INVALID_FIELD',
        `field '${path.field.name}' can not be sorted in a query call`,
      );
    }
    const type = path.field?.type ?? 'string';
    return {
      read: (record) => comparable(type, readPath(context, def, path, record)),
      descending: clause.order === 'DESC',
      nullsLast: clause.nulls === 'LAST',
    };
  });
}
