import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Shell } from '../../../renderer/app/shell';
import { screens } from '../../../renderer/app/routes';
import type { Claim } from '../../../shared/schema/claim';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { popRecords } from './pop-records';
import { dropOn, plainPdf, sampleInvoice } from './sample-files';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

/** The desk of an event with one document dropped on it. */
async function openWith(file: File): Promise<RenderedDesk> {
  await page.viewport(1440, 900);
  desk = await renderDesk(<Shell screens={screens} />, { hash: '#/pop?id=request-1', records: popRecords() });
  const place = page.getByRole('group', { name: 'Drop documents' });
  await expect.element(place).toBeVisible();
  dropOn(place.element(), [file]);
  await expect.element(page.getByRole('button', { name: file.name })).toBeVisible();
  await expect.poll(claimOf).toBeDefined();
  return desk;
}

async function claimOf(): Promise<Claim | undefined> {
  return (await desk?.data.store.list({ kind: 'claim' }))?.[0];
}

async function theClaim(): Promise<Claim> {
  const claim = await claimOf();
  if (claim === undefined) throw new Error('there is no claim');
  return claim;
}

/** Writes the claim as a sync does, whatever happens on the screen; tries again when a write of hers came between. */
async function synced(change: Partial<Claim> = {}): Promise<void> {
  for (;;) {
    const claim = await theClaim();
    const record = { ...claim, ...change, rev: claim.rev + 1 };
    const expected = { key: { kind: 'claim' as const, id: claim.id }, rev: claim.rev };
    const done = await desk?.data.store.commit({ puts: [{ kind: 'claim', record }], expect: [expected] });
    if (done?.ok) return;
  }
}

/** Types while the sync writes the claim between two keys. */
async function typeUnderSync(before: string, after: string): Promise<void> {
  await userEvent.keyboard(before);
  await synced({ title: `Synced after ${before}` });
  await userEvent.keyboard(after);
}

const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const value = (name: string) => (field(name).element() as HTMLInputElement).value;
const day = () => page.getByRole('spinbutton', { name: /day/ });
const entries = async () =>
  (await desk?.data.store.auditFor({ kind: 'claim', id: (await theClaim()).id }))?.filter(
    ({ action }) => action === 'entered invoice',
  ).length;

describe('fields of the invoice', () => {
  it('G4 keeps every digit that is typed while the sync writes the claim, and the fields typed right after', async () => {
    await openWith(await sampleInvoice('EN16931_Einfach.pdf'));
    await expect.poll(() => value('Number')).toBe('471102');
    await field('Number').click();
    await userEvent.keyboard('{Control>}a{/Control}');
    await typeUnderSync('R', '7');
    await userEvent.keyboard('{Tab}');
    await typeUnderSync('2910', '2026');
    await field('Total').click();
    await userEvent.keyboard('{Control>}a{/Control}');
    await typeUnderSync('55', '5');
    await userEvent.keyboard('{Tab}');
    await expect
      .poll(async () => (await theClaim()).invoice)
      .toMatchObject({ number: 'R7', date: '2026-10-29', total: { minor: 55_500, currency: 'EUR' } });
    expect(await entries()).toBe(3);
    await expect.element(page.getByText(/changed elsewhere/)).not.toBeInTheDocument();
    expect(value('Total')).toBe('555.00');
  });

  it('POP-5 keeps a total that is typed while its currency is being stored', async () => {
    await openWith(plainPdf('scan.pdf', ['Invoice R-17']));
    await field('Currency').fill('usd');
    await field('Total').click();
    await userEvent.keyboard('555');
    await userEvent.keyboard('{Tab}');
    await expect
      .poll(async () => (await theClaim()).invoice)
      .toMatchObject({ currency: 'USD', total: { minor: 55_500, currency: 'USD' } });
  });

  it('POP-5 stores a date when it is whole and left, never on the way', async () => {
    await openWith(plainPdf('scan.pdf', ['Invoice R-17']));
    await day().click();
    await userEvent.keyboard('291020');
    await field('Number').click();
    await expect.element(page.getByText(/This date is not complete/)).toBeVisible();
    expect((await theClaim()).invoice?.date ?? null).toBeNull();
    await day().click();
    await userEvent.keyboard('12112026{Enter}');
    await expect.poll(async () => (await theClaim()).invoice?.date).toBe('2026-11-12');
    expect(await entries()).toBe(1);
  });

  it('G4 lets a field that nobody types in follow the claim', async () => {
    await openWith(await sampleInvoice('EN16931_Einfach.pdf'));
    await expect.poll(() => value('Number')).toBe('471102');
    await field('Issued by').fill('Nordlicht AG');
    const { invoice } = await theClaim();
    await synced({ invoice: invoice && { ...invoice, number: 'R-99' } });
    await expect.poll(() => value('Number')).toBe('R-99');
    expect(value('Issued by')).toBe('Nordlicht AG');
  });

  it('G4 names the field that was changed elsewhere too, and stores hers only when she says so', async () => {
    await openWith(await sampleInvoice('EN16931_Einfach.pdf'));
    await expect.poll(() => value('Number')).toBe('471102');
    await field('Number').fill('R-17');
    const { invoice } = await theClaim();
    await synced({ invoice: invoice && { ...invoice, number: 'R-99', buyer: 'Acme GmbH' } });
    await userEvent.keyboard('{Tab}');
    await expect.element(page.getByText(/Changed elsewhere meanwhile to “R-99”/)).toBeVisible();
    expect((await theClaim()).invoice?.number).toBe('R-99');
    await field('Number').click();
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(async () => (await theClaim()).invoice)
      .toMatchObject({ number: 'R-17', buyer: 'Acme GmbH' });
    await expect.element(page.getByText(/Changed elsewhere meanwhile/)).not.toBeInTheDocument();
  });

  it('POP-5 takes a typed value back and does it again', async () => {
    await openWith(await sampleInvoice('EN16931_Einfach.pdf'));
    await expect.poll(() => value('Currency')).toBe('EUR');
    const total = (await theClaim()).invoice?.total;
    await field('Currency').fill('jpy');
    await userEvent.keyboard('{Enter}');
    await expect.poll(async () => (await theClaim()).invoice?.currency).toBe('JPY');
    // Yen have no cents, so the figure is left to be typed.
    expect((await theClaim()).invoice?.total).toBeNull();
    await synced();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await theClaim()).invoice?.currency).toBe('EUR');
    expect((await theClaim()).invoice?.total).toEqual(total);
  });
});
