import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import { Instant } from '../../../shared/schema/values';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { seed } from './sync-desk';

const NOW = '2026-11-22T08:00:00.000Z';
let desk: RenderedDesk;

beforeEach(() => page.viewport(1280, 800));
afterEach(() => desk.close());

it('SY-82 shows a long line of the log in full, by keyboard', async () => {
  const text = `Salesforce refused “${'Roadshow '.repeat(30).trim()}”: the title is too long.`;
  desk = await renderDesk(
    <main style={{ height: '100%' }}>
      <SyncScreen />
    </main>,
    { now: NOW, hash: '#/sync?tab=log' },
  );
  await seed(desk.data, { log: [{ at: Instant.parse(NOW), level: 'error', text }] });
  await expect.element(page.getByRole('row', { name: /Roadshow/ })).toBeVisible();
  (page.getByRole('grid', { name: 'Sync log' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}{Enter}');
  const line = page.getByRole('complementary', { name: 'Problem' });
  await expect.element(line.getByText(text)).toBeVisible();
  expect(await axeProblems()).toEqual([]);
  await userEvent.click(line.getByRole('button', { name: /Close/ }));
  await expect.element(line).not.toBeInTheDocument();
  await expect.element(page.getByRole('grid', { name: 'Sync log' })).toHaveFocus();
});
