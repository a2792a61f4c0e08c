import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { DataTable } from '../../../renderer/ui/data-table/data-table';
import type { TableColumn } from '../../../renderer/ui/data-table/types';
import { type Rendered, render } from './render';

type Item = { readonly id: string; readonly name: string; readonly amount: number | null };

const columns: readonly TableColumn<Item>[] = [
  { id: 'name', title: 'Name', width: 200, cell: (row) => row.name, sortBy: (row) => row.name },
  {
    id: 'amount',
    title: 'Amount',
    width: 120,
    align: 'end',
    cell: (row) => row.amount,
    sortBy: (row) => row.amount,
    sortsDescendingFirst: true,
  },
];

function items(count: number): Item[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `r${at}`,
    name: `Item ${String(at).padStart(5, '0')}`,
    amount: at % 7 === 0 ? null : (at * 37) % 1000,
  }));
}

const rowId = (row: Item) => row.id;
let rendered: Rendered | null = null;
afterEach(() => {
  rendered?.unmount();
  rendered = null;
  localStorage.clear();
});

function Sample(props: { rows: readonly Item[]; onOpen?: (row: Item) => void }) {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  return (
    <div style={{ display: 'flex', height: 600, width: 800 }}>
      <DataTable
        label="Things"
        what="things"
        rows={props.rows}
        rowId={rowId}
        columns={columns}
        selection={selection}
        onSelectionChange={setSelection}
        {...(props.onOpen === undefined ? {} : { onOpen: props.onOpen })}
      />
    </div>
  );
}

describe('DataTable', () => {
  it('keeps few nodes in the page for 10,000 rows', () => {
    rendered = render(<Sample rows={items(10_000)} />);
    const grid = rendered.container.querySelector('[role=grid]');
    expect(grid?.getAttribute('aria-rowcount')).toBe('10001');
    expect(rendered.container.querySelectorAll('[data-row]').length).toBeLessThan(50);
    expect(rendered.container.querySelectorAll('*').length).toBeLessThan(800);
  });

  it('goes to the last row by End and keeps the cursor in the page', async () => {
    rendered = render(<Sample rows={items(10_000)} />);
    await userEvent.keyboard('{Tab}{End}');
    const grid = rendered.container.querySelector('[role=grid]');
    await expect
      .poll(() => document.getElementById(grid?.getAttribute('aria-activedescendant') ?? ''))
      .toBeTruthy();
    const active = document.getElementById(grid?.getAttribute('aria-activedescendant') ?? '');
    expect(active?.getAttribute('aria-rowindex')).toBe('10001');
  });
});
