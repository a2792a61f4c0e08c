import { Check } from 'lucide-react';
import { memo } from 'react';
import { cx } from '../cx';
import styles from './data-table.module.css';
import type { TableColumn } from './types';

type TableRowProps<Row> = {
  /** Prefix of element ids in this table. */
  readonly domId: string;
  readonly id: string;
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly TableColumn<Row>[];
  readonly isSelectable: boolean;
  readonly isSelected: boolean;
  readonly isOpen: boolean;
  /** Column of the cursor: -1 for the whole row, null when the cursor is elsewhere. */
  readonly cursorColumn: number | null;
};

/** Element id of a row, or of one of its cells. */
export function cellDomId(domId: string, rowId: string, column: number): string {
  return column < 0 ? `${domId}-${rowId}` : `${domId}-${rowId}-${column}`;
}

function TableRowInner<Row>(props: TableRowProps<Row>) {
  const { domId, id, row, index, columns, cursorColumn } = props;
  return (
    <div
      role="row"
      id={cellDomId(domId, id, -1)}
      data-row={id}
      aria-rowindex={index + 2}
      {...(props.isSelectable ? { 'aria-selected': props.isSelected } : {})}
      className={cx(
        styles.row,
        props.isSelected && styles.isSelected,
        props.isOpen && styles.isOpen,
        cursorColumn !== null && styles.hasCursor,
        cursorColumn === -1 && styles.hasRowCursor,
      )}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      {props.isSelectable ? (
        <div role="gridcell" className={cx(styles.cell, styles.selectCell)} data-select="">
          <span className={styles.tick} aria-hidden="true">
            {props.isSelected ? <Check /> : null}
          </span>
        </div>
      ) : null}
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="gridcell"
          id={cellDomId(domId, id, place)}
          className={cx(
            styles.cell,
            column.align === 'end' && styles.end,
            place === 0 && styles.pinned,
            place === 0 && props.isSelectable && styles.afterSelect,
            cursorColumn === place && styles.hasCellCursor,
          )}
        >
          <div className={styles.content} data-content="">
            {column.cell(row)}
          </div>
        </div>
      ))}
    </div>
  );
}

/** One row; memoised, so that moving the cursor or ticking a box renders only the rows it concerns. */
export const TableRow = memo(TableRowInner) as typeof TableRowInner;
