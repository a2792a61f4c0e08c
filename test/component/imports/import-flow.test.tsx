import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ImportFlow, type ImportStep } from '../../../renderer/widgets/imports/import-flow';
import { type RenderDeskOptions, type RenderedDesk, renderDesk } from '../support/render-desk';
import { HeldRow } from '../../../shared/schema/held-row';
import { aFundRequest, aPartner } from '../../support/records';
import { axeProblems } from '../support/axe';
import { demoFile, partnerFile } from './import-files';

let desk: RenderedDesk | null = null;

function Flow({ start }: { readonly start: ImportStep }) {
  const [step, setStep] = useState<ImportStep | null>(start);
  return (
    <main>
      <h1>Imports</h1>
      <button type="button" onClick={() => setStep({ kind: 'import', target: 'partners' })}>
        Import accounts
      </button>
      <ImportFlow step={step} onStep={setStep} />
    </main>
  );
}

async function show(target: ImportStep['target'], options: RenderDeskOptions = {}): Promise<RenderedDesk> {
  desk = await renderDesk(<Flow start={{ kind: 'import', target }} />, options);
  return desk;
}

/** Drops a file on the dialog, as from the file manager. */
async function drop(file: File): Promise<void> {
  const place = page.getByRole('group', { name: /^Drop a CSV/ });
  await expect.element(place).toBeVisible();
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(file);
  place.element().dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

async function press(name: string | RegExp): Promise<void> {
  await userEvent.click(page.getByRole('button', { name }));
}

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

describe('importing a file', () => {
  it('[import] takes the good rows of an accounts report and keeps the bad ones to be fixed', async () => {
    const { data } = await show('partners');
    await drop(demoFile('salesforce-partner-accounts.csv'));
    await expect
      .element(page.getByRole('button', { name: /Account Name Column for Account Name/ }))
      .toBeVisible();
    await press('Check the rows');
    await expect.element(page.getByRole('grid', { name: 'Rows of the file' })).toBeVisible();
    expect(await data.store.count('partner')).toBe(0);
    await press(/^Import \d+ rows$/);
    await expect.element(page.getByText(/came in new/)).toBeVisible();
    expect(await data.store.count('partner')).toBeGreaterThan(10);
  });

  it('[import] says what is wrong with a file that is no table, and stays at the choice of the file', async () => {
    await show('partners');
    await drop(new File([new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d, 0, 1, 2])], 'report.pdf'));
    await expect.element(page.getByRole('alert')).toHaveTextContent('“report.pdf”: This is a PDF');
    await expect.element(page.getByText('Step 1 of 3: choose the file')).toBeVisible();
  });

  it('[import] refuses a file of 300 MB, and an empty one, by its length and without reading it', async () => {
    let reads = 0;
    const ofSize = (name: string, size: number): File => {
      const file = new File(['a'], name);
      Object.defineProperty(file, 'size', { value: size });
      Object.defineProperty(file, 'arrayBuffer', {
        value: () => Promise.reject(new Error(`read ${++reads}`)),
      });
      return file;
    };
    // From a screen the flow gets the file as it is; a drop would hand over a copy of another size.
    const huge = ofSize('everything.csv', 300 * 1024 * 1024);
    desk = await renderDesk(<Flow start={{ kind: 'import', target: 'partners', file: huge }} />);
    await expect
      .element(page.getByText('“everything.csv” is larger than 64 MB. Export fewer rows at a time'))
      .toBeVisible();
    await expect.element(page.getByText('Step 1 of 3: choose the file')).toBeVisible();
    await desk.close();
    desk = await renderDesk(
      <Flow start={{ kind: 'import', target: 'partners', file: ofSize('nothing.csv', 0) }} />,
    );
    await expect.element(page.getByText('“nothing.csv” is empty. Export it again.')).toBeVisible();
    expect(reads).toBe(0);
  });

  it('[import] says once that partners are missing, imports them first, and checks the rows again', async () => {
    const { data } = await show('fund-requests');
    await drop(demoFile('portal-fund-requests.csv'));
    await press('Check the rows');
    await expect.element(page.getByText(/rows name partners that are not on this desk/)).toBeVisible();
    await press('Import partners first');
    await expect.element(page.getByRole('dialog', { name: 'Import partner accounts' })).toBeVisible();
    await drop(demoFile('salesforce-partner-accounts.csv'));
    await press('Check the rows');
    await press(/^Import \d+ rows$/);
    await expect.element(page.getByText(/came in new/)).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Close' }).last());
    await expect.element(page.getByRole('dialog', { name: 'Import fund requests' })).toBeVisible();
    await press(/^Import \d\d\d rows$/);
    await expect.element(page.getByText(/came in new/)).toBeVisible();
    expect(await data.store.count('fund-request')).toBeGreaterThan(100);
    expect(await axeProblems()).toEqual([]);
  });

  it('[import] says once what many held rows wait for, and leads to the import of partners', async () => {
    await show('fund-requests');
    await drop(demoFile('portal-fund-requests.csv'));
    await press('Check the rows');
    await press('Finish');
    await press(/^Fix \d+ rows$/);
    await expect.element(page.getByRole('dialog', { name: 'Rows to fix' })).toBeVisible();
    await expect.element(page.getByText('Rows that wait for their partner')).toBeVisible();
    expect(page.getByText(/name partners that are not on this desk/).elements()).toHaveLength(1);
    await press('Import partners');
    await expect.element(page.getByRole('dialog', { name: 'Import partner accounts' })).toBeVisible();
  });

  it('[import] shows both values of a row that differs, and takes the ones that the person chooses', async () => {
    const partner = aPartner();
    const request = aFundRequest({ title: 'My name' });
    const held = {
      id: 'held-1',
      importId: 'import-1',
      file: 'portal.csv',
      target: 'fund-requests',
      row: 3,
      cells: {
        'Request ID': request.portalNumber ?? '',
        'Activity Name': 'Name of the file',
        'Partner Name': partner.name,
        'Activity Type': 'Events/Webinars',
        'Start Date': request.start,
        'End Date': request.end,
        'Total Cost': 'EUR 12000',
        'Amount Required': 'EUR 6000',
        Region: 'EMEA',
      },
      problems: [
        {
          column: 'Activity Name',
          message: 'The file says “Name of the file”, the desk “My name”.',
          fix: 'Choose which one is right.',
          code: 'differs',
          values: { here: '“My name”', file: '“Name of the file”' },
        },
      ],
      at: '2026-11-23T09:00:00.000Z',
    };
    desk = await renderDesk(<Flow start={{ kind: 'held', target: 'fund-requests' }} />, {
      records: [
        { kind: 'partner', record: partner },
        { kind: 'fund-request', record: request },
      ],
    });
    await desk.data.store.commit({ heldRows: [HeldRow.parse(held)] });
    await expect.element(page.getByRole('cell', { name: '“My name”' })).toBeVisible();
    await expect.element(page.getByRole('cell', { name: '“Name of the file”' })).toBeVisible();
    expect(page.getByRole('textbox').query()).toBeNull();
    await press('Take the file’s values');
    await expect.element(page.getByText('Nothing to fix')).toBeVisible();
    expect((await desk.data.store.get('fund-request', request.id))?.title).toBe('Name of the file');
  });

  it('[import] offers after partners came to take the requests that waited for them', async () => {
    const { data } = await show('fund-requests');
    await drop(demoFile('portal-fund-requests.csv'));
    await press('Check the rows');
    await press('Finish');
    await expect.element(page.getByText(/could not be taken/)).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Close' }).last());
    await press('Import accounts');
    await drop(demoFile('salesforce-partner-accounts.csv'));
    await press('Check the rows');
    await press(/^Import \d+ rows$/);
    await expect.element(page.getByText(/fund requests wait for partners that were not here/)).toBeVisible();
    await press('Try them again');
    await expect.poll(() => data.store.count('fund-request')).toBeGreaterThan(100);
    // What is left has other faults, and none of it waits for a partner alone.
    await expect.element(page.getByText(/rows imported, .*\d+ rows still to be fixed/)).toBeVisible();
  });

  it('[import] says how imported requests get to Salesforce, before and after it is connected', async () => {
    const { syncStatus } = await show('fund-requests', {
      records: [
        { kind: 'partner', record: aPartner({ name: 'Kiwi Consulting', foldedName: 'kiwi consulting' }) },
      ],
    });
    syncStatus.getState().report({ state: 'not-connected' });
    await drop(
      new File(
        [
          'Request ID;Activity Name;Partner Name;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region\nMDF-1;Summit;Kiwi Consulting;Events/Webinars;2027-01-14;2027-01-14;EUR 4000;EUR 2000;EMEA',
        ],
        'portal.csv',
      ),
    );
    await press('Check the rows');
    await press(/^Import 1 row/);
    await expect
      .element(page.getByText(/The first sync after you connect Salesforce links each request/))
      .toBeVisible();
    syncStatus.getState().report({ state: 'idle' });
    await expect.element(page.getByText(/The next sync links each request/)).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });

  it('[import] says what rows did that changed nothing, and nothing of what did not happen', async () => {
    await show('partners');
    const take = async (lines: readonly string[], rows: string | RegExp) => {
      await drop(new File([['Account Name,Region,Last Modified Date', ...lines].join('\n')], 'a.csv'));
      await press('Check the rows');
      await press(rows);
    };
    await take(['Acme,EMEA,11/20/2026', 'Berg,APAC,11/20/2026'], 'Import 2 rows');
    await expect.element(page.getByText('2 rows of a.csv came in new.', { exact: true })).toBeVisible();
    expect(page.getByText(/changed/).query()).toBeNull();
    await userEvent.click(page.getByRole('button', { name: 'Close' }).last());
    await press('Import accounts');
    await take(['Acme,AMER,10/31/2026', 'Berg,APAC,11/20/2026', 'Carl,APAC,11/20/2026'], 'Import 1 row');
    await expect
      .element(
        page.getByText(
          /^2 rows changed nothing: .* stay because they came from Salesforce or from a newer export\.$/,
        ),
      )
      .toBeVisible();
  });

  it('[import] shows before anything is imported how the dates and amounts of each request were read', async () => {
    const { data } = await show('fund-requests', {
      records: [
        { kind: 'partner', record: aPartner({ name: 'Kiwi Consulting', foldedName: 'kiwi consulting' }) },
      ],
    });
    const head =
      'Request ID;Activity Name;Partner Name;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region';
    const row = (id: string, cost: string) =>
      `${id};Summit;Kiwi Consulting;Events/Webinars;03/04/2027;14.04.2027;${cost};EMEA`;
    await drop(
      new File(
        [[head, row('MDF-1', '12.000,00 €;6.000 €'), row('MDF-2', 'EUR 10k;EUR 5000')].join('\n')],
        'p.csv',
      ),
    );
    await userEvent.click(page.getByRole('radio', { name: 'Month first' }));
    await press('Check the rows');
    // The first row to be fixed is read whole without being asked for.
    const whole = page.getByRole('region', { name: 'Row 3' });
    await expect.element(whole).toHaveTextContent(/“k” in “EUR 10k” is no currency/);
    await userEvent.click(page.getByRole('radio', { name: 'New 1' }));
    await expect.element(page.getByRole('columnheader', { name: 'Reads as' })).toBeVisible();
    await expect
      .element(page.getByRole('row', { name: /Summit/ }))
      .toHaveTextContent(/4 Mar – 14 Apr 2027 · €6,000\.00 of €12,000\.00 · Kiwi Consulting/);
    await userEvent.click(page.getByRole('radio', { name: 'All 2' }));
    await expect.element(page.getByText(/“k” in “EUR 10k” is no currency/)).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    expect(await data.store.count('fund-request')).toBe(0);
  });

  it('[import] takes 10,000 rows while the page goes on drawing and tells how far it is', async () => {
    const { data } = await show('partners');
    let frames = 0;
    let isOver = false;
    const told = new Set<string>();
    const count = () => {
      frames += 1;
      const bar = document.querySelector('[role=progressbar]');
      if (bar !== null) told.add(bar.getAttribute('aria-label') ?? '');
      if (!isOver) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    await drop(partnerFile(10_000));
    await press('Check the rows');
    const before = frames;
    await press(/^Import 10,000 rows$/);
    await expect.element(page.getByText(/came in new/), { timeout: 25_000 }).toBeVisible();
    isOver = true;
    expect(await data.store.count('partner')).toBe(10_000);
    expect(frames - before).toBeGreaterThan(5);
    expect([...told]).toContain('Writing 10,000 records');
  }, 60_000);
});
