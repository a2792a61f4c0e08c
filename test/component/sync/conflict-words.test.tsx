import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import type { Conflict } from '../../../shared/schema/sync-state';
import { aFundRequest, aPartner } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { aConflict, anIntent, seed } from './sync-desk';

const NOW = '2026-11-22T08:00:00.000Z';
let desk: RenderedDesk;

async function show(conflict: Conflict): Promise<void> {
  const approval = { kind: 'approved', at: NOW };
  const requested = { minor: 500_000, currency: 'EUR' };
  desk = await renderDesk(<SyncScreen />, {
    now: NOW,
    hash: '#/sync?tab=conflicts',
    records: [
      { kind: 'partner', record: aPartner() },
      { kind: 'fund-request', record: aFundRequest({ approval, requested, description: 'Mine' }) },
    ],
  });
  await seed(desk.data, { conflicts: [conflict] });
}

afterEach(() => desk.close());

it('SY-53 says why nothing was saved where the decision is asked about too, and stays at that question', async () => {
  const { fields, theirs } = aConflict();
  const [requested] = fields;
  const description = { field: 'description', base: 'Before', mine: 'Mine', theirs: 'Theirs' };
  await show(
    aConflict({
      fields: [requested, description],
      theirs: { ...theirs, description: 'Theirs', status: 'draft', state: 'draft' },
    }),
  );
  await seed(desk.data, { newIntents: [anIntent({ kind: 'fund-request.approved' })] });
  await userEvent.click(page.getByRole('button', { name: 'Keep all mine' }));
  await userEvent.click(page.getByRole('button', { name: 'Apply' }));
  await expect.element(page.getByRole('button', { name: 'Let it stand' })).toBeVisible();
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('A decision on “DevSecOps roadshow Hamburg” waits that was made over these values');
  await expect.element(page.getByRole('button', { name: 'Apply' })).toBeDisabled();
});

it('G4 says that other values came while she was choosing', async () => {
  await show(aConflict());
  await userEvent.click(page.getByRole('button', { name: 'Keep all mine' }));
  const { store } = desk.data;
  const read = store.conflict.bind(store);
  const [requested, title] = aConflict().fields;
  const theirs = { minor: 400_000, currency: 'EUR' };
  store.conflict = async (id) => {
    store.conflict = read;
    await seed(desk.data, { conflicts: [aConflict({ fields: [{ ...requested, theirs }, title] })] });
    return read(id);
  };
  await userEvent.click(page.getByRole('button', { name: 'Apply' }));
  await expect.element(page.getByText('€4,000.00')).toBeVisible();
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('Other values came from Salesforce while you were looking; nothing was saved.');
  await userEvent.click(page.getByRole('button', { name: 'Keep all mine' }));
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
});

it('SY-54 says what is sent of a record whose decision is withdrawn', async () => {
  const [requested] = aConflict().fields;
  const status = { field: 'status', base: 'draft', mine: 'approved', theirs: 'draft' };
  await show(aConflict({ kind: 'stale-decision', fields: [requested, status] }));
  await userEvent.click(page.getByRole('button', { name: 'Withdraw it' }));
  await expect
    .element(page.getByText('The decision is withdrawn here, and the record says what Salesforce says.'))
    .toBeVisible();
  await userEvent.click(page.getByRole('radio', { name: 'Requested: here' }));
  await expect
    .element(page.getByText('The decision is withdrawn here. Sent to Salesforce: Requested.'))
    .toBeVisible();
});

it('SY-39 says before she chooses that what was opened for an approval stays open when she does not take it over', async () => {
  const status = { field: 'status', base: null, mine: 'draft', theirs: 'approved' };
  await show(aConflict({ fields: [status], theirs: { status: 'approved', state: 'approved' } }));
  await userEvent.click(page.getByRole('button', { name: 'Keep all mine' }));
  await expect
    .element(page.getByText('what GitLab has of it stays open until somebody closes it.', { exact: false }))
    .toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Take all from Salesforce' }));
  await expect.element(page.getByText('Nothing is sent to Salesforce.', { exact: false })).toBeVisible();
  await expect.element(page.getByText('stays open', { exact: false })).not.toBeInTheDocument();
});
