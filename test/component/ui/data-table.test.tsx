import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { DataTable } from '../../../renderer/ui/data-table/data-table';
import type { DataTableProps, TableColumn } from '../../../renderer/ui/data-table/types';
import { EmptyState, ErrorState } from '../../../renderer/ui/states';
import { type Rendered, render } from './render';

type Item = {
  readonly id: string;
  readonly name: string;
  readonly amount: number | null;
  readonly kind: string;
};

/** Counts how often each row is drawn. */
const drawn = new Map<string, number>();

const columns: readonly TableColumn<Item>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 200,
    cell: (row) => {
      drawn.set(row.id, (drawn.get(row.id) ?? 0) + 1);
      return row.name;
    },
    sortBy: (row) => row.name,
  },
  {
    id: 'amount',
    title: 'Amount',
    width: 120,
    align: 'end',
    cell: (row) => row.amount,
    sortBy: (row) => row.amount,
    sortsDescendingFirst: true,
    total: (rows) => rows.reduce((sum, { amount }) => sum + (amount ?? 0), 0),
  },
  { id: 'kind', title: 'Kind', width: 100, cell: (row) => row.kind },
];

function items(count: number): Item[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `r${at}`,
    name: `Item ${String(at).padStart(5, '0')}`,
    amount: at % 7 === 0 ? null : (at * 37) % 1000,
    kind: at % 2 === 0 ? 'even' : 'odd',
  }));
}

const few: readonly Item[] = [
  { id: 'b', name: 'Beta', amount: 20, kind: 'odd' },
  { id: 'a', name: 'Alpha', amount: null, kind: 'even' },
  { id: 'g', name: 'Gamma', amount: 100, kind: 'odd' },
  { id: 'ga', name: 'Gabriel', amount: 3, kind: 'even' },
];

const rowId = (row: Item) => row.id;
let rendered: Rendered | null = null;
let opened: string[] = [];
let selected: string[] = [];

beforeEach(() => {
  drawn.clear();
  opened = [];
  selected = [];
});
afterEach(() => {
  rendered?.unmount();
  rendered = null;
  localStorage.clear();
});

function Sample(props: Partial<DataTableProps<Item>> & { readonly rows: readonly Item[] }) {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <div style={{ display: 'flex', height: 600, width: 800 }}>
      <DataTable
        label="Things"
        what="things"
        rowId={rowId}
        columns={columns}
        selection={selection}
        onSelectionChange={(next) => {
          selected = [...next].sort();
          setSelection(next);
        }}
        openId={openId}
        onOpen={(row) => {
          opened.push(row.id);
          setOpenId(row.id);
        }}
        {...props}
      />
    </div>
  );
}

function show(props: Partial<DataTableProps<Item>> & { readonly rows: readonly Item[] }): HTMLElement {
  rendered = render(<Sample {...props} />);
  const grid = rendered.container.querySelector<HTMLElement>('[role=grid]');
  if (grid === null) throw new Error('there is no grid');
  return grid;
}

function cursorOf(grid: HTMLElement): HTMLElement | null {
  return document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
}

function cursorRow(grid: HTMLElement): string | undefined {
  return cursorOf(grid)?.closest<HTMLElement>('[data-row]')?.dataset['row'];
}

function namesOf(grid: HTMLElement): string[] {
  return [...grid.querySelectorAll<HTMLElement>('[data-row]')]
    .sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
    .map((row) => row.dataset['row'] ?? '');
}

describe('DataTable with 10,000 rows', () => {
  it('keeps few nodes in the page', () => {
    const grid = show({ rows: items(10_000) });
    expect(grid.getAttribute('aria-rowcount')).toBe('10001');
    expect(grid.querySelectorAll('[data-row]').length).toBeLessThan(50);
    expect(document.querySelectorAll('main *').length).toBeLessThan(800);
  });

  it('keeps few nodes after scrolling to the middle, and shows the rows that belong there', async () => {
    const grid = show({ rows: items(10_000) });
    grid.scrollTop = 5000 * 32;
    await expect.poll(() => grid.querySelector('[data-row="r5002"]')).not.toBeNull();
    expect(grid.querySelectorAll('[data-row]').length).toBeLessThan(50);
  });

  it('draws only the row whose selection changes', async () => {
    const rows = items(10_000);
    const grid = show({ rows });
    grid.focus();
    await expect.poll(() => cursorRow(grid)).toBe('r0');
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => cursorRow(grid)).toBe('r1');
    drawn.clear();
    await userEvent.keyboard(' ');
    await expect.poll(() => selected).toEqual(['r1']);
    expect([...drawn.keys()]).toEqual(['r1']);
  });

  it('draws only two rows when the cursor moves', async () => {
    const grid = show({ rows: items(10_000) });
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect.poll(() => cursorRow(grid)).toBe('r2');
    drawn.clear();
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => cursorRow(grid)).toBe('r3');
    expect([...drawn.keys()].sort()).toEqual(['r2', 'r3']);
  });
});

describe('DataTable keyboard', () => {
  it('moves by row, page and edge, and keeps the cursor in the page', async () => {
    const grid = show({ rows: items(10_000) });
    await userEvent.keyboard('{Tab}');
    expect(document.activeElement).toBe(grid);
    await expect.poll(() => cursorRow(grid)).toBe('r0');
    await userEvent.keyboard('{ArrowDown}j');
    await expect.poll(() => cursorRow(grid)).toBe('r2');
    await userEvent.keyboard('k');
    await expect.poll(() => cursorRow(grid)).toBe('r1');
    await userEvent.keyboard('{End}');
    await expect.poll(() => cursorRow(grid)).toBe('r9999');
    expect(cursorOf(grid)?.getAttribute('aria-rowindex')).toBe('10001');
    await userEvent.keyboard('{Home}');
    await expect.poll(() => cursorRow(grid)).toBe('r0');
    await userEvent.keyboard('{PageDown}');
    await expect.poll(() => Number(cursorRow(grid)?.slice(1))).toBeGreaterThan(10);
    expect(Number(cursorRow(grid)?.slice(1))).toBeLessThan(25);
  });

  it('keeps the row under the cursor in the page when it is scrolled away', async () => {
    const grid = show({ rows: items(10_000) });
    grid.focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => cursorRow(grid)).toBe('r1');
    grid.scrollTop = 200_000;
    await expect.poll(() => grid.querySelector('[data-row="r6260"]')).not.toBeNull();
    expect(cursorRow(grid)).toBe('r1');
  });

  it('shows the row under the cursor again when the focus comes back after it went elsewhere in the order', async () => {
    const rows = items(1000);
    const [first, ...rest] = rows;
    const outside = document.createElement('button');
    document.body.append(outside);
    const grid = show({ rows });
    grid.focus();
    await userEvent.keyboard('{Home}');
    await expect.poll(() => cursorRow(grid)).toBe('r0');
    outside.focus();
    rendered?.rerender(<Sample rows={first === undefined ? [] : [...rest, first]} />);
    await expect.poll(() => namesOf(grid)[0]).toBe('r1');
    await userEvent.keyboard('{Shift}');
    grid.focus();
    outside.remove();
    await expect.poll(() => grid.scrollTop).toBeGreaterThan(20_000);
    expect(cursorRow(grid)).toBe('r0');
  });

  it.each([
    ['{ArrowDown}', 'r3'],
    ['{ArrowUp}', 'r1'],
  ])('goes on where it was when the row under the cursor has gone from the list (%s)', async (key, next) => {
    const rows = items(6);
    const grid = show({ rows });
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await expect.poll(() => opened).toEqual(['r2']);
    rendered?.rerender(<Sample rows={rows.filter(({ id }) => id !== 'r2')} />);
    await expect.poll(() => namesOf(grid)).not.toContain('r2');
    await userEvent.keyboard(key);
    await expect.poll(() => opened).toEqual(['r2', next]);
    expect(cursorRow(grid)).toBe(next);
  });

  it('moves into the cells of a row and out again', async () => {
    const grid = show({ rows: few });
    grid.focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => cursorOf(grid)?.getAttribute('role')).toBe('gridcell');
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => cursorOf(grid)?.textContent).toBe('20');
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}');
    await expect.poll(() => cursorOf(grid)?.getAttribute('role')).toBe('row');
  });

  it('opens by Enter, and opens the next row while one is open', async () => {
    const grid = show({ rows: few });
    grid.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(opened).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => opened).toEqual(['a']);
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => opened).toEqual(['a', 'g']);
  });

  it('selects by Space, a range by Shift, all by Ctrl+A, and clears by Escape', async () => {
    const grid = show({ rows: few });
    grid.focus();
    await userEvent.keyboard(' ');
    await expect.poll(() => selected).toEqual(['b']);
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    await expect.poll(() => selected).toEqual(['a', 'b', 'g']);
    await userEvent.keyboard('x');
    await expect.poll(() => selected).toEqual(['a', 'b']);
    await userEvent.keyboard('{Control>}a{/Control}');
    await expect.poll(() => selected).toEqual(['a', 'b', 'g', 'ga']);
    await expect.element(page.getByText('4 selected')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => selected).toEqual([]);
    await expect.element(page.getByRole('toolbar')).not.toBeInTheDocument();
  });

  it('jumps to a name by its letters, those that mean something else with Shift', async () => {
    const grid = show({ rows: few });
    grid.focus();
    await userEvent.keyboard('al');
    await expect.poll(() => cursorRow(grid)).toBe('a');
    await userEvent.keyboard('{Escape}');
    rendered?.unmount();
    const again = show({ rows: few });
    again.focus();
    await userEvent.keyboard('{Shift>}G{/Shift}ab');
    await expect.poll(() => cursorRow(again)).toBe('ga');
  });
});

describe('DataTable head', () => {
  it('sorts by click: numbers from the largest, unknown ones last, then back to the given order', async () => {
    const grid = show({ rows: few });
    const title = page.getByRole('button', { name: 'Amount', exact: true });
    await title.click();
    await expect.poll(() => namesOf(grid)).toEqual(['g', 'b', 'ga', 'a']);
    await expect
      .element(page.getByRole('columnheader', { name: /Amount/ }))
      .toHaveAttribute('aria-sort', 'descending');
    await title.click();
    await expect.poll(() => namesOf(grid)).toEqual(['ga', 'b', 'g', 'a']);
    await title.click();
    await expect.poll(() => namesOf(grid)).toEqual(['b', 'a', 'g', 'ga']);
  });

  it('is reached from the first row, sorts by Enter and returns by Arrow down', async () => {
    const grid = show({ rows: few });
    grid.focus();
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => document.activeElement?.textContent).toBe('Name');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => namesOf(grid)).toEqual(['a', 'b', 'ga', 'g']);
    await userEvent.keyboard('{ArrowRight}{Enter}');
    await expect.poll(() => namesOf(grid)).toEqual(['g', 'b', 'ga', 'a']);
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => document.activeElement).toBe(grid);
  });

  it('does not sort a column that has no order', async () => {
    const grid = show({ rows: few });
    (page.getByRole('button', { name: 'Kind', exact: true }).element() as HTMLElement).click();
    expect(namesOf(grid)).toEqual(['b', 'a', 'g', 'ga']);
    await expect.element(page.getByRole('columnheader', { name: /Kind/ })).not.toHaveAttribute('aria-sort');
  });

  it('hides, shows, widens and remembers columns by keyboard', async () => {
    show({ rows: few, name: 'remembered' });
    page.getByRole('button', { name: 'Kind: column menu' }).element().focus();
    await userEvent.keyboard('{Enter}');
    await page.getByRole('menuitem', { name: 'Wider' }).click();
    await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Amount: column menu' }).click();
    await page.getByRole('menuitem', { name: 'Hide column' }).click();
    await expect.element(page.getByRole('columnheader', { name: /Amount/ })).not.toBeInTheDocument();
    rendered?.unmount();
    const grid = show({ rows: few, name: 'remembered' });
    await expect.element(page.getByRole('columnheader', { name: /Kind/ })).toBeVisible();
    await expect.element(page.getByRole('columnheader', { name: /Amount/ })).not.toBeInTheDocument();
    expect(getComputedStyle(grid).getPropertyValue('--table-columns')).toContain('124px');
    await page.getByRole('button', { name: 'Columns and export' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Amount' }).click();
    await expect.element(page.getByRole('columnheader', { name: /Amount/ })).toBeVisible();
  });

  it('is resized by dragging the edge of a title', async () => {
    const grid = show({ rows: few });
    const head = page.getByRole('columnheader', { name: /Amount/ }).element();
    const edge = head.querySelector('[class*="resize"]');
    if (edge === null) throw new Error('there is no edge');
    const before = head.getBoundingClientRect().width;
    await userEvent.dragAndDrop(edge, page.getByRole('columnheader', { name: /Kind/ }));
    await expect.poll(() => head.getBoundingClientRect().width).toBeGreaterThan(before + 20);
    expect(namesOf(grid)).toEqual(['b', 'a', 'g', 'ga']);
  });

  it('lets columns give way before it scrolls sideways, and shows a cut cell whole under the cursor', async () => {
    const long = 'A name so long that no column of a usual window shows the whole of it on one line';
    const tight: readonly TableColumn<Item>[] = [
      { id: 'name', title: 'Name', width: 400, least: 200, grows: true, cell: (row) => row.name },
      { id: 'kind', title: 'Kind', width: 400, least: 260, cell: (row) => row.kind },
      { id: 'amount', title: 'Amount', width: 240, cell: (row) => row.amount },
    ];
    const below = { id: 'b', name: 'Below', amount: 2, kind: 'even' };
    const grid = show({ columns: tight, rows: [{ id: 'a', name: long, amount: 1, kind: 'odd' }, below] });
    expect(grid.scrollWidth).toBe(grid.clientWidth);
    const row = grid.querySelector<HTMLElement>('[data-row=a]');
    const content = row?.querySelector<HTMLElement>('[data-content]');
    const height = row?.offsetHeight ?? 0;
    content?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
    expect(content?.title).toBe(long);
    await userEvent.tab();
    await expect.poll(() => cursorRow(grid)).toBe('a');
    await expect.poll(() => row?.offsetHeight).toBeGreaterThan(height);
    expect(content?.scrollWidth).toBe(content?.clientWidth);
    const next = grid.querySelector<HTMLElement>('[data-row=b]');
    const bottom = () => row?.getBoundingClientRect().bottom ?? 0;
    // The row below makes room and takes it back.
    await expect.poll(() => next?.getBoundingClientRect().top).toBeGreaterThanOrEqual(bottom());
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => row?.offsetHeight).toBe(height);
    await expect.poll(() => next?.getBoundingClientRect().top).toBe(bottom());
  });

  it('takes the narrow widths where it has little width, and keeps what the person chose', async () => {
    const wide: readonly TableColumn<Item>[] = [
      { id: 'name', title: 'Name', width: 400, narrow: 150, grows: true, cell: (row) => row.name },
      { id: 'kind', title: 'Kind', width: 260, narrow: 120, cell: (row) => row.kind },
      { id: 'amount', title: 'Amount', width: 240, narrow: 140, cell: (row) => row.amount },
    ];
    const grid = show({ columns: wide, rows: few });
    const widthOf = (name: string) =>
      page.getByRole('columnheader', { name }).element().getBoundingClientRect().width;
    expect(widthOf('Kind')).toBe(260);
    const box = grid.parentElement?.parentElement;
    if (box) box.style.width = '500px';
    await expect.poll(() => grid.scrollWidth).toBe(grid.clientWidth);
    expect(widthOf('Kind')).toBeLessThan(200);
  });

  it('falls back to the usual columns when what it remembers is damaged', async () => {
    localStorage.setItem('channel-desk.ui.table.damaged', '{"sorting":"x"}');
    const grid = show({ rows: few, name: 'damaged' });
    expect(namesOf(grid)).toEqual(['b', 'a', 'g', 'ga']);
  });
});

describe('DataTable states', () => {
  it('opens by a click on a row but not on its box', async () => {
    show({ rows: few });
    await page.getByText('Gamma').click();
    await expect.poll(() => opened).toEqual(['g']);
    const row = page.getByRole('row', { name: /Beta/ });
    await row.getByRole('gridcell').first().click();
    await expect.poll(() => selected).toEqual(['b']);
    expect(opened).toEqual(['g']);
  });

  it('shows totals of what is listed', async () => {
    show({ rows: few });
    await expect.element(page.getByRole('row', { name: '123' })).toBeVisible();
  });

  it('shows groups in the given order with their counts', async () => {
    const grid = show({
      rows: few,
      groupOf,
      groups,
    });
    expect(namesOf(grid)).toEqual(['a', 'ga', 'b', 'g']);
    await expect.element(page.getByText('Even ones')).toBeVisible();
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect.poll(() => cursorRow(grid)).toBe('b');
  });

  it('says that there is nothing, that the filter hides it, or what went wrong', async () => {
    rendered = render(
      <Sample rows={[]} empty={<EmptyState title="No things yet">Import some.</EmptyState>} />,
    );
    await expect.element(page.getByText('No things yet')).toBeVisible();
    let cleared = 0;
    rendered.rerender(
      <Sample
        rows={[]}
        onClearFilter={() => {
          cleared += 1;
        }}
      />,
    );
    await expect.element(page.getByText('No things match')).toBeVisible();
    await page.getByRole('button', { name: 'Clear filter and search' }).click();
    expect(cleared).toBe(1);
    rendered.rerender(
      <Sample rows={few} error={<ErrorState title="The things could not be read" reason="r" fix="f" />} />,
    );
    await expect.element(page.getByRole('alert')).toHaveTextContent('The things could not be read');
  });

  it('gives the export what is shown, in its order', async () => {
    let exported: string[] = [];
    show({
      rows: few,
      initialSort,
      onExport: (rows, shown) => {
        exported = [...rows.map(({ id }) => id), ...shown.map(({ id }) => id)];
      },
    });
    await page.getByRole('button', { name: 'Columns and export' }).click();
    await page.getByRole('menuitem', { name: 'Export these rows' }).click();
    await expect.poll(() => exported).toEqual(['a', 'b', 'ga', 'g', 'name', 'amount', 'kind']);
  });
});

const initialSort = { columnId: 'name', direction: 'ascending' } as const;
const groups = [
  { id: 'even', title: 'Even ones' },
  { id: 'odd', title: 'Odd ones' },
];
function groupOf(row: Item): string {
  return row.kind;
}
