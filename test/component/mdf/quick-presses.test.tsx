import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { type FakeMain, fakeMain } from '../support/fake-main';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { budgetRecord, inReview, partnerRecord, requestRecord, SAMPLE_NOW } from './sample-desk';

let desk: RenderedDesk | null = null;

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

async function show(request: ReturnType<typeof requestRecord>, main?: FakeMain): Promise<RenderedDesk> {
  desk = await renderDesk(<Shell screens={screens} />, {
    now: SAMPLE_NOW,
    hash: '#/mdf?id=request-1',
    records: [partnerRecord(), budgetRecord(), request],
    ...(main === undefined ? {} : { main }),
  });
  return desk;
}

describe('presses that follow each other quickly', () => {
  it('MDF-11 keeps both costs that were marked one right after the other', async () => {
    const { data } = await show(requestRecord({ approval: inReview(1) }));
    await page.getByRole('button', { name: /Costs that are never funded/ }).click();
    const group = page.getByRole('group', { name: /Costs that are never funded/ });
    await expect.element(group.getByRole('checkbox').first()).toBeInTheDocument();
    const [first, second] = group.getByRole('checkbox').elements() as HTMLElement[];
    first?.click();
    second?.click();
    await expect
      .poll(async () => (await data.store.get('fund-request', 'request-1'))?.excludedCosts)
      .toHaveLength(2);
    await expect.element(page.getByText('2 found')).toBeVisible();
  });

  it('MDF-4 submits once and says nothing of a refusal', async () => {
    const { data } = await show(requestRecord());
    await expect.element(page.getByRole('button', { name: 'Submit S' })).toBeVisible();
    const submit = page.getByRole('button', { name: 'Submit S' }).element() as HTMLElement;
    submit.click();
    submit.click();
    await expect
      .poll(async () => (await data.store.get('fund-request', 'request-1'))?.approval.kind)
      .toBe('in-review');
    await expect.element(page.getByRole('button', { name: 'Approve A' })).toBeVisible();
    await page.getByRole('button', { name: 'Approve A' }).click();
    await expect.element(page.getByRole('dialog', { name: /^Approve level 1/ })).toBeVisible();
    expect(page.getByRole('dialog').elements()).toHaveLength(1);
    expect(await data.store.openIntents()).toHaveLength(1);
  });

  it('MDF-5 opens one message, however often the button is pressed', async () => {
    const main = fakeMain({ 'mail.draft': () => ({ ok: true, value: undefined }) });
    const declined = {
      kind: 'declined',
      level: 1,
      at: '2026-11-20T09:00:00.000Z',
      reason: 'It trains partners.',
    };
    await show(requestRecord({ approval: declined }), main);
    await page.getByRole('button', { name: /Draft message to the partner/ }).click();
    const button = page.getByRole('button', { name: 'Open in mail program' });
    await expect.element(button).toBeVisible();
    const open = button.element() as HTMLElement;
    open.click();
    open.click();
    await expect.element(button).not.toBeInTheDocument();
    expect(main.calls.filter(({ channel }) => channel === 'mail.draft')).toHaveLength(1);
  });
});
