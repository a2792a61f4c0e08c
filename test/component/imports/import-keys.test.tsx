import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ImportFlow, type ImportStep } from '../../../renderer/widgets/imports/import-flow';
import { HeldRow } from '../../../shared/schema/held-row';
import { listen } from '../support/heard';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { demoFile } from './import-files';

let desk: RenderedDesk | null = null;

function Flow({ start }: { readonly start: ImportStep }) {
  const [step, setStep] = useState<ImportStep | null>(start);
  return (
    <main>
      <ImportFlow step={step} onStep={setStep} />
    </main>
  );
}

/** A partner row as an import kept it, with a type that no playbook knows. */
function heldPartner(row: number, name: string): HeldRow {
  return HeldRow.parse({
    id: `held-${row}`,
    importId: 'import-1',
    file: 'accounts.csv',
    target: 'partners',
    row,
    cells: { 'Account Name': name },
    problems: [{ column: 'Account Name', message: 'It is empty.', fix: 'Give a name.' }],
    at: '2026-11-23T09:00:00.000Z',
  });
}

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

describe('importing by keyboard', () => {
  it('[import] keeps the focus in the dialog from step to step', async () => {
    const file = demoFile('portal-fund-requests.csv');
    desk = await renderDesk(<Flow start={{ kind: 'import', target: 'fund-requests', file }} />);
    await expect.element(page.getByText('Step 2 of 3: check the columns')).toHaveFocus();
    page.getByRole('button', { name: 'Check the rows' }).element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Step 3 of 3: check the rows')).toHaveFocus();
    page.getByRole('button', { name: 'Finish' }).element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Done', { exact: true })).toHaveFocus();
  });

  it('[import] has each step read once, by the focus, and says that it works', async () => {
    const file = demoFile('portal-fund-requests.csv');
    const heard = listen();
    desk = await renderDesk(<Flow start={{ kind: 'import', target: 'fund-requests', file }} />);
    await expect.element(page.getByText('Step 2 of 3: check the columns')).toHaveFocus();
    await userEvent.click(page.getByRole('button', { name: 'Check the rows' }));
    await expect.element(page.getByText('Step 3 of 3: check the rows')).toHaveFocus();
    expect(heard.words.filter((words) => words.startsWith('Step'))).toEqual([]);
    expect(heard.words).toContain('Working …');
    heard.stop();
  });

  it('[import] shows all that is wrong with a row of the preview on Enter', async () => {
    const file = demoFile('portal-fund-requests.csv');
    desk = await renderDesk(<Flow start={{ kind: 'import', target: 'fund-requests', file }} />);
    await userEvent.click(page.getByRole('button', { name: 'Check the rows' }));
    const grid = page.getByRole('grid', { name: 'Rows of the file' });
    await expect.element(grid).toBeVisible();
    await expect.element(page.getByText(/rows to be fixed are kept beside the import/)).toBeVisible();
    grid.element().focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    const whole = page.getByRole('region', { name: /^Row \d+$/ });
    await expect.element(whole.getByRole('listitem').first()).toBeVisible();
  });

  it('[import] imports a corrected row on Enter and goes on at the next one', async () => {
    desk = await renderDesk(<Flow start={{ kind: 'held', target: 'partners' }} />);
    await desk.data.store.commit({ heldRows: [heldPartner(2, ''), heldPartner(3, '')] });
    const first = page.getByRole('region', { name: 'Row 2' });
    await userEvent.fill(first.getByRole('textbox', { name: 'Account Name' }), 'Nordwind Systems');
    await userEvent.keyboard('{Enter}');
    await expect.element(first).not.toBeInTheDocument();
    await expect.element(page.getByRole('region', { name: 'Row 3' })).toHaveFocus();
    await expect.element(page.getByText('Row 2 imported')).toBeVisible();
    expect((await desk.data.store.list({ kind: 'partner' })).map(({ name }) => name)).toEqual([
      'Nordwind Systems',
    ]);
  });

  it('[keys] asks before a correction that was typed into a row is lost by Escape', async () => {
    desk = await renderDesk(<Flow start={{ kind: 'held', target: 'partners' }} />);
    await desk.data.store.commit({ heldRows: [heldPartner(2, '')] });
    const name = page.getByRole('textbox', { name: 'Account Name' });
    await userEvent.fill(name, 'Nordwind Systems');
    await userEvent.keyboard('{Escape}');
    const asked = page.getByRole('alertdialog', { name: 'Discard what you entered?' });
    await userEvent.click(asked.getByRole('button', { name: 'Cancel' }));
    await expect.element(asked).not.toBeInTheDocument();
    await expect.element(name).toHaveValue('Nordwind Systems');
    // What is as it was is nothing to ask about.
    await userEvent.fill(name, '');
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });
});
