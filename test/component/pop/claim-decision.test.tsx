import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import type { Claim } from '../../../shared/schema/claim';
import { aClaim } from '../../support/records';
import { axeProblems } from '../support/axe';
import { type RenderDeskOptions, type RenderedDesk, renderDesk } from '../support/render-desk';
import { popRecords } from './pop-records';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

const at = '2026-11-15T09:00:00.000Z';

async function claimed(
  over: Partial<Record<keyof Claim, unknown>>,
  options: RenderDeskOptions = {},
): Promise<RenderedDesk> {
  await page.viewport(1440, 900);
  const record = aClaim({ receivedAt: at, ...over });
  desk = await renderDesk(<Shell screens={screens} />, {
    hash: '#/pop?id=request-1',
    records: [...popRecords(), { kind: 'claim', record }],
    ...options,
  });
  await expect.element(page.getByRole('heading', { name: 'POP review' })).toBeVisible();
  return desk;
}

const decision = () => page.getByLabelText('Decision on the claim');

describe('the checks of a claim', () => {
  it('POP-5 are told to a screen reader at the field of the invoice that they are about', async () => {
    const invoice = {
      number: 'R-1',
      date: '2026-11-16',
      total: null,
      currency: null,
      seller: null,
      buyer: null,
      source: 'typed',
    };
    await claimed({ invoice });
    for (const [name, said] of [
      ['Number', /^Passed .*The invoice has the number R-1\./],
      ['Total', /^Cannot be decided .*The total of the invoice is not known\./],
      ['Issued by', /Type the issuer from the document\.$/],
    ] as const)
      await expect
        .element(page.getByRole('textbox', { name, exact: true }))
        .toHaveAccessibleDescription(said);
    await expect
      .element(page.getByRole('group', { name: 'Date' }))
      .toHaveAccessibleDescription(/(Passed|Failed) .*Dated 16 Nov/);
  });
});

describe('the decision on a claim', () => {
  it.each(['light', 'dark'] as const)(
    'POP-5 shows whose the decision is where it is not the person’s (%s)',
    async (theme) => {
      await claimed({}, { theme, settings: { roles: ['cam'] } });
      const bar = decision();
      for (const name of ['Accept claim', 'Ask for changes', 'Reject'])
        await expect.element(bar.getByRole('button', { name })).toBeDisabled();
      await expect.element(bar.getByText(/Senior Partner Program Manager/)).toBeVisible();
      expect(await axeProblems()).toEqual([]);
    },
  );

  it.each(['light', 'dark'] as const)(
    'POP-7 closes what lapsed after a confirmation, and it leaves the list (%s)',
    async (theme) => {
      const { data } = await claimed(
        { stage: 'pending', receivedAt: null },
        { theme, now: '2027-02-22T08:00:00.000Z' },
      );
      await decision().getByRole('button', { name: 'Close as lapsed' }).click();
      const dialog = page.getByRole('dialog', { name: 'Close what lapsed' });
      const reason = dialog.getByRole('textbox', { name: 'Why it is closed' });
      await expect
        .element(reason)
        .toHaveValue(
          'No proof of performance was received by 17 Dec 2026, nor after the last notice, so the approved €600.00 are forfeited.',
        );
      expect(await axeProblems()).toEqual([]);
      await dialog.getByRole('button', { name: 'Close as lapsed' }).click();
      await expect
        .poll(async () => (await data.store.get('claim', 'claim-1'))?.decision.kind)
        .toBe('rejected');
      await expect
        .element(decision().getByRole('button', { name: 'Close as lapsed' }))
        .not.toBeInTheDocument();
    },
  );

  it('POP-4 shows whose the payment is where it is not the person’s', async () => {
    const accepted = { kind: 'accepted', at, by: 'Dana Weber' };
    await claimed(
      { stage: 'approved', decision: accepted, zipNumber: 'REQ-77', zipDate: '2026-11-20' },
      { settings: { roles: ['cam'] } },
    );
    const bar = decision();
    await expect.element(bar.getByRole('button', { name: 'Mark as paid' })).toBeDisabled();
    await expect.element(bar.getByText(/MDF Operations/)).toBeVisible();
  });

  it.each(['light', 'dark'] as const)(
    'POP-2 says that a label moved in GitLab decides nothing, and puts it back (%s)',
    async (theme) => {
      const { data } = await claimed({ stage: 'approved' }, { theme });
      const bar = decision();
      await expect.element(bar.getByText(/labelled “MDF::POP Approved”/)).toBeVisible();
      await expect.element(page.getByText('To settle').first()).toBeVisible();
      await expect.element(bar.getByRole('button', { name: 'Reject' })).toBeVisible();
      expect(await axeProblems()).toEqual([]);
      await bar.getByRole('button', { name: 'Put the label back' }).click();
      await expect
        .poll(async () => (await data.store.get('claim', 'claim-1'))?.stage)
        .toBe('approval-needed');
      await expect.element(bar.getByText(/labelled/)).not.toBeInTheDocument();
    },
  );
});
