import type { ReactNode } from 'react';

/** What a row is sorted by: sizes in several units, as amounts in several currencies, stand in groups by unit. */
export type SortValue = string | number | { readonly unit: string; readonly size: number };

/** One column of a `DataTable`. Keep the array stable (module scope or `useMemo`): a new one re-renders every row. */
export type TableColumn<Row> = {
  readonly id: string;
  readonly title: string;
  /** Width in pixels before the person changes it. */
  readonly width: number;
  /** Numbers and money are aligned at the end. */
  readonly align?: 'start' | 'end';
  /** Width in pixels down to which it gives way before the table scrolls sideways. */
  readonly least?: number;
  /** Width in pixels where the whole table has little, as beside an open inspector; `least` when it is not said. */
  readonly narrow?: number;
  /** Takes of the width that is left over, in proportion to its own; the first column does so when none asks. */
  readonly grows?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** What it sorts by; null sorts last. Without it the column cannot be sorted. */
  readonly sortBy?: (row: Row) => SortValue | null;
  /** The cell in plain text, for type-ahead (first column) and export. */
  readonly text?: (row: Row) => string;
  /** Sorts from the largest first when the person first asks: dates, amounts. */
  readonly sortsDescendingFirst?: boolean;
  /** Not shown until the person asks for it. */
  readonly startsHidden?: boolean;
  /** Shown under the column for the rows that are listed. */
  readonly total?: (rows: readonly Row[]) => ReactNode;
};

export type TableSort = { readonly columnId: string; readonly direction: 'ascending' | 'descending' };

/** A heading between rows; rows of one group must share the `id`. */
export type TableGroup = { readonly id: string; readonly title: string; readonly meta?: ReactNode };

export type DataTableProps<Row> = {
  /** Accessible name: `MDF requests`. */
  readonly label: string;
  /** Plural of what a row is: `requests`. */
  readonly what: string;
  /** Keep it stable as well: filter in a `useMemo`. */
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly columns: readonly TableColumn<Row>[];
  /** Remembers widths, hidden columns and sort under this name. */
  readonly name?: string;
  readonly initialSort?: TableSort;
  readonly isLoading?: boolean;
  /** An `ErrorState` in place of the rows. */
  readonly error?: ReactNode;
  /** An `EmptyState`, shown when there are no rows and nothing is filtered. */
  readonly empty?: ReactNode;
  /** Clears search and filters; set it only while they hide something. */
  readonly onClearFilter?: (() => void) | undefined;
  /** Groups rows under headings, in the order given by `groups`; a row whose group is not listed comes last. */
  readonly groupOf?: (row: Row) => string;
  readonly groups?: readonly TableGroup[];
  /** The row shown in the inspector; moving the cursor then opens the next row. */
  readonly openId?: string | null;
  /** Click or Enter. */
  readonly onOpen?: (row: Row) => void;
  /** Turns on the selection column. */
  readonly selection?: ReadonlySet<string>;
  readonly onSelectionChange?: (ids: ReadonlySet<string>) => void;
  /** Buttons of the bar that appears at the bottom while rows are selected. */
  readonly selectionActions?: (rows: readonly Row[]) => ReactNode;
  /** Adds "Export" to the table menu: gets the rows in their order and the columns that are shown. */
  readonly onExport?: (rows: readonly Row[], columns: readonly TableColumn<Row>[]) => void;
  /** Puts the cursor into the table when it appears. */
  readonly autoFocus?: boolean;
};
