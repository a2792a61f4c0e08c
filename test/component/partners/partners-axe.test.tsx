import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { PartnersScreen } from '../../../renderer/features/partners/partners-screen';
import { SettingsScreen } from '../../../renderer/features/settings/settings-screen';
import { aPartner } from '../../support/records';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

const records = [
  { kind: 'partner' as const, record: aPartner() },
  {
    kind: 'partner' as const,
    record: aPartner({ id: 'partner-2', name: 'Österreichisch-Schweizerische Gesellschaft', track: 'Open' }),
  },
];

const accounts = new File(
  ['Account Name;Account ID;Region\nNordlicht Systems GmbH;;EMEA\n;0015g00000Ab101AAB;EMEA\n'],
  'accounts.csv',
);

/** The shell puts every screen into the page's main part. */
function inMain(screen: ReactNode): ReactNode {
  return <main style={{ height: '100%' }}>{screen}</main>;
}

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

describe.each(['light', 'dark'] as const)('accessible in the %s theme', (theme) => {
  it('[look] the directory with a profile, and the registration dialog', async () => {
    desk = await renderDesk(inMain(<PartnersScreen />), { records, theme, hash: '#/partners?id=partner-1' });
    await expect.element(page.getByRole('complementary', { name: /Nordlicht/ })).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: /^Register for a program/ }));
    await expect.element(page.getByRole('dialog')).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });

  it('[look] every step of an import', async () => {
    desk = await renderDesk(inMain(<PartnersScreen />), { theme, hash: '#/partners' });
    await userEvent.click(page.getByRole('button', { name: 'Import partner accounts' }));
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await userEvent.upload(
      page.getByRole('dialog').element().querySelector('input[type=file]') as HTMLElement,
      accounts,
    );
    const check = page.getByRole('button', { name: 'Check the rows' });
    await expect.element(check).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    await userEvent.click(check);
    await expect.element(page.getByRole('grid', { name: 'Rows of the file' })).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });

  it('[look] the settings', async () => {
    desk = await renderDesk(inMain(<SettingsScreen />), { theme, hash: '#/settings' });
    await expect.element(page.getByRole('textbox', { name: /^Name/ })).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });
});
