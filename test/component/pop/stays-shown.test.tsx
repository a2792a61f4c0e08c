import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import type { AnyRecord } from '../../../shared/schema/record';
import { aClaim, aDocument, aFundRequest } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { popRecords } from './pop-records';

let desk: RenderedDesk | null = null;

beforeEach(() => page.viewport(1440, 900));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

const receivedAt = '2026-11-15T09:00:00.000Z';
const claim: AnyRecord = { kind: 'claim', record: aClaim({ receivedAt }) };

/** The screen as it is gone to by its letter: no claim is named, so that the first one is shown. */
async function open(more: readonly AnyRecord[]): Promise<RenderedDesk> {
  desk = await renderDesk(<Shell screens={screens} />, {
    hash: '#/pop',
    records: [...popRecords(), ...more],
  });
  await expect.element(heading(/DevSecOps roadshow Hamburg/)).toBeVisible();
  return desk;
}

const heading = (name: RegExp) => page.getByRole('heading', { level: 2, name });

const paper = (id: string, createdAt: string): AnyRecord => ({
  kind: 'document',
  record: aDocument({ id, name: `${id}.pdf`, proof: 'agenda', createdAt, sha256: id[0]?.repeat(64) }),
});

describe('the claim that is shown without having been chosen', () => {
  it('POP-6 stays shown with the message to the partner after changes were asked for', async () => {
    await open([claim]);
    await userEvent.keyboard('{Shift>}r{/Shift}');
    await page.getByRole('textbox', { name: 'What the partner has to change' }).fill('No lead list.');
    await page.getByRole('dialog').getByRole('button', { name: 'Ask for changes' }).click();
    await expect.element(page.getByRole('dialog', { name: 'Tell the partner what is needed' })).toBeVisible();
    await expect.element(heading(/DevSecOps roadshow Hamburg/)).toBeInTheDocument();
  });

  it('G4 stays shown with what is typed about it when a sync brings one that is due before it', async () => {
    const { data } = await open([claim]);
    await page.getByRole('button', { name: 'Reject' }).click();
    const why = page.getByRole('textbox', { name: 'Why it is rejected' });
    await why.fill('Another year.');
    const approval = { kind: 'approved', at: '2026-09-20T09:00:00.000Z' };
    await data.store.commit({
      puts: [
        {
          kind: 'fund-request',
          record: aFundRequest({
            id: 'request-9',
            title: 'Earlier',
            approval,
            start: '2026-10-20',
            end: '2026-10-22',
          }),
        },
        { kind: 'claim', record: aClaim({ id: 'claim-9', requestId: 'request-9', receivedAt }) },
      ],
    });
    await expect.element(page.getByText('To review 2')).toBeInTheDocument();
    await expect.element(why).toHaveValue('Another year.');
  });
});

describe('the document that is shown without having been chosen', () => {
  it('POP-6 stays shown when it is filed on another line', async () => {
    const { data } = await open([
      claim,
      paper('a', '2026-11-13T09:00:00.000Z'),
      paper('b', '2026-11-14T09:00:00.000Z'),
    ]);
    await expect.element(page.getByRole('heading', { level: 3, name: 'a.pdf' })).toBeVisible();
    await page.getByRole('button', { name: /Serves as/ }).click();
    await page.getByRole('option', { name: 'Other document' }).click();
    await expect.poll(async () => (await data.store.get('document', 'a'))?.proof).toBe('other');
    await expect.element(page.getByText('2 of 2')).toBeVisible();
    await expect.element(page.getByRole('heading', { level: 3, name: 'a.pdf' })).toBeVisible();
  });
});
