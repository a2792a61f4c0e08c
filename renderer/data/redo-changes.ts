import type { RowKey, TableChange } from '../../shared/schema/journal';

/** Gathers what a transaction writes, row by row, for its entry in the journal; of one row the last word counts. */
export type RedoChanges = {
  put(table: string, key: RowKey, row: unknown): void;
  remove(table: string, keys: readonly RowKey[]): void;
  /** Null when nothing was gathered. */
  list(): readonly TableChange[] | null;
};

type Last = { readonly kind: 'put'; readonly row: unknown } | { readonly kind: 'removed' };

function changeOf(table: string, rows: ReadonlyMap<RowKey, Last>): TableChange {
  const puts: { key: RowKey; row: unknown }[] = [];
  const deletes: RowKey[] = [];
  for (const [key, last] of rows) {
    if (last.kind === 'put') puts.push({ key, row: last.row });
    else deletes.push(key);
  }
  return { table, puts, deletes };
}

/** Starts with nothing. */
export function startRedoChanges(): RedoChanges {
  const byTable = new Map<string, Map<RowKey, Last>>();
  const rowsOf = (table: string): Map<RowKey, Last> => {
    const known = byTable.get(table) ?? new Map<RowKey, Last>();
    byTable.set(table, known);
    return known;
  };
  return {
    put: (table, key, row) => void rowsOf(table).set(key, { kind: 'put', row }),
    remove(table, keys) {
      const rows = rowsOf(table);
      for (const key of keys) rows.set(key, { kind: 'removed' });
    },
    list: () => (byTable.size === 0 ? null : [...byTable].map(([table, rows]) => changeOf(table, rows))),
  };
}
