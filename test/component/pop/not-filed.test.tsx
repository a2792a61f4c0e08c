import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import type { AnyRecord } from '../../../shared/schema/record';
import { aClaim, aDocument } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { popRecords } from './pop-records';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

async function show(hash: string, ...more: readonly AnyRecord[]): Promise<void> {
  const notFiled = aDocument({ name: 'people.csv', mediaType: 'text/csv', proof: null });
  desk = await renderDesk(<Shell screens={screens} />, {
    hash,
    width: 1440,
    records: [...popRecords(), { kind: 'document', record: notFiled }, ...more],
  });
}

const paid: AnyRecord = {
  kind: 'claim',
  record: aClaim({ stage: 'completed', decision: { kind: 'paid', at: '2026-11-20T09:00:00.000Z' } }),
};
const serves = () => page.getByRole('button', { name: /Serves as/ });

describe('a document that nobody filed', () => {
  it('POP-8 says in a list to open it, and once it is open only what to choose', async () => {
    await show('#/mdf?id=request-1');
    const list = page.getByRole('list', { name: 'Documents' });
    await expect.element(list).toHaveTextContent('Open it and choose what it is');
    await list.getByRole('button', { name: /people\.csv/ }).click();
    const dialog = page.getByRole('dialog', { name: 'people.csv' });
    await expect.element(dialog).toHaveTextContent('it may list people. Choose what it is');
    await expect.element(dialog).not.toHaveTextContent('Open it and');
  });

  it('POP-8 says beside its review only what to choose', async () => {
    await show('#/pop?id=request-1');
    await expect
      .element(page.getByText(/it may list people/))
      .toHaveTextContent('it may list people. Choose what it is');
  });

  it.each(['#/mdf?id=request-1', '#/pop?id=request-1'])(
    'POP-8 asks for no choice that is refused once the claim is decided (%s)',
    async (hash) => {
      await show(hash, paid);
      await expect
        .element(page.getByText(/it may list people/))
        .toHaveTextContent('nobody said what it is before the claim was decided');
      if (hash.startsWith('#/mdf')) await page.getByRole('button', { name: /people\.csv/ }).click();
      await expect.element(serves()).toBeDisabled();
    },
  );
});
