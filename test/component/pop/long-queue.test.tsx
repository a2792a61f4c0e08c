import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import type { AnyRecord } from '../../../shared/schema/record';
import { aFundRequest, aPartner } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

function approvedRequests(count: number): readonly AnyRecord[] {
  return [
    { kind: 'partner', record: aPartner() },
    ...Array.from(
      { length: count },
      (_, at): AnyRecord => ({
        kind: 'fund-request',
        record: aFundRequest({
          id: `request-${at}`,
          title: `Roadshow ${String(at).padStart(5, '0')}`,
          portalNumber: `MDF-${20_000 + at}`,
          approval: { kind: 'approved', at: '2026-09-20T09:00:00.000Z' },
          start: '2026-11-02',
          end: '2026-11-12',
        }),
      }),
    ),
  ];
}

async function open(count: number, hash: string): Promise<RenderedDesk> {
  desk = await renderDesk(<Shell screens={screens} />, { hash, records: approvedRequests(count) });
  // Reading them may take long on a busy machine; how long is not what is tested.
  await expect.element(queue(), { timeout: 30_000 }).toBeVisible();
  return desk;
}

const queue = () => page.getByRole('list', { name: 'Claims' });
const rows = () => queue().element().querySelectorAll('li').length;

describe('a long queue of claims', () => {
  it('[speed] draws 10,000 claims with few nodes, and finds one by typing', async () => {
    const { container } = await open(10_000, '#/pop');
    expect(container.querySelectorAll('*').length).toBeLessThan(3000);
    await page.getByRole('searchbox', { name: 'Search claims' }).fill('MDF-28765');
    await expect.poll(rows).toBe(1);
    await expect.element(queue().getByText('Roadshow 08765')).toBeVisible();
  });

  it('[look] shows the claim that is open, however far down it is', async () => {
    await open(260, '#/pop?id=request-230');
    await expect.element(queue().getByRole('button', { name: /Roadshow 00230/ })).toBeVisible();
    expect(queue().element().querySelector('[aria-current="true"]')?.textContent).toContain('Roadshow 00230');
  });

  it('[keys] goes on with the first of the claims that are shown in addition', async () => {
    await open(260, '#/pop');
    const first = queue()
      .getByRole('button', { name: /Roadshow 00000/ })
      .element() as HTMLElement;
    first.focus();
    await userEvent.keyboard('{End}');
    await expect.element(queue().getByRole('button', { name: /^Show more of 160/ })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(queue().getByRole('button', { name: /Roadshow 00100/ })).toHaveFocus();
    await expect.element(queue().getByRole('button', { name: /^Show more of 60/ })).toBeVisible();
  });
});
