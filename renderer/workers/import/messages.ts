import type { ColumnMapping } from '../../../shared/domain/imports/columns';
import type { DateOrders } from '../../../shared/domain/imports/read-date';
import type { CellProblem } from '../../../shared/domain/imports/table';
import type { Holidays, Playbook } from '../../../shared/playbook/playbook';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Settings } from '../../../shared/schema/settings';
import type {
  ImportPlan,
  ImportProgress,
  ImportTarget,
  PlannedRow,
} from '../../../shared/usecases/imports/import-plan';
import type { UseCaseProblem } from '../../../shared/usecases/problem';

/** What the worker needs to know of the desk it imports into. */
export type ImportDesk = {
  readonly databaseName: string;
  readonly playbook: Playbook;
  readonly holidays: Holidays;
  readonly settings: Settings;
};

/** Orders of the page; each has one answer of the same id. */
export type ImportOrder =
  | {
      readonly kind: 'read';
      readonly desk: ImportDesk;
      readonly target: ImportTarget;
      readonly file: string;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'plan';
      readonly target: ImportTarget;
      readonly mapping: ColumnMapping;
      readonly dateOrders: DateOrders;
    }
  | { readonly kind: 'commit' }
  /** Imports the rows again that earlier imports could not take. */
  | { readonly kind: 'retry'; readonly desk: ImportDesk; readonly target: ImportTarget };

/** An order on its way to the worker; one that opens the desk brings the worker's way to the main process. */
export type ImportRequest =
  | Exclude<ImportOrder, { desk: ImportDesk }>
  | (Extract<ImportOrder, { desk: ImportDesk }> & { readonly line: MessagePort });

/** A file as far as the mapping step shows it; its rows stay in the worker. */
export type ReadFile = {
  /** Titles of the columns, each once. */
  readonly headers: readonly string[];
  /** The first cells of each column that are not empty. */
  readonly samples: readonly (readonly string[])[];
  readonly rows: number;
  readonly footers: readonly string[];
  readonly mapping: ColumnMapping;
  /** Empty where no date leaves the order of day and month open. */
  readonly dateOrders: DateOrders;
};

/** How the dates and amounts of a fund request were read, so that a misreading shows before anything is imported. */
export type ReadsAs = Pick<FundRequest, 'start' | 'end' | 'requested' | 'totalCost'> & {
  readonly partner: string;
};

/** A planned row without its records. */
export type PreviewRow = {
  readonly line: number;
  readonly outcome: PlannedRow['outcome'];
  readonly title: string;
  readonly problems: readonly CellProblem[];
  /** What is worth a look of a row that comes in. */
  readonly hints: readonly CellProblem[];
  /** Null where nothing of a fund request would be written. */
  readonly reads: ReadsAs | null;
};

/** A plan as far as the preview shows it. */
export type Preview = { readonly rows: readonly PreviewRow[]; readonly counts: ImportPlan['counts'] };

/** Sent now and then before the answer of a long order. */
export type ImportNews = { readonly kind: 'progress'; readonly progress: ImportProgress };

/** The worker's answers. */
export type ImportAnswer =
  | { readonly kind: 'read'; readonly file: ReadFile }
  | { readonly kind: 'planned'; readonly preview: Preview }
  | { readonly kind: 'committed'; readonly counts: ImportPlan['counts'] }
  | { readonly kind: 'retried'; readonly counts: ImportPlan['counts'] }
  | { readonly kind: 'problem'; readonly problem: Pick<UseCaseProblem, 'message' | 'fix'> };
