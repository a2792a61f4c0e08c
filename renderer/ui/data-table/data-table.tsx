import { defaultRangeExtractor, elementScroll, useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useDeferredValue,
  useEffect,
  useId,
  useRef,
} from 'react';
import { FormattedNumber } from 'react-intl';
import { Button } from '../button';
import { cx } from '../cx';
import { FilteredToNothing, Skeleton } from '../states';
import styles from './data-table.module.css';
import { TableHead, TableMenu } from './table-head';
import { cellDomId, TableRow } from './table-row';
import type { DataTableProps } from './types';
import { useRowHeight } from './use-row-height';
import { useRoomForCursor } from './use-room-for-cursor';
import { useTableCursor } from './use-table-cursor';
import { type TableModel, useTableModel } from './use-table-model';
import { watchSize } from './watch-size';

const HEAD_HEIGHT = 32;
const SELECT_WIDTH = 36;
/** Room at the right end for the table's menu. */
const END_WIDTH = 36;
/** Share of its width that the growing column keeps in a narrow window. */
const GIVES_WAY_TO = 0.75;
/** Share of the window's height that a table usually has. */
const USUAL_SHARE = 0.8;

/**
 * A table of up to many thousands of rows: only those in view exist in the page. One click or Enter opens a row,
 * Space or its box selects it, titles sort, the menu at the right end shows and hides columns.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const isEmpty = !props.isLoading && props.rows.length === 0 && props.onClearFilter === undefined;
  // The first rows of an empty list are much to draw at once, so the page may draw and answer in between.
  const wasEmpty = useDeferredValue(isEmpty);
  if (props.error !== undefined && props.error !== null) return <>{props.error}</>;
  if (props.isLoading) return <Skeleton label={`Loading ${props.what}`} rows={12} />;
  if (isEmpty || wasEmpty) return <>{props.empty}</>;
  return <Grid {...props} />;
}

function Grid<Row extends object>(props: DataTableProps<Row>) {
  const { label, what, selection, openId } = props;
  const model = useTableModel(props);
  const rowHeight = useRowHeight();
  const domId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const isSelectable = selection !== undefined;
  const hasTotals = model.rows.length > 0 && model.columns.some(({ total }) => total !== undefined);
  const cursorRow = useRef<number | null>(null);
  const hasScrolled = useRef(false);
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: model.lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // Before anything is measured: most of the window, so that the first picture has its rows.
    observeElementRect: watchSize,
    // A new list stands at its start; being told so would lay the page out before anything else is ready.
    scrollToFn: (offset, options, instance) => {
      if (offset > 0 || hasScrolled.current) elementScroll(offset, options, instance);
      hasScrolled.current = true;
    },
    initialRect: { width: window.innerWidth, height: window.innerHeight * USUAL_SHARE },
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    scrollPaddingEnd: hasTotals ? rowHeight : 0,
    // The row under the cursor stays in the page, because the focus points to it by id.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      const line = cursorRow.current;
      return line === null || line >= model.lines.length || seen.includes(line)
        ? seen
        : [...seen, line].sort((a, b) => a - b);
    },
  });
  const measuredFor = useRef(rowHeight);
  useEffect(() => {
    if (measuredFor.current === rowHeight) return;
    measuredFor.current = rowHeight;
    virtualizer.measure();
  }, [virtualizer, rowHeight]);
  const { cursor, onKeyDown, onFocus, onRowClick, selectAll } = useTableCursor({
    props,
    model,
    scroller,
    rowHeight,
    reveal: (index) => virtualizer.scrollToIndex(model.lineOfRow[index] ?? 0),
  });
  const cursorIndex = cursor === null ? undefined : model.indexById.get(cursor.id);
  cursorRow.current = cursorIndex === undefined ? null : (model.lineOfRow[cursorIndex] ?? null);
  useRoomForCursor(
    virtualizer,
    cursorRow.current,
    cursor === null ? null : cellDomId(domId, cursor.id, -1),
    rowHeight,
  );
  const shouldFocus = props.autoFocus ?? false;
  useEffect(() => {
    if (shouldFocus) scroller.current?.focus({ preventScroll: true });
  }, [shouldFocus]);
  const selectedRows =
    isSelectable && selection.size > 0 ? model.rows.filter((row) => selection.has(props.rowId(row))) : [];

  function click(event: MouseEvent<HTMLDivElement>): void {
    if (!(event.target instanceof Element) || event.target.closest('a, button, input, [role="button"]'))
      return;
    const id = event.target.closest<HTMLElement>('[data-row]')?.dataset['row'];
    if (id === undefined) return;
    const onTick = event.target.closest('[data-select]') !== null;
    onRowClick(id, { range: event.shiftKey, toggle: onTick || event.ctrlKey || event.metaKey });
  }

  /** Escape is named on the bar of what is selected, so it clears from the head and from the bar too. */
  function clearByEscape(event: KeyboardEvent<HTMLDivElement>): void {
    const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (event.key !== 'Escape' || event.defaultPrevented || !isInside || selectedRows.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    props.onSelectionChange?.(new Set());
  }

  return (
    <div className={styles.frame} onKeyDown={clearByEscape}>
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={model.rows.length + 1}
        aria-multiselectable={isSelectable ? true : undefined}
        aria-activedescendant={
          cursor === null || cursorIndex === undefined
            ? undefined
            : cellDomId(domId, cursor.id, cursor.column)
        }
        tabIndex={0}
        className={styles.grid}
        style={gridStyle(model, isSelectable)}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.target === event.currentTarget) onFocus();
        }}
        onClick={click}
        onPointerOver={tellWhole}
      >
        <TableHead
          model={model}
          isSelectable={isSelectable}
          allSelected={selectedRows.length === model.rows.length && model.rows.length > 0}
          someSelected={selectedRows.length > 0}
          onSelectAll={selectAll}
          onLeave={() => scroller.current?.focus({ preventScroll: true })}
        />
        <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = model.lines[item.index];
            if (line === undefined) return null;
            const top = item.start - HEAD_HEIGHT;
            return line.kind === 'group' ? (
              <div
                key={`group-${line.group.id}`}
                role="row"
                className={cx(styles.row, styles.groupRow)}
                style={{ transform: `translateY(${top}px)` }}
              >
                <div role="gridcell" className={styles.groupCell}>
                  <span className={styles.groupTitle}>{line.group.title}</span>
                  <span className={styles.groupCount}>
                    <FormattedNumber value={line.count} />
                  </span>
                  {line.group.meta}
                </div>
              </div>
            ) : (
              <TableRow
                key={line.id}
                domId={domId}
                id={line.id}
                row={line.row}
                index={line.index}
                top={top}
                columns={model.columns}
                isSelectable={isSelectable}
                isSelected={isSelectable && selection.has(line.id)}
                isOpen={openId === line.id}
                cursorColumn={cursor?.id === line.id ? cursor.column : null}
              />
            );
          })}
        </div>
        {hasTotals ? <Totals model={model} isSelectable={isSelectable} /> : null}
      </div>
      <TableMenu
        model={model}
        onExport={
          props.onExport === undefined ? undefined : () => props.onExport?.(model.rows, model.columns)
        }
      />
      {props.rows.length === 0 && props.onClearFilter !== undefined ? (
        <div className={styles.nothing}>
          <FilteredToNothing what={what} onClear={props.onClearFilter} />
        </div>
      ) : null}
      {selectedRows.length > 0 ? <SelectionBar props={props} rows={selectedRows} /> : null}
    </div>
  );
}

function Totals<Row>({ model, isSelectable }: { model: TableModel<Row>; isSelectable: boolean }) {
  return (
    <div role="rowgroup" className={styles.totals}>
      <div role="row" className={cx(styles.row, styles.totalRow)}>
        {isSelectable ? <div role="gridcell" className={cx(styles.cell, styles.selectCell)} /> : null}
        {model.columns.map((column, place) => (
          <div
            key={column.id}
            role="gridcell"
            className={cx(
              styles.cell,
              column.align === 'end' && styles.end,
              place === 0 && styles.pinned,
              place === 0 && isSelectable && styles.afterSelect,
            )}
          >
            <div className={styles.content}>{column.total?.(model.rows)}</div>
          </div>
        ))}
      </div>
    </div>
  );
}

function SelectionBar<Row>({ props, rows }: { props: DataTableProps<Row>; rows: readonly Row[] }) {
  return (
    <div className={styles.bar} role="toolbar" aria-label={`Selected ${props.what}`}>
      <span className={styles.barCount} role="status">
        <FormattedNumber value={rows.length} /> selected
      </span>
      {props.selectionActions?.(rows)}
      <span className={styles.barSpace} />
      <Button variant="quiet" shortcut="Esc" onPress={() => props.onSelectionChange?.(new Set())}>
        Clear
      </Button>
    </div>
  );
}

/**
 * Column widths as custom properties, so that a resize touches one element and no row renders again. Growing columns
 * share what is left over; they, and those that say so, give way a little before the table scrolls sideways. The page
 * takes the narrow ones where the whole table has little width.
 */
function gridStyle<Row>(model: TableModel<Row>, isSelectable: boolean): CSSProperties {
  const own = model.columns.filter(({ id }) => !model.isSized(id));
  const asked = own.filter(({ grows }) => grows);
  const growing = asked.length > 0 ? asked : own.slice(0, 1);
  const widths = model.columns.map((column) => {
    const width = model.widthOf(column.id);
    if (growing.includes(column)) {
      const least = column.least ?? Math.round(width * GIVES_WAY_TO);
      const narrow = column.narrow ?? least;
      return {
        least,
        narrow,
        track: `minmax(${least}px, ${width}fr)`,
        narrowTrack: `minmax(${narrow}px, ${width}fr)`,
      };
    }
    const isSized = model.isSized(column.id);
    const least = isSized ? width : (column.least ?? width);
    const narrow = isSized ? width : (column.narrow ?? least);
    return { least, narrow, track: fixedTrack(least, width), narrowTrack: fixedTrack(narrow, width) };
  });
  const select = isSelectable ? [SELECT_WIDTH] : [];
  const ends = END_WIDTH + (select[0] ?? 0);
  const tracks = (own: readonly string[]) =>
    [...select.map((width) => `${width}px`), ...own, `${END_WIDTH}px`].join(' ');
  return {
    '--table-columns': tracks(widths.map(({ track }) => track)),
    '--table-width': `${widths.reduce((sum, { least }) => sum + least, ends)}px`,
    '--table-columns-narrow': tracks(widths.map(({ narrowTrack }) => narrowTrack)),
    '--table-width-narrow': `${widths.reduce((sum, { narrow }) => sum + narrow, ends)}px`,
  } as CSSProperties;
}

function fixedTrack(least: number, width: number): string {
  return least === width ? `${width}px` : `minmax(${least}px, ${width}px)`;
}

/** Gives a cell that is cut its whole text for the pointer; under the cursor of the keyboard the row shows it by itself. */
function tellWhole({ target }: { readonly target: EventTarget }): void {
  const content = target instanceof Element ? target.closest<HTMLElement>('[data-content]') : null;
  if (content === null) return;
  if (content.scrollWidth > content.clientWidth) content.title = content.textContent;
  else content.removeAttribute('title');
}
