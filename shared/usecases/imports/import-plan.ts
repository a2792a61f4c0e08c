import type { ColumnMapping } from '../../domain/imports/columns';
import type { DateOrders } from '../../domain/imports/read-date';
import type { CellProblem, ImportTable } from '../../domain/imports/table';
import type { NewAuditEntry } from '../../schema/audit';
import type { FundRequest } from '../../schema/fund-request';
import type { AnyRecord } from '../../schema/record';

/** What a file is imported as. */
export type ImportTarget = 'partners' | 'fund-requests';

/** A parsed file and how its columns are to be read. */
export type ImportInput = {
  readonly target: ImportTarget;
  readonly file: string;
  readonly table: ImportTable;
  readonly mapping: ColumnMapping;
  readonly dateOrders: DateOrders;
  /** The import whose held rows are tried again; absent for a file, whose content names it. */
  readonly importId?: string;
};

/** How far an import has come, for the person who waits. */
export type ImportProgress = {
  readonly phase: 'checking' | 'writing';
  readonly done: number;
  readonly of: number;
};

/** Told about every row that was looked at, and once before the writing. */
export type OnProgress = (progress: ImportProgress) => void;

/** What would become of one row. */
export type PlannedRow =
  | {
      readonly line: number;
      readonly outcome: 'new' | 'changed';
      readonly title: string;
      readonly puts: readonly AnyRecord[];
      /** What changes of a record that was here, for its history. */
      readonly changes?: NewAuditEntry['changes'];
      /** What was taken from elsewhere, or is worth a look, though nothing is wrong with the row. */
      readonly hints?: readonly CellProblem[];
    }
  /** Nothing would change (the same is here, or what counts more), or a duplicate in the file. */
  | { readonly line: number; readonly outcome: 'unchanged' | 'repeated'; readonly title: string }
  | {
      readonly line: number;
      readonly outcome: 'bad';
      readonly title: string;
      readonly problems: readonly CellProblem[];
      /** The request that is here, and what it would be with the file's values; absent where there is no such choice. */
      readonly choice?: { readonly here: FundRequest; readonly file: FundRequest };
    };

/** The whole import before anything is written: what the preview shows and what the commit does. */
export type ImportPlan = {
  readonly input: ImportInput;
  readonly rows: readonly PlannedRow[];
  readonly counts: Readonly<Record<PlannedRow['outcome'], number>>;
};

/** Counts the rows of a plan by outcome. */
export function countOutcomes(rows: readonly PlannedRow[]): ImportPlan['counts'] {
  const counts = { new: 0, changed: 0, unchanged: 0, repeated: 0, bad: 0 };
  for (const row of rows) counts[row.outcome] += 1;
  return counts;
}

/** Titles of the columns, each once: a title that stands twice gets the number of its column. */
export function columnTitles({ headers }: Pick<ImportTable, 'headers'>): string[] {
  const titles = new Set<string>();
  headers.forEach((header, index) => {
    let title = header === '' ? `Column ${index + 1}` : header;
    while (titles.has(title)) title = `${title} (${index + 1})`;
    titles.add(title);
  });
  return [...titles];
}
