import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import type { DraftedNotice } from '../../../shared/schema/fund-request';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { aClaim } from '../../support/records';
import { popRecords } from './pop-records';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

/** The first reminder of an activity that ended on 12 November is due. */
async function open(
  theme: 'light' | 'dark' = 'light',
  userName = 'Dana Weber',
  main = fakeMain({ 'mail.draft': () => ({ ok: true, value: undefined }) }),
): Promise<RenderedDesk> {
  await page.viewport(1440, 900);
  desk = await renderDesk(<Shell screens={screens} />, {
    hash: '#/pop?id=request-1',
    records: popRecords(),
    main,
    settings: { userName },
    theme,
  });
  await expect.element(page.getByRole('heading', { name: 'POP review' })).toBeVisible();
  return desk;
}

const draft = () => page.getByRole('button', { name: 'Draft the reminder' });
const listed = () => page.getByRole('list', { name: 'Notices to the partner' });

async function drafted(): Promise<void> {
  await draft().click();
  await page
    .getByRole('dialog', { name: 'Remind the partner' })
    .getByRole('button', { name: 'Open in mail program' })
    .click();
  await expect.element(listed()).toHaveTextContent(/Reminder of .* drafted by Dana Weber/);
}

async function kept({ data }: RenderedDesk): Promise<readonly DraftedNotice[]> {
  return (await data.store.get('fund-request', 'request-1'))?.notices ?? [];
}

describe('notices to the partner', () => {
  it('POP-7 records a notice when the mail program has it, and takes that back and does it again', async () => {
    const opened = await open();
    await drafted();
    await expect.element(draft()).not.toBeInTheDocument();
    await expect.poll(() => kept(opened)).toMatchObject([{ kind: 'reminder', on: '2026-11-13' }]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.element(draft()).toBeVisible();
    expect(await kept(opened)).toEqual([]);
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await expect.element(listed()).toBeVisible();
    expect(await kept(opened)).toHaveLength(1);
  });

  it('POP-7 says by nobody that it was drafted where nobody has said who she is', async () => {
    const opened = await open('light', '');
    await draft().click();
    await page.getByRole('button', { name: 'Open in mail program' }).click();
    await expect
      .element(listed())
      .toHaveTextContent(/^Reminder of 13 Nov 2026 drafted 22 Nov 2026, \d\d:\d\dNot sent$/);
    expect(await kept(opened)).toMatchObject([{ by: '' }]);
  });

  it('POP-7 drafts no notice whose proof came while the message was read', async () => {
    let drafts = 0;
    const main = fakeMain({
      'mail.draft': () => {
        drafts += 1;
        return { ok: true, value: undefined };
      },
    });
    const opened = await open('light', 'Dana Weber', main);
    await draft().click();
    const dialog = page.getByRole('dialog', { name: 'Remind the partner' });
    await expect.element(dialog).toBeVisible();
    const received = aClaim({ stage: 'approval-needed', receivedAt: '2026-11-21T09:00:00.000Z' });
    expect((await opened.data.store.commit({ puts: [{ kind: 'claim', record: received }] })).ok).toBe(true);
    await dialog.getByRole('button', { name: 'Open in mail program' }).click();
    await expect.element(dialog).toHaveTextContent('The partner has handed in the proof meanwhile');
    expect(drafts).toBe(0);
    expect(await kept(opened)).toEqual([]);
  });

  it('POP-7 leads to an address that is none', async () => {
    await open();
    await draft().click();
    const dialog = page.getByRole('dialog', { name: 'Remind the partner' });
    const to = dialog.getByRole('textbox', { name: 'To' });
    await userEvent.fill(to, 'nobody at all');
    await dialog.getByRole('button', { name: 'Open in mail program' }).click();
    await expect.element(to).toHaveFocus();
    await expect.element(to).toHaveAccessibleDescription(/is not an e-mail address/);
  });

  it('POP-7 records nothing when the message is put off', async () => {
    const opened = await open();
    await draft().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Not now' }).click();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await expect.element(draft()).toBeVisible();
    expect(await kept(opened)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'POP-7 takes back a notice that was not sent by keyboard, and knows it as it was after an undo (%s)',
    async (theme) => {
      const opened = await open(theme);
      await drafted();
      const before = await kept(opened);
      const notSent = listed().getByRole('button', { name: 'Not sent: Reminder of 13 Nov 2026' });
      expect(await axeProblems()).toEqual([]);
      (notSent.element() as HTMLElement).focus();
      await userEvent.keyboard('{Enter}');
      await expect.element(draft()).toBeVisible();
      await expect.element(listed()).not.toBeInTheDocument();
      expect(await kept(opened)).toEqual([]);
      opened.setNow('2026-11-23T08:00:00.000Z');
      await userEvent.keyboard('{Control>}z{/Control}');
      await expect.element(listed()).toBeVisible();
      expect(await kept(opened)).toEqual(before);
    },
  );
});
