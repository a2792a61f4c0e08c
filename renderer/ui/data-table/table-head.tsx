import { ArrowDown, ArrowUp, ChevronDown, Settings2 } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Checkbox } from '../checkbox';
import { cx } from '../cx';
import { Menu, MenuAt, type MenuGroup } from '../menu';
import styles from './data-table.module.css';
import type { TableColumn } from './types';
import type { TableModel } from './use-table-model';

const WIDTH_STEP = 24;

type TableHeadProps<Row> = {
  readonly model: TableModel<Row>;
  readonly isSelectable: boolean;
  readonly allSelected: boolean;
  readonly someSelected: boolean;
  readonly onSelectAll: (selected: boolean) => void;
  readonly onLeave: () => void;
};

type OpenMenu = { readonly columnId: string; readonly anchor: HTMLElement };

/** The sticky line of column titles: one tab stop, arrows move along it, Enter sorts, Arrow down goes to the rows. */
export function TableHead<Row>(props: TableHeadProps<Row>) {
  const { model } = props;
  const [active, setActive] = useState(0);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const menuColumn = model.columns.findIndex(({ id }) => id === menu?.columnId);
  const withMenu = model.columns[menuColumn];
  const line = useRef<HTMLDivElement>(null);
  const stop = Math.min(active, model.columns.length - 1);

  function focusColumn(index: number): void {
    const next = Math.max(0, Math.min(model.columns.length - 1, index));
    setActive(next);
    line.current?.querySelector<HTMLElement>(`[data-head="${next}"]`)?.focus();
  }

  function byKey(event: KeyboardEvent<HTMLDivElement>): void {
    if (!(event.target instanceof HTMLElement) || event.target.dataset['head'] === undefined) return;
    switch (event.key) {
      case 'ArrowRight':
        focusColumn(stop + 1);
        break;
      case 'ArrowLeft':
        focusColumn(stop - 1);
        break;
      case 'Home':
        focusColumn(0);
        break;
      case 'End':
        focusColumn(model.columns.length - 1);
        break;
      case 'ArrowDown':
        props.onLeave();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div role="rowgroup" className={styles.head}>
      <div
        ref={line}
        role="row"
        aria-rowindex={1}
        className={cx(styles.row, styles.headRow)}
        onKeyDown={byKey}
      >
        {props.isSelectable ? (
          <div role="columnheader" className={cx(styles.headCell, styles.selectCell)}>
            <Checkbox
              aria-label="Select all rows"
              isSelected={props.allSelected}
              isIndeterminate={props.someSelected && !props.allSelected}
              onChange={props.onSelectAll}
            />
          </div>
        ) : null}
        {model.columns.map((column, index) => (
          <HeadCell
            key={column.id}
            model={model}
            column={column}
            index={index}
            isStop={index === stop}
            isSelectable={props.isSelectable}
            isMenuOpen={index === menuColumn}
            onMenu={(anchor) => setMenu({ columnId: column.id, anchor })}
            onFocus={() => setActive(index)}
          />
        ))}
      </div>
      {menu === null || withMenu === undefined ? null : (
        <MenuAt
          key={menu.columnId}
          anchor={menu.anchor}
          label={`Column ${withMenu.title}`}
          groups={columnMenu(model, withMenu, menuColumn)}
          onClose={() => setMenu(null)}
        />
      )}
    </div>
  );
}

type TableMenuProps<Row> = {
  readonly model: TableModel<Row>;
  readonly onExport: (() => void) | undefined;
};

/** The button at the right end of the head: which columns are shown, and what concerns the whole table. */
export function TableMenu<Row>({ model, onExport }: TableMenuProps<Row>) {
  return (
    <div className={styles.tableMenu}>
      <Menu
        label="Table"
        placement="bottom end"
        trigger={
          <Button aria-label="Columns and export" className={cx(styles.headButton)}>
            <Settings2 aria-hidden />
          </Button>
        }
        groups={tableMenu(model, onExport)}
      />
    </div>
  );
}

type HeadCellProps<Row> = {
  readonly model: TableModel<Row>;
  readonly column: TableColumn<Row>;
  readonly index: number;
  readonly isStop: boolean;
  readonly isSelectable: boolean;
  readonly isMenuOpen: boolean;
  readonly onMenu: (anchor: HTMLElement) => void;
  readonly onFocus: () => void;
};

function HeadCell<Row>(props: HeadCellProps<Row>) {
  const { model, column, index, isStop, isSelectable, isMenuOpen, onMenu, onFocus } = props;
  const sorted = model.sort?.columnId === column.id ? model.sort.direction : null;
  const canSort = column.sortBy !== undefined;
  return (
    <div
      role="columnheader"
      // Else it is called after all that stands in it, its menu too, and is read so with each cell.
      aria-label={column.title}
      {...(canSort ? { 'aria-sort': sorted ?? 'none' } : {})}
      className={cx(
        styles.headCell,
        column.align === 'end' && styles.end,
        index === 0 && styles.pinned,
        index === 0 && isSelectable && styles.afterSelect,
      )}
    >
      <button
        type="button"
        data-head={index}
        tabIndex={isStop ? 0 : -1}
        className={cx(styles.title, sorted !== null && styles.isSorted)}
        onFocus={onFocus}
        onClick={() => {
          if (canSort) model.sortBy(model.nextSort(column));
        }}
        aria-disabled={canSort ? undefined : true}
      >
        <span className={styles.titleText}>{column.title}</span>
        {sorted === 'ascending' ? <ArrowUp aria-hidden /> : null}
        {sorted === 'descending' ? <ArrowDown aria-hidden /> : null}
      </button>
      <button
        type="button"
        aria-label={`${column.title}: column menu`}
        aria-haspopup="menu"
        aria-expanded={isMenuOpen}
        tabIndex={isStop ? 0 : -1}
        className={cx(styles.headButton, styles.columnMenu)}
        onClick={({ currentTarget }) => onMenu(currentTarget)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          onMenu(event.currentTarget);
        }}
      >
        <ChevronDown aria-hidden />
      </button>
      <ResizeHandle model={model} column={column} />
    </div>
  );
}

function ResizeHandle<Row>({ model, column }: Pick<HeadCellProps<Row>, 'model' | 'column'>) {
  const from = useRef<{ readonly x: number; readonly width: number } | null>(null);
  function start(event: PointerEvent<HTMLSpanElement>): void {
    const cell = event.currentTarget.parentElement;
    if (cell === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width: cell.getBoundingClientRect().width };
  }
  function drag(event: PointerEvent<HTMLSpanElement>): void {
    if (from.current !== null) model.resize(column.id, from.current.width + event.clientX - from.current.x);
  }
  function end(): void {
    from.current = null;
  }
  // The keyboard's way is "Wider" and "Narrower" in the column menu.
  return (
    <span
      aria-hidden="true"
      className={styles.resize}
      onPointerDown={start}
      onPointerMove={drag}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => model.resize(column.id, column.width)}
    />
  );
}

function columnMenu<Row>(model: TableModel<Row>, column: TableColumn<Row>, index: number): MenuGroup[] {
  const columnId = column.id;
  const width = model.widthOf(columnId);
  return [
    {
      id: 'sort',
      entries:
        column.sortBy === undefined
          ? []
          : [
              {
                id: 'ascending',
                label: 'Sort ascending',
                icon: <ArrowUp aria-hidden />,
                run: () => model.sortBy({ columnId, direction: 'ascending' }),
              },
              {
                id: 'descending',
                label: 'Sort descending',
                icon: <ArrowDown aria-hidden />,
                run: () => model.sortBy({ columnId, direction: 'descending' }),
              },
            ],
    },
    {
      id: 'width',
      entries: [
        { id: 'wider', label: 'Wider', run: () => model.resize(columnId, width + WIDTH_STEP) },
        { id: 'narrower', label: 'Narrower', run: () => model.resize(columnId, width - WIDTH_STEP) },
      ],
    },
    {
      id: 'hide',
      entries:
        index === 0 ? [] : [{ id: 'hide', label: 'Hide column', run: () => model.setShown(columnId, false) }],
    },
  ];
}

function tableMenu<Row>(model: TableModel<Row>, onExport: (() => void) | undefined): MenuGroup[] {
  return [
    {
      id: 'columns',
      title: 'Columns',
      entries: model.allColumns.slice(1).map((column) => ({
        id: `show-${column.id}`,
        label: column.title,
        isSelected: model.isShown(column.id),
        run: () => model.setShown(column.id, !model.isShown(column.id)),
      })),
    },
    {
      id: 'more',
      entries: [
        { id: 'reset', label: 'Reset columns and sorting', run: model.reset },
        ...(onExport === undefined ? [] : [{ id: 'export', label: 'Export these rows', run: onExport }]),
      ],
    },
  ];
}
