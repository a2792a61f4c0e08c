import type { ColumnMapping, ImportFields } from './columns';
import type { CellProblem } from './table';

type ProblemDetails = { readonly code?: CellProblem['code']; readonly also?: readonly string[] };

/** Access to one row by field name, collecting problems by the column's own title. */
export type RowReader = {
  /** Text of a field; empty when the column is missing or the cell is. */
  text(field: string): string;
  /** Notes a problem of a field; `also` are other fields whose cell may be the wrong one. */
  problem(field: string, message: string, fix: string, more?: ProblemDetails): void;
  readonly problems: CellProblem[];
};

/** A reader over one row's cells; required fields that are empty are problems from the start. */
export function rowReader(
  cells: readonly string[],
  headers: readonly string[],
  mapping: ColumnMapping,
  fields: ImportFields,
): RowReader {
  const problems: CellProblem[] = [];
  const columnOf = (field: string): string => {
    const column = mapping[field] ?? null;
    return column === null ? (fields[field]?.label ?? field) : (headers[column] ?? field);
  };
  const text = (field: string): string => {
    const column = mapping[field] ?? null;
    return column === null ? '' : (cells[column] ?? '').trim();
  };
  const problem: RowReader['problem'] = (field, message, fix, { code, also = [] } = {}) => {
    problems.push({
      column: columnOf(field),
      message,
      fix,
      ...(code === undefined ? {} : { code }),
      ...(also.length === 0 ? {} : { also: also.map(columnOf) }),
    });
  };
  for (const [field, spec] of Object.entries(fields)) {
    if (spec.required && text(field) === '')
      problem(field, `${spec.label} is empty.`, `Fill in ${spec.label}.`);
  }
  return { text, problem, problems };
}
