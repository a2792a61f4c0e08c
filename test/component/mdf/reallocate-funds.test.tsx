import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AnyRecord } from '../../../shared/schema/record';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { budgetRecord, eventTicks, inReview, partnerRecord, requestRecord, SAMPLE_NOW } from './sample-desk';

let desk: RenderedDesk | null = null;

const at = '2026-11-16T09:00:00.000Z';
const giver = {
  approval: { kind: 'approved', at },
  approvedAmount: { minor: 600_000, currency: 'EUR' },
};
const fits = {
  id: 'request-2',
  title: 'Breakfast Munich',
  portalNumber: 'MDF-10901',
  requested: { minor: 400_000, currency: 'EUR' },
  approval: inReview(1),
  conditions: eventTicks,
  submittedOn: '2026-11-16',
};
const others = [
  {
    id: 'request-3',
    title: 'Large summit',
    approval: inReview(1),
    requested: { minor: 700_000, currency: 'EUR' },
    totalCost: { minor: 1_400_000, currency: 'EUR' },
  },
  { id: 'request-4', title: 'Only a draft', approval: { kind: 'draft' } },
  { id: 'request-5', title: 'Next quarter', approval: inReview(1), quarter: 'FY28-Q1' },
];

async function show(of: Record<string, unknown>, more: readonly AnyRecord[]): Promise<RenderedDesk> {
  const giving = requestRecord({ ...giver, ...of });
  const records = [partnerRecord(), budgetRecord(), giving, ...more];
  const hash = `#/mdf?id=${giving.record.id}`;
  desk = await renderDesk(<Shell screens={screens} />, { now: SAMPLE_NOW, hash, records });
  return desk;
}

async function openDialog() {
  const more = page.getByRole('complementary').getByRole('button', { name: 'More' });
  await expect.element(more).toBeVisible();
  (more.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('menu')).toBeVisible();
  await userEvent.keyboard('{End}');
  await expect
    .element(page.getByRole('menuitem', { name: 'Give its funds to another activity' }))
    .toHaveFocus();
  await userEvent.keyboard('{Enter}');
  const dialog = page.getByRole('dialog', { name: 'Give the funds to another activity' });
  await expect.element(dialog).toBeVisible();
  return dialog;
}

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

describe('giving the funds of a request to another', () => {
  it('MDF-12 is done by keyboard: only what fits can be chosen, the reasons stand beside the rest', async () => {
    const { data } = await show(
      {},
      [fits, ...others].map((one) => requestRecord(one)),
    );
    const dialog = await openDialog();
    const choice = dialog.getByRole('button', { name: /Activity that gets them/ });
    await expect.element(choice).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    const list = page.getByRole('listbox');
    await expect.element(list).toHaveTextContent('more than the €6,000.00 that are free');
    await expect.element(list).toHaveTextContent('It is a draft; only a request in review is given funds.');
    await expect.element(list).toHaveTextContent('It is paid from FY28 Q1');
    await expect
      .element(list.getByRole('option', { name: /Large summit/ }))
      .toHaveAttribute('aria-disabled', 'true');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog).toHaveTextContent('of which €4,000.00 go to the other activity');
    const leftOf = (part: RegExp): number => {
      const text = document.createRange();
      text.selectNodeContents(dialog.getByText(part).element());
      return text.getBoundingClientRect().left;
    };
    expect(leftOf(/^Conditions of/)).toBe(leftOf(/^Reason$/));
    expect(await axeProblems()).toEqual([]);
    await userEvent.click(dialog.getByRole('button', { name: 'Give €4,000.00' }));
    await expect.element(dialog).toHaveTextContent('Write the reason; it is kept with both activities.');
    await userEvent.fill(dialog.getByRole('textbox', { name: 'Reason' }), 'The venue is gone.');
    await userEvent.click(dialog.getByRole('button', { name: 'Give €4,000.00' }));
    await expect.element(dialog).not.toBeInTheDocument();
    const inspector = page.getByRole('complementary');
    await expect.element(inspector).toHaveTextContent('Its funds went to “Breakfast Munich”.');
    expect((await data.store.openIntents()).map(({ kind }) => kind)).toEqual([
      'fund-request.cancelled',
      'fund-request.approved',
    ]);
    expect(await data.store.get('fund-request', 'request-2')).toMatchObject({
      approval: { kind: 'approved' },
      fundsFrom: 'request-1',
    });
  });

  it('MDF-12 says what to do when the partner has nothing that could get them', async () => {
    await show({ approval: { kind: 'withdrawn', at, reason: 'Off.', cancelledBy: 'Dana' } }, []);
    const dialog = await openDialog();
    await expect.element(dialog).toHaveTextContent('has no request that is not decided yet');
    await expect.element(dialog.getByRole('button', { name: 'Give the funds' })).toBeDisabled();
  });

  it('MDF-12 says why nothing is free', async () => {
    await show({ decisionGivenUp: true }, [requestRecord(fits)]);
    const dialog = await openDialog();
    await expect.element(dialog).toHaveTextContent('Its decision was kept from Salesforce');
    await expect.element(dialog.getByRole('button', { name: 'Give the funds' })).toBeDisabled();
  });

  it('MDF-12 is not offered once they went to another one', async () => {
    const approval = {
      kind: 'withdrawn',
      at,
      reason: 'Off.',
      cancelledBy: 'Dana',
    };
    await show({ approval }, [
      requestRecord({ ...fits, approval: { kind: 'approved', at }, fundsFrom: 'request-1' }),
    ]);
    await expect.element(page.getByRole('complementary')).toHaveTextContent('Its funds went to');
    expect(page.getByRole('button', { name: 'More' }).elements()).toEqual([]);
  });

  it('MDF-12 gives what an earlier level agreed on, and says it before', async () => {
    const approvedAmount = { minor: 200_000, currency: 'EUR' };
    await show({}, [requestRecord({ ...fits, approval: inReview(2), approvedAmount })]);
    const dialog = await openDialog();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('listbox')).toHaveTextContent('Breakfast Munich · €2,000.00');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByRole('button', { name: 'Give €2,000.00' })).toBeVisible();
  });
});
