import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { DataTable } from '../../../renderer/ui/data-table/data-table';
import type { TableColumn } from '../../../renderer/ui/data-table/types';
import { MoneyText } from '../../../renderer/widgets/money-text';
import { type Rendered, render } from './render';

type Item = { readonly id: string; readonly name: string };

const columns: readonly TableColumn<Item>[] = [
  { id: 'name', title: 'Name', width: 200, cell: ({ name }) => name, sortBy: ({ name }) => name },
  {
    id: 'cost',
    title: 'Cost',
    width: 120,
    cell: () => <MoneyText form="column" money={{ minor: 320_000, currency: 'USD' }} />,
  },
];

let rendered: Rendered | null = null;
afterEach(() => {
  rendered?.unmount();
  rendered = null;
  localStorage.clear();
});

function Sample() {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  return (
    <div style={{ height: 300 }}>
      <DataTable
        name="reader"
        label="Items"
        what="items"
        rows={[{ id: 'a', name: 'Alpha' }]}
        rowId={({ id }) => id}
        columns={columns}
        selection={selection}
        onSelectionChange={setSelection}
      />
    </div>
  );
}

describe('a table as a screen reader and the keyboard have it', () => {
  it('[look] calls a column by its title alone', async () => {
    rendered = render(<Sample />);
    await expect.element(page.getByRole('columnheader', { name: 'Name', exact: true })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Name: column menu' })).toBeInTheDocument();
  });

  it('[look] has an amount and its currency as two words', async () => {
    rendered = render(<Sample />);
    const cell = page.getByRole('gridcell', { name: 'USD' });
    await expect.element(cell).toBeVisible();
    expect(cell.element().textContent).toBe('3,200.00 USD');
  });

  it('[look] clears what is selected by Escape from the box that selected it, as the bar says', async () => {
    rendered = render(<Sample />);
    const all = page.getByRole('checkbox', { name: 'Select all rows' });
    (all.element() as HTMLElement).focus();
    await userEvent.keyboard(' ');
    await expect.element(page.getByText('1 selected')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByText('1 selected')).not.toBeInTheDocument();
    await expect.element(all).not.toBeChecked();
  });
});
