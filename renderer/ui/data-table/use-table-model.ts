import {
  type ColumnDef,
  type ColumnSizingState,
  type ColumnVisibilityState,
  columnSizingFeature,
  columnVisibilityFeature,
  functionalUpdate,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useCallback, useMemo } from 'react';
import { useIntl } from 'react-intl';
import { useRemembered } from '../remembered';
import { ITEMS_PER_STEP, type Steps, useSliced } from '../sliced';
import { sortRows } from './sort-rows';
import type { DataTableProps, TableColumn, TableGroup, TableSort } from './types';

const NARROWEST = 48;
const noRows: never[] = [];

const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  columnSizingFeature,
});

type Layout = {
  readonly sorting: SortingState;
  readonly visibility: ColumnVisibilityState;
  readonly sizing: ColumnSizingState;
};

/** A line of the body: a heading or a row with its place among the rows. */
export type TableLine<Row> =
  | { readonly kind: 'group'; readonly group: TableGroup; readonly count: number }
  | { readonly kind: 'row'; readonly id: string; readonly row: Row; readonly index: number };

export type TableModel<Row> = {
  /** Columns that are shown, the pinned one first. */
  readonly columns: readonly TableColumn<Row>[];
  readonly allColumns: readonly TableColumn<Row>[];
  /** Rows in the order of the screen. */
  readonly rows: readonly Row[];
  readonly ids: readonly string[];
  readonly indexById: ReadonlyMap<string, number>;
  readonly lines: readonly TableLine<Row>[];
  /** Line of the n-th row. */
  readonly lineOfRow: readonly number[];
  readonly sort: TableSort | null;
  readonly sortBy: (sort: TableSort | null) => void;
  /** The direction a click gives next, or null when it ends the sort. */
  readonly nextSort: (column: TableColumn<Row>) => TableSort | null;
  readonly widthOf: (columnId: string) => number;
  /** True once the person has set the width, so that it no longer grows. */
  readonly isSized: (columnId: string) => boolean;
  readonly resize: (columnId: string, width: number) => void;
  readonly isShown: (columnId: string) => boolean;
  readonly setShown: (columnId: string, shown: boolean) => void;
  readonly reset: () => void;
};

/** Order, columns and widths of a table; remembered under `name`. */
export function useTableModel<Row extends object>(props: DataTableProps<Row>): TableModel<Row> {
  const { rows, columns, rowId, groupOf, groups } = props;
  const { locale } = useIntl();
  const initial = useMemo(() => initialLayout(columns, props.initialSort), [columns, props.initialSort]);
  const [layout, setLayout] = useRemembered<Layout>(
    props.name === undefined ? undefined : `table.${props.name}`,
    initial,
    isLayout,
  );
  const definitions = useMemo(() => columnDefinitions(columns), [columns]);
  const table = useTable({
    features,
    columns: definitions,
    // The table library knows columns only: of each of thousands of rows it would make an object of its own.
    data: noRows,
    state: { sorting: layout.sorting, columnVisibility: layout.visibility, columnSizing: layout.sizing },
    onSortingChange: (updater) =>
      setLayout({ ...layout, sorting: functionalUpdate(updater, layout.sorting) }),
    onColumnVisibilityChange: (updater) =>
      setLayout({ ...layout, visibility: functionalUpdate(updater, layout.visibility) }),
    onColumnSizingChange: (updater) =>
      setLayout({ ...layout, sizing: functionalUpdate(updater, layout.sizing) }),
  });

  const sort = useMemo(() => sortOf(layout.sorting), [layout.sorting]);
  const layOut = useCallback(
    () => bodyInOrder(sortRows(rows, columns, sort, locale), rowId, groupOf, groups),
    [rows, columns, sort, locale, rowId, groupOf, groups],
  );
  const body = useSliced(layOut, rows.length) ?? noBody;
  const shown = useMemo(
    () => columns.filter(({ id }, index) => index === 0 || layout.visibility[id] !== false),
    [columns, layout.visibility],
  );
  return {
    ...body,
    columns: shown,
    allColumns: columns,
    sort,
    sortBy: (next) =>
      table.setSorting(next === null ? [] : [{ id: next.columnId, desc: next.direction === 'descending' }]),
    nextSort: (column) => nextSort(column, sort),
    widthOf: (id) => table.getColumn(id)?.getSize() ?? NARROWEST,
    isSized: (id) => layout.sizing[id] !== undefined,
    resize: (id, width) =>
      table.setColumnSizing((old) => ({ ...old, [id]: Math.max(NARROWEST, Math.round(width)) })),
    isShown: (id) => shown.some((column) => column.id === id),
    setShown: (id, isShown) => table.setColumnVisibility((old) => ({ ...old, [id]: isShown })),
    reset: () => setLayout(initialLayout(columns, props.initialSort)),
  };
}

function columnDefinitions<Row extends object>(
  columns: readonly TableColumn<Row>[],
): ColumnDef<typeof features, Row, unknown>[] {
  return columns.map((column) => ({
    id: column.id,
    accessorFn: (row: Row) => column.sortBy?.(row) ?? undefined,
    enableSorting: column.sortBy !== undefined,
    size: column.width,
    minSize: NARROWEST,
  }));
}

type Body<Row> = Pick<TableModel<Row>, 'rows' | 'ids' | 'indexById' | 'lines' | 'lineOfRow'>;

const noBody: Body<never> = { rows: [], ids: [], indexById: new Map(), lines: [], lineOfRow: [] };

function* bodyInOrder<Row>(
  sorting: Steps<readonly Row[]>,
  rowId: (row: Row) => string,
  groupOf: ((row: Row) => string) | undefined,
  groups: readonly TableGroup[] | undefined,
): Steps<Body<Row>> {
  const sorted = yield* sorting;
  const parts =
    groupOf === undefined || groups === undefined
      ? [{ group: null, rows: sorted }]
      : yield* groupsOf(sorted, groupOf, groups);
  const rows: Row[] = [];
  const ids: string[] = [];
  const indexById = new Map<string, number>();
  const lines: TableLine<Row>[] = [];
  const lineOfRow: number[] = [];
  for (const part of parts) {
    if (part.group !== null) lines.push({ kind: 'group', group: part.group, count: part.rows.length });
    for (const row of part.rows) {
      if (rows.length % ITEMS_PER_STEP === 0) yield;
      const id = rowId(row);
      indexById.set(id, rows.length);
      lineOfRow.push(lines.length);
      lines.push({ kind: 'row', id, row, index: rows.length });
      rows.push(row);
      ids.push(id);
    }
  }
  return { rows, ids, indexById, lines, lineOfRow };
}

function* groupsOf<Row>(
  sorted: readonly Row[],
  groupOf: (row: Row) => string,
  groups: readonly TableGroup[],
): Steps<{ readonly group: TableGroup | null; readonly rows: readonly Row[] }[]> {
  const byGroup = new Map<string, Row[]>();
  for (const [index, row] of sorted.entries()) {
    if (index % ITEMS_PER_STEP === 0) yield;
    const key = groupOf(row);
    const list = byGroup.get(key);
    if (list === undefined) byGroup.set(key, [row]);
    else list.push(row);
  }
  const listed = groups.map((group) => ({ group, rows: byGroup.get(group.id) ?? [] }));
  const known = new Set(groups.map(({ id }) => id));
  const rest = [...byGroup].filter(([key]) => !known.has(key)).flatMap(([, list]) => list);
  return [...listed, { group: null, rows: rest }].filter(({ rows }) => rows.length > 0);
}

function sortOf(sorting: SortingState): TableSort | null {
  const [first] = sorting;
  if (first === undefined) return null;
  return { columnId: first.id, direction: first.desc ? 'descending' : 'ascending' };
}

function nextSort<Row>(column: TableColumn<Row>, sort: TableSort | null): TableSort | null {
  const first = column.sortsDescendingFirst ? 'descending' : 'ascending';
  const second = column.sortsDescendingFirst ? 'ascending' : 'descending';
  if (sort?.columnId !== column.id) return { columnId: column.id, direction: first };
  return sort.direction === first ? { columnId: column.id, direction: second } : null;
}

function initialLayout<Row>(columns: readonly TableColumn<Row>[], sort: TableSort | undefined): Layout {
  return {
    sorting: sort === undefined ? [] : [{ id: sort.columnId, desc: sort.direction === 'descending' }],
    visibility: Object.fromEntries(
      columns.filter(({ startsHidden }) => startsHidden).map(({ id }) => [id, false]),
    ),
    sizing: {},
  };
}

function isLayout(value: unknown): value is Layout {
  if (typeof value !== 'object' || value === null) return false;
  const { sorting, visibility, sizing } = value as Record<string, unknown>;
  return (
    Array.isArray(sorting) &&
    sorting.every((sort: unknown) => hasTypes(sort, { id: 'string', desc: 'boolean' })) &&
    valuesAre(visibility, 'boolean') &&
    valuesAre(sizing, 'number')
  );
}

function hasTypes(value: unknown, types: Record<string, string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(types).every(
    ([key, type]) => typeof (value as Record<string, unknown>)[key] === type,
  );
}

function valuesAre(value: unknown, type: string): boolean {
  return (
    typeof value === 'object' && value !== null && Object.values(value).every((item) => typeof item === type)
  );
}
