import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import { fakeMain } from '../support/fake-main';
import { notConnected } from '../support/not-connected';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk;
afterEach(() => desk.close());

const refusing = () =>
  fakeMain({
    'connections.list': () => ({ ok: true, value: [...notConnected] }),
    'connections.connect': () => ({ ok: false, error: { message: 'It was refused.', fix: 'Ask.' } }),
  });

it('says nothing of an earlier try when a connection is begun again', async () => {
  desk = await renderDesk(<SyncScreen />, { main: refusing(), hash: '#/sync?tab=connections' });
  await userEvent.click(page.getByRole('button', { name: 'Connect Salesforce' }));
  await userEvent.fill(page.getByLabelText('Client id'), 'wrong');
  await userEvent.click(page.getByRole('button', { name: 'Sign in in the browser' }));
  await expect.element(page.getByText('It was refused. Ask.')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Cancel' }));
  await userEvent.click(page.getByRole('button', { name: 'Connect Salesforce' }));
  await expect.element(page.getByLabelText('Client id')).toBeVisible();
  expect(page.getByText('It was refused. Ask.').query()).toBeNull();
});

it('says nothing of a refused token beside the sign-in in the browser', async () => {
  desk = await renderDesk(<SyncScreen />, { main: refusing(), hash: '#/sync?tab=connections' });
  await userEvent.click(page.getByRole('button', { name: 'Connect GitLab' }));
  await userEvent.fill(page.getByRole('textbox', { name: 'Access token' }), 'wrong');
  await userEvent.click(page.getByRole('button', { name: 'Connect', exact: true }));
  await expect.element(page.getByText('It was refused. Ask.')).toBeVisible();
  await userEvent.click(page.getByRole('radio', { name: 'In the browser' }));
  await expect.element(page.getByLabelText('Application id')).toBeVisible();
  expect(page.getByText('It was refused. Ask.').query()).toBeNull();
});
