import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ImportFlow, type ImportStep } from '../../../renderer/widgets/imports/import-flow';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { aPartner } from '../../support/records';

let desk: RenderedDesk | null = null;

function Flow({ start }: { readonly start: ImportStep }) {
  const [step, setStep] = useState<ImportStep | null>(start);
  return (
    <main>
      <h1>Imports</h1>
      <ImportFlow step={step} onStep={setStep} />
    </main>
  );
}

async function importing(target: 'partners' | 'fund-requests', lines: readonly string[]) {
  const file = new File([lines.join('\n')], 'export.csv', { type: 'text/csv' });
  desk = await renderDesk(<Flow start={{ kind: 'import', target, file }} />, {
    records: [{ kind: 'partner', record: aPartner({ name: 'Nordlicht Systems GmbH' }) }],
  });
  await expect.element(page.getByRole('button', { name: 'Check the rows' })).toBeVisible();
  return desk.data;
}

async function press(name: string | RegExp): Promise<void> {
  await userEvent.click(page.getByRole('button', { name }));
}

/** Says which column fills a field. */
async function mapColumn(field: string, column: string): Promise<void> {
  await press(new RegExp(`Column for ${field}$`));
  await userEvent.click(page.getByRole('option', { name: column, exact: true }));
}

const requestHead =
  'Request ID,Activity Name,Partner Name,Activity Type,Start Date,End Date,Total Cost,Amount Required,Region';
const requestRow = (dates: string, id = 'MDF-1') =>
  `${id},Roadshow,Nordlicht Systems GmbH,Events/Webinars,${dates},EUR 12000,EUR 6000,EMEA`;

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

describe('which column fills which field', () => {
  it('[import] asks for a column that it could not guess, and takes the one that the person chooses', async () => {
    const data = await importing('partners', [
      'Who,Account Record Type,Partner Type,Partner Track,Partner Status,Region,Billing Country',
      'Cobalt GmbH,Partner,Channel,Select,Authorized,EMEA,Germany',
    ]);
    await expect.element(page.getByText('Choose a column for Account Name.')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Check the rows' })).toBeDisabled();
    await mapColumn('Account Name', 'Who');
    await expect.element(page.getByText('Choose a column for')).not.toBeInTheDocument();
    await expect.element(page.getByRole('row', { name: /^Account Name/ })).toHaveTextContent('Cobalt GmbH');
    expect(await axeProblems()).toEqual([]);
    await press('Check the rows');
    await press('Import 1 row');
    await expect.element(page.getByText(/came in new/)).toBeVisible();
    const names = (await data.store.list({ kind: 'partner' })).map(({ name }) => name).sort();
    expect(names).toEqual(['Cobalt GmbH', 'Nordlicht Systems GmbH']);
  });

  it('[import] takes another column than the guessed one when told to', async () => {
    const data = await importing('partners', [
      'Account Name,Legal name,Account Record Type,Partner Type,Partner Track,Partner Status,Region',
      'Short,Cobalt DevOps Gesellschaft mbH,Partner,Channel,Select,Authorized,EMEA',
    ]);
    await mapColumn('Account Name', 'Legal name');
    await press('Check the rows');
    await press('Import 1 row');
    await expect.element(page.getByText(/came in new/)).toBeVisible();
    const names = (await data.store.list({ kind: 'partner' })).map(({ name }) => name);
    expect(names).toContain('Cobalt DevOps Gesellschaft mbH');
    expect(names).not.toContain('Short');
  });
});

describe('the order of day and month', () => {
  it.each([
    ['Month first', '2027-03-04'],
    ['Day first', '2027-04-03'],
  ])('[import] reads 03/04/2027 as told: %s', async (order, start) => {
    const data = await importing('fund-requests', [requestHead, requestRow('03/04/2027,03/04/2027')]);
    await expect.element(page.getByText('In dates like 03/04/2026, what comes first?')).toBeVisible();
    await userEvent.click(page.getByRole('radio', { name: order }));
    await press('Check the rows');
    await press('Import 1 row');
    await expect.element(page.getByText(/came in new/)).toBeVisible();
    expect((await data.store.list({ kind: 'fund-request' })).map((request) => request.start)).toEqual([
      start,
    ]);
  });

  it('[import] keeps a row whose date nobody can read to be fixed, and never guesses', async () => {
    const data = await importing('fund-requests', [requestHead, requestRow('03/04/2027,03/04/2027')]);
    await userEvent.click(page.getByRole('radio', { name: 'Not sure' }));
    await press('Check the rows');
    await press('Finish');
    await expect.element(page.getByText(/could not be taken/)).toBeVisible();
    expect(await data.store.count('fund-request')).toBe(0);
    expect(await data.store.heldRows()).toHaveLength(1);
  });

  it('[import] finds the order by itself where one date can be read in one way only', async () => {
    const data = await importing('fund-requests', [
      requestHead,
      requestRow('03/04/2027,03/04/2027'),
      requestRow('25/04/2027,26/04/2027', 'MDF-2'),
    ]);
    await expect.element(page.getByRole('radio', { name: 'Day first' })).toBeChecked();
    await press('Check the rows');
    await press('Import 2 rows');
    await expect.element(page.getByText(/came in new/)).toBeVisible();
    const starts = (await data.store.list({ kind: 'fund-request' })).map(({ start }) => start).sort();
    expect(starts).toEqual(['2027-04-03', '2027-04-25']);
  });
});

describe('rows with a hint', () => {
  it('MDF-10 says what is taken from the partner, with the other hints of the row, and hinders nothing', async () => {
    const head =
      'Request ID,Activity Name,Activity Type,Partner,Start Date,End Date,Total Cost,Amount Required,Status';
    const row =
      'MDF-1,Dinner Hamburg,Events,Nordlicht Systems GmbH,2027-01-11,2027-01-12,EUR 1000,EUR 800,Approved';
    await importing('fund-requests', [head, row]);
    await press('Check the rows');
    await page.getByRole('radio', { name: 'With a hint 1' }).click();
    await page.getByRole('gridcell', { name: 'Dinner Hamburg' }).click();
    const whole = page.getByRole('region', { name: 'Row 2' });
    await expect.element(whole).toHaveTextContent(/EMEA of Nordlicht Systems GmbH is taken/);
    await expect.element(whole).toHaveTextContent(/More than 50 % was approved/);
    await expect.element(page.getByRole('button', { name: 'Import 1 row' })).toBeEnabled();
    expect(await axeProblems()).toEqual([]);
  });
});

describe('rows to fix', () => {
  it('[import] is corrected in place, says what is still wrong, and comes in once it is right', async () => {
    const data = await importing('fund-requests', [requestHead, requestRow('2027-03-04,soon')]);
    await press('Check the rows');
    await press('Finish');
    await press('Fix 1 row');
    const row = page.getByRole('region', { name: 'Row 2' });
    await expect.element(row).toHaveTextContent('Roadshow');
    const last = row.getByRole('textbox', { name: 'End Date' });
    await expect.element(last).toHaveValue('soon');
    await userEvent.fill(last, 'later');
    await userEvent.click(row.getByRole('button', { name: 'Import this row' }));
    await expect.element(row).toHaveTextContent('The row still has a problem.');
    expect(await data.store.count('fund-request')).toBe(0);
    await userEvent.fill(last, '2027-03-05');
    expect(await axeProblems()).toEqual([]);
    await userEvent.click(row.getByRole('button', { name: 'Import this row' }));
    await expect.element(page.getByText('Nothing to fix')).toBeVisible();
    expect((await data.store.list({ kind: 'fund-request' })).map(({ end }) => end)).toEqual(['2027-03-05']);
    expect(await data.store.heldRows()).toEqual([]);
  });

  it('[import] can be looked at whole, and is thrown away only after asking', async () => {
    const data = await importing('fund-requests', [requestHead, requestRow('2027-03-04,soon')]);
    await press('Check the rows');
    await press('Finish');
    await press('Fix 1 row');
    await press(/^Other cells \(\d+\)$/);
    await expect
      .element(page.getByRole('textbox', { name: 'Partner Name' }))
      .toHaveValue('Nordlicht Systems GmbH');
    await press('Discard');
    const asked = page.getByRole('alertdialog', { name: 'Discard row 2?' });
    await userEvent.click(asked.getByRole('button', { name: 'Cancel' }));
    await expect.element(asked).not.toBeInTheDocument();
    expect(await data.store.heldRows()).toHaveLength(1);
    await press('Discard');
    await userEvent.click(asked.getByRole('button', { name: 'Discard row' }));
    await expect.element(page.getByText('Nothing to fix')).toBeVisible();
    expect(await data.store.heldRows()).toEqual([]);
    expect(await data.store.count('fund-request')).toBe(0);
  });

  it('[import] asks of dates with slashes though those with dashes tell their own order', async () => {
    const data = await importing('fund-requests', [
      requestHead,
      requestRow('03/04/2027,14-05-2027'),
      requestRow('03-04-2027,03-04-2027', 'MDF-2'),
    ]);
    const dashes = page.getByRole('radiogroup', { name: 'Order of day and month in 03-04-2026' });
    await expect.element(dashes.getByRole('radio', { name: 'Day first' })).toBeChecked();
    await expect.element(page.getByText('In dates like 03/04/2026, what comes first?')).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    const slashes = page.getByRole('radiogroup', { name: 'Order of day and month in 03/04/2026' });
    await userEvent.click(slashes.getByRole('radio', { name: 'Month first' }));
    await expect.element(dashes.getByRole('radio', { name: 'Day first' })).toBeChecked();
    await press('Check the rows');
    await press('Import 2 rows');
    await expect.element(page.getByText(/came in new/)).toBeVisible();
    const starts = (await data.store.list({ kind: 'fund-request' })).map(({ start }) => start).sort();
    expect(starts).toEqual(['2027-03-04', '2027-04-03']);
  });
});
