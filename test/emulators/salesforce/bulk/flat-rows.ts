import type { JsonValue } from '../records/read';
import { describeColumns } from '../soql/columns';
import type { QueryContext } from '../soql/context';
import { type PreparedQuery, runQuery } from '../soql/run';
import type { CsvTable } from './csv';

type Json = Readonly<Record<string, JsonValue>>;

function paths(columns: readonly Json[], prefix: readonly string[] = []): string[][] {
  return columns.flatMap((column) => {
    const path = [...prefix, String(column['columnName'])];
    const inner = column['joinColumns'] as readonly Json[];
    return inner.length === 0 ? [path] : paths(inner, path);
  });
}

function valueAt(row: Json, path: readonly string[]): string {
  let value: JsonValue | undefined = row;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
    value = (value as Json)[part];
  }
  return value === null || value === undefined ? '' : String(value);
}

/** Whether a query has what tables cannot hold: lists of children and aggregates. */
export function isFlat({ query }: PreparedQuery): boolean {
  return (
    query.groupBy === undefined &&
    (query.fields ?? []).every(({ type }) => type === 'Field' || type === 'FieldRelationship')
  );
}

/** A query's rows as a table: one column a field, parents' fields with their path. */
export function flatRows(context: QueryContext, prepared: PreparedQuery): CsvTable {
  const described = describeColumns(context, prepared)['columnMetadata'] as readonly Json[];
  const columns = paths(described);
  const { rows } = runQuery(context, prepared);
  return {
    header: columns.map((path) => path.join('.')),
    rows: rows.map((row) => columns.map((path) => valueAt(row, path))),
  };
}
