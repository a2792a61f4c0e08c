import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { useToasts } from '../../../renderer/ui/toast-store';
import { ImportFlow, type ImportStep } from '../../../renderer/widgets/imports/import-flow';
import type { AnyRecord } from '../../../shared/schema/record';
import { aFundRequest, aPartner } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

function Flow({ file }: { readonly file?: File }) {
  const [step, setStep] = useState<ImportStep | null>({
    kind: 'import',
    target: 'fund-requests',
    ...(file === undefined ? {} : { file }),
  });
  return <ImportFlow step={step} onStep={setStep} />;
}

async function dropInDialog(...files: readonly File[]): Promise<void> {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  const place = page.getByRole('group', { name: /^Drop a CSV/ });
  await expect.element(place).toBeVisible();
  place.element().dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

function csv(name: string, ...lines: readonly string[]): File {
  return new File([lines.join('\n')], name, { type: 'text/csv' });
}

async function importing(file: File, records: readonly AnyRecord[]): Promise<void> {
  desk = await renderDesk(<Flow file={file} />, { records });
  await press('Check the rows');
}

async function press(name: string | RegExp): Promise<void> {
  await userEvent.click(page.getByRole('button', { name }).last());
}

const head =
  'Request ID,Activity Name,Partner Name,Activity Type,Start Date,End Date,Total Cost,Amount Required,Region';
const row = (partner: string, end = '2027-03-05') =>
  `MDF-1,Roadshow,${partner},Events/Webinars,2027-03-04,${end},EUR 12000,EUR 6000,EMEA`;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

it('[import] shows the rows that can be taken once no row is left to be fixed', async () => {
  await importing(csv('requests.csv', head, row('Cobalt GmbH')), [{ kind: 'partner', record: aPartner() }]);
  await expect.element(page.getByRole('radio', { name: 'To be fixed 1' })).toBeChecked();
  await press('Import partners first');
  await dropInDialog(csv('partners.csv', 'Account Name,Region', 'Cobalt GmbH,EMEA', 'Zinc GmbH,EMEA'));
  await press('Check the rows');
  await press('Import 2 rows');
  await expect.element(page.getByText(/came in new/)).toBeVisible();
  await press('Close');
  await expect.element(page.getByRole('radio', { name: 'All 1' })).toBeChecked();
  await expect.element(page.getByRole('gridcell', { name: 'Roadshow' })).toBeVisible();
});

/** What a row of the file says, as it is here. */
const asInFile = () =>
  aFundRequest({
    portalNumber: 'MDF-1',
    title: 'Roadshow',
    start: '2027-03-04',
    end: '2027-03-05',
    description: '',
    estimatedPipeline: null,
    targetContacts: null,
    gtmMotion: null,
    delivery: null,
    quarter: 'FY28-Q1',
  });

const toasts = () => useToasts.getState().toasts.map(({ text }) => text);

it('[import] does not call a row imported that says what is here by now', async () => {
  const request = asInFile();
  const partner = aPartner();
  await importing(csv('requests.csv', head, row(partner.name, 'soon')), [
    { kind: 'partner', record: partner },
    { kind: 'fund-request', record: request },
  ]);
  await press('Finish');
  await press('Fix 1 row');
  await userEvent.fill(page.getByRole('textbox', { name: 'End Date' }), '2027-03-05');
  await press('Import this row');
  await expect.element(page.getByText('Nothing to fix')).toBeVisible();
  await expect.poll(toasts).toEqual(['Row 2 changed nothing: what it says is here already']);
});

it('[import] says of rows that are tried again together that what they say is here by now', async () => {
  await importing(csv('requests.csv', head, row('Cobalt GmbH')), []);
  await press('Finish');
  const partner = aPartner({ name: 'Cobalt GmbH', foldedName: 'cobalt gmbh' });
  await desk?.data.store.commit({
    puts: [
      { kind: 'partner', record: partner },
      { kind: 'fund-request', record: asInFile() },
    ],
  });
  await press('Fix 1 row');
  await press('Try all rows again');
  await expect.poll(toasts).toEqual(['Nothing imported, 1 row here already']);
});

it('[import] says which of several dropped files is taken', async () => {
  desk = await renderDesk(<Flow />);
  await dropInDialog(csv('first.csv', head, row('Cobalt GmbH')), csv('second.csv', head));
  await expect.poll(toasts).toEqual(['Only first.csv was taken. Drop one file at a time.']);
  await expect.element(page.getByText('Step 2 of 3: check the columns')).toBeVisible();
});
