import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import type { AnyRecord } from '../../../shared/schema/record';
import { aClaim, aDocument, aPartner, aRegistration } from '../../support/records';
import { popRecords } from '../pop/pop-records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk;

beforeEach(() => page.viewport(1440, 900));
afterEach(() => desk.close());

const at = '2026-11-15T09:00:00.000Z';

async function open(hash: string, records: readonly AnyRecord[]): Promise<RenderedDesk> {
  desk = await renderDesk(<Shell screens={screens} />, { hash, records });
  return desk;
}

/** Takes back the last step from where no text is written. */
async function takeBack(): Promise<void> {
  document.getElementById('content')?.focus();
  await userEvent.keyboard('{Control>}z{/Control}');
}

describe('a step that can never be taken back any more', () => {
  it('POP-6 stands in the way of none before it, once its claim is decided', async () => {
    const paper = (id: string, requestId: string): AnyRecord => ({
      kind: 'document',
      record: aDocument({ id, requestId, name: `${id}.pdf`, sha256: id.repeat(64) }),
    });
    const other = { id: 'claim-3', requestId: 'request-3', receivedAt: at };
    const { data } = await open('#/pop?id=request-1', [
      ...popRecords(),
      { kind: 'claim', record: aClaim({ receivedAt: at }) },
      { kind: 'claim', record: aClaim(other) },
      paper('a', 'request-1'),
      paper('c', 'request-3'),
    ]);
    const review = async (id: string) => (await data.store.get('document', id))?.review.kind;
    await expect.element(page.getByRole('heading', { level: 3, name: 'a.pdf' })).toBeVisible();
    await userEvent.keyboard('a');
    await expect.poll(() => review('a')).toBe('accepted');
    await page.getByRole('button', { name: /^Customer dinner/ }).click();
    await expect.element(page.getByRole('heading', { level: 3, name: 'c.pdf' })).toBeVisible();
    await userEvent.keyboard('a');
    await expect.poll(() => review('c')).toBe('accepted');
    const stored = await data.store.get('claim', 'claim-3');
    const decision = { kind: 'rejected', at, by: 'Kim', note: 'Too late.' };
    const record = aClaim({ ...stored, rev: (stored?.rev ?? 0) + 1, decision });
    await data.store.commit({ puts: [{ kind: 'claim', record }] });
    await takeBack();
    await expect.element(page.getByText(/The claim is already rejected/).first()).toBeVisible();
    await takeBack();
    await expect.poll(() => review('a')).toBe('unreviewed');
    expect(await review('c')).toBe('accepted');
  });

  it('PROG-2 stands in the way of none before it, once its registration was sent', async () => {
    const use = { campaign: 'devops', language: 'DE', assets: ['mini-books'], on: '2026-11-02', by: 'Dana' };
    const { data } = await open('#/partners?id=partner-1', [
      { kind: 'partner', record: aPartner({ campaignUses: [use] }) },
    ]);
    const uses = async () => (await data.store.get('partner', 'partner-1'))?.campaignUses;
    await page.getByRole('button', { name: /^Remove/ }).click();
    await expect.poll(uses).toEqual([]);
    await page.getByRole('button', { name: /^Register for a program/ }).click();
    await page.getByRole('button', { name: /\bProgram\b/ }).click();
    await page.getByRole('option', { name: 'Free trial, SaaS' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog.getByText('I agree that GitLab may share the data')).toBeVisible();
    for (const tick of dialog.getByRole('checkbox').elements()) (tick as HTMLElement).click();
    await dialog.getByRole('button', { name: 'Register', exact: true }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    const [made] = await data.store.list({ kind: 'registration' });
    if (made === undefined) throw new Error('nothing was registered');
    const salesforce = {
      remote: 'salesforce',
      object: 'Event',
      id: '00U000000000001AAA',
      stamp: null,
      url: null,
    };
    const record = aRegistration({ ...made, rev: made.rev + 1, salesforce });
    const stored = await data.store.commit({ puts: [{ kind: 'registration', record }] });
    expect(stored).toMatchObject({ ok: true });
    await takeBack();
    await expect.element(page.getByText(/so it cannot be taken back here/).first()).toBeVisible();
    await takeBack();
    await expect.poll(uses).toMatchObject([{ language: 'DE' }]);
  });
});
