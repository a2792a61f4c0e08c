import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { TableView } from '../../../renderer/widgets/documents/table-view';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

it('POP-6 shows every cell of a file, also where its first line has fewer than those below', async () => {
  const report = 'Report,Placements\nCampaign,Site,Impressions,Clicks\nSummit,news.example,12000,340\n';
  const bytes = new TextEncoder().encode(report);
  desk = await renderDesk(<TableView bytes={bytes} isLeadList={false} actions={null} />);
  await expect.element(page.getByRole('cell', { name: 'news.example' })).toBeVisible();
  await expect.element(page.getByRole('cell', { name: '340' })).toBeVisible();
  expect(page.getByRole('columnheader').elements()).toHaveLength(1 + 4);
});
