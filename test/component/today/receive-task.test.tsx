import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { aDocument } from '../../support/records';
import { popRecords } from '../pop/pop-records';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

it('POP-1 points to what is handed in and not counted as received, with its deadline, and opens it', async () => {
  const createdAt = '2026-11-20T09:00:00.000Z';
  desk = await renderDesk(<Shell screens={screens} />, {
    hash: '#/today',
    records: [
      ...popRecords({ start: '2026-12-02', end: '2026-12-04' }),
      { kind: 'document', record: aDocument({ proof: 'agenda', name: 'agenda.pdf', createdAt }) },
    ],
    now: '2026-12-10T09:00:00.000Z',
  });
  const task = page.getByRole('row', { name: /DevSecOps roadshow Hamburg/ });
  await expect.element(task).toHaveTextContent(/Count as received/);
  await expect.element(task).toHaveTextContent(/8 Jan/);
  expect(await axeProblems()).toEqual([]);
  await userEvent.click(page.getByText('DevSecOps roadshow Hamburg'));
  await expect.element(page.getByRole('button', { name: 'Count as received' })).toBeVisible();
});
