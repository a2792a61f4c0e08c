import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { assertNever } from '../../../shared/lib/assert-never';
import { foldText } from '../../../shared/lib/text';
import { type TableKeyAction, tableKeyAction } from './keys';
import type { DataTableProps } from './types';
import type { TableModel } from './use-table-model';

const TYPE_AHEAD_MS = 800;

/** Where the cursor stands: a row, and a column of it or -1 for the whole row. */
export type TableCursor = { readonly id: string; readonly column: number };

type CursorInput<Row> = {
  readonly props: DataTableProps<Row>;
  readonly model: TableModel<Row>;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rowHeight: number;
  /** Brings the n-th row into view. */
  readonly reveal: (index: number) => void;
};

export type TableCursorModel = {
  readonly cursor: TableCursor | null;
  readonly onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
  readonly onFocus: () => void;
  /** A click on a row, with what was held down and whether it hit the tick. */
  readonly onRowClick: (id: string, how: { range: boolean; toggle: boolean }) => void;
  readonly selectAll: (selected: boolean) => void;
};

/** Cursor, selection and type-ahead of a table, by keyboard and by mouse. */
export function useTableCursor<Row>({
  props,
  model,
  scroller,
  rowHeight,
  reveal,
}: CursorInput<Row>): TableCursorModel {
  // A table that takes the focus has its cursor from the first picture on.
  const [cursor, setCursor] = useState<TableCursor | null>(() => {
    const id = props.openId ?? model.ids[0];
    return props.autoFocus === true && id !== undefined ? { id, column: -1 } : null;
  });
  // Where a range began.
  const anchor = useRef<string | null>(null);
  const typed = useRef({ text: '', timer: 0 });
  useEffect(() => () => window.clearTimeout(typed.current.timer), []);
  const index = cursor === null ? undefined : model.indexById.get(cursor.id);
  // The rows beside the one under the cursor: where it goes on once that row has left the list.
  const beside = useRef<{ readonly before: string | undefined; readonly after: string | undefined }>({
    before: undefined,
    after: undefined,
  });
  useEffect(() => {
    if (index !== undefined) beside.current = { before: model.ids[index - 1], after: model.ids[index + 1] };
  }, [index, model.ids]);

  /** Where a step of so many rows starts from. */
  function startOf(by: number): number {
    if (index !== undefined || cursor === null) return index ?? -1;
    const after = model.indexById.get(beside.current.after ?? '');
    const before = model.indexById.get(beside.current.before ?? '');
    if (after !== undefined) return by > 0 ? after - 1 : after;
    return before === undefined ? -1 : by > 0 ? before : before + 1;
  }

  function open(at: number): void {
    const row = model.rows[at];
    if (row !== undefined) props.onOpen?.(row);
  }

  function moveTo(target: number, extend: boolean): void {
    const at = Math.max(0, Math.min(model.rows.length - 1, target));
    const id = model.ids[at];
    if (id === undefined) return;
    setCursor({ id, column: cursor?.column ?? -1 });
    reveal(at);
    if (extend) selectRange(id);
    else anchor.current = id;
    // While a row is shown beside the table, the next one takes its place.
    if (!extend && props.openId !== null && props.openId !== undefined && props.openId !== id) open(at);
  }

  function selectRange(toId: string): void {
    if (props.selection === undefined) return;
    const from = model.indexById.get(anchor.current ?? cursor?.id ?? toId);
    const to = model.indexById.get(toId);
    if (from === undefined || to === undefined) return;
    const range = model.ids.slice(Math.min(from, to), Math.max(from, to) + 1);
    props.onSelectionChange?.(new Set([...props.selection, ...range]));
  }

  function toggle(id: string): void {
    if (props.selection === undefined) return;
    const next = new Set(props.selection);
    if (!next.delete(id)) next.add(id);
    anchor.current = id;
    props.onSelectionChange?.(next);
  }

  function selectAll(selected: boolean): void {
    const next = new Set(props.selection);
    for (const id of model.ids) {
      if (selected) next.add(id);
      else next.delete(id);
    }
    props.onSelectionChange?.(next);
  }

  function typeAhead(letter: string): void {
    window.clearTimeout(typed.current.timer);
    const text = typed.current.text + letter;
    const grid = scroller.current;
    // Tells shortcuts that the next letters belong to the name that is being typed.
    grid?.setAttribute('data-typing', '');
    typed.current = {
      text,
      timer: window.setTimeout(() => {
        typed.current.text = '';
        grid?.removeAttribute('data-typing');
      }, TYPE_AHEAD_MS),
    };
    const first = model.columns[0];
    if (first === undefined) return;
    const wanted = foldText(text);
    const textOf = first.text ?? ((row: Row) => String(first.sortBy?.(row) ?? ''));
    // A first letter looks further down; more letters may keep the row they are on.
    const start = (index ?? -1) + (text.length === 1 ? 1 : 0);
    for (let step = 0; step < model.rows.length; step += 1) {
      const at = (Math.max(0, start) + step) % model.rows.length;
      const row = model.rows[at];
      if (row !== undefined && foldText(textOf(row)).startsWith(wanted)) {
        moveTo(at, false);
        return;
      }
    }
  }

  function moveColumn(to: number): void {
    const id = cursor?.id ?? model.ids[0];
    if (id === undefined) return;
    setCursor({ id, column: Math.max(-1, Math.min(model.columns.length - 1, to)) });
  }

  /** Does the action; false when there was nothing to do and the key belongs to somebody else. */
  function act(action: TableKeyAction): boolean {
    const at = index ?? -1;
    switch (action.kind) {
      case 'move':
        if (at === 0 && action.by < 0 && !action.extend) return focusHead(scroller.current);
        moveTo(startOf(action.by) + action.by, action.extend);
        return true;
      case 'page': {
        const height = scroller.current?.clientHeight ?? rowHeight;
        const by = action.direction * Math.max(1, Math.floor(height / rowHeight) - 2);
        moveTo(startOf(by) + by, action.extend);
        return true;
      }
      case 'edge':
        moveTo(action.edge === 'first' ? 0 : model.rows.length - 1, action.extend);
        return true;
      case 'column':
        moveColumn((cursor?.column ?? -1) + action.by);
        return true;
      case 'column-edge':
        moveColumn(action.edge === 'first' ? 0 : model.columns.length - 1);
        return true;
      case 'open':
        if (props.onOpen === undefined || at < 0) return false;
        open(at);
        return true;
      case 'toggle':
        if (props.selection === undefined || cursor === null || at < 0) return false;
        toggle(cursor.id);
        return true;
      case 'select-all':
        if (props.selection === undefined) return false;
        selectAll(true);
        return true;
      case 'clear':
        if (props.selection === undefined || props.selection.size === 0) return false;
        props.onSelectionChange?.(new Set());
        return true;
      case 'type':
        typeAhead(action.letter);
        return true;
      default:
        return assertNever(action);
    }
  }

  return {
    cursor,
    selectAll,
    onKeyDown: (event) => {
      // Keys inside the head or a control in a cell are theirs.
      if (event.target !== event.currentTarget) return;
      const action = tableKeyAction(event, typed.current.text !== '');
      if (action !== null && act(action)) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    onFocus: () => {
      if (cursor !== null && index !== undefined) {
        // It may stand elsewhere since a change of its row; what the pointer is about to press must not move.
        if (scroller.current?.matches(':focus-visible') === true) reveal(index);
        return;
      }
      const id = props.openId ?? model.ids[0];
      if (id !== undefined) setCursor({ id, column: -1 });
    },
    onRowClick: (id, how) => {
      const at = model.indexById.get(id);
      if (at === undefined) return;
      setCursor({ id, column: -1 });
      if (how.range) selectRange(id);
      else if (how.toggle) toggle(id);
      else {
        anchor.current = id;
        open(at);
      }
    },
  };
}

function focusHead(scroller: HTMLDivElement | null): boolean {
  const head = scroller?.querySelector<HTMLElement>('[data-head][tabindex="0"]');
  head?.focus();
  return head !== null && head !== undefined;
}
