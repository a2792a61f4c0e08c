import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Shell } from '../../../renderer/app/shell';
import { screens } from '../../../renderer/app/routes';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { type RenderDeskOptions, type RenderedDesk, renderDesk } from '../support/render-desk';
import {
  budgetRecord,
  claimRecord,
  inReview,
  partnerRecord,
  requestRecord,
  SAMPLE_NOW,
  sampleDesk,
} from './sample-desk';

let desk: RenderedDesk | null = null;

async function show(options: RenderDeskOptions): Promise<RenderedDesk> {
  desk = await renderDesk(<Shell screens={screens} />, { now: SAMPLE_NOW, hash: '#/mdf', ...options });
  return desk;
}

const grid = () => page.getByRole('grid', { name: 'Fund requests' });
const rowCount = () => Number(grid().element().getAttribute('aria-rowcount')) - 1;

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

describe('the MDF screen', () => {
  it('[look] says what to do while there is nothing', async () => {
    await show({});
    await expect.element(page.getByText('No fund requests yet')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Import requests' }));
    await expect.element(page.getByRole('dialog', { name: 'Import fund requests' })).toBeVisible();
  });

  it.each([
    ['not approved yet', { kind: 'draft' }],
    ['not approved yet', inReview(1)],
    ['not approved', { kind: 'declined', at: SAMPLE_NOW, by: 'Ana', level: 1, reason: 'Too late.' }],
  ])('MDF-4 says %s where there is no approved amount (%o)', async (words, approval) => {
    await show({ records: [partnerRecord(), requestRecord({ approval, approvedAmount: null })] });
    const dash = grid().getByRole('img', { name: words, exact: true });
    await expect.element(dash).toHaveTextContent('–');
    await expect.element(dash).toHaveAttribute('title', words);
  });

  it('[keys] opens the import that another screen asks for, once', async () => {
    await show({ hash: '#/mdf?import=1' });
    const wizard = page.getByRole('dialog', { name: 'Import fund requests' });
    await expect.element(wizard).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(wizard).not.toBeInTheDocument();
    expect(window.location.hash).toBe('#/mdf');
  });

  it('[speed] draws 10,000 requests with few nodes, and finds one by typing', async () => {
    const { container } = await show({ records: sampleDesk(10_000) });
    // Reading them may take long on a busy machine; how long is not what is tested.
    await expect.element(grid(), { timeout: 20_000 }).toBeVisible();
    expect(rowCount()).toBe(10_000);
    expect(container.querySelectorAll('[data-row]').length).toBeLessThan(50);
    expect(container.querySelectorAll('*').length).toBeLessThan(2500);
    await userEvent.keyboard('/');
    await userEvent.keyboard('mdf-15399 munich');
    await expect.poll(rowCount).toBeLessThan(2);
    await userEvent.keyboard('{Escape}');
    await expect.poll(rowCount).toBe(10_000);
  });

  it('[keys] goes from the search on to what was found, and opens it', async () => {
    await show({ records: sampleDesk(60) });
    await expect.element(grid()).toBeVisible();
    await userEvent.keyboard('/');
    await userEvent.keyboard('mdf-10420');
    await expect.poll(rowCount).toBe(1);
    await userEvent.keyboard('{Enter}');
    await expect.element(grid()).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.element(page.getByRole('complementary', { name: /./ })).toBeVisible();
  });

  it('[look] filters by what waits for the person, says when nothing matches, and lets go', async () => {
    await show({ records: sampleDesk(60) });
    await expect.element(grid()).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Filter', exact: true }));
    await userEvent.click(page.getByRole('menuitem', { name: 'for me' }));
    await expect.poll(rowCount).toBe(10);
    expect(window.location.hash).toContain('mine=me');
    await userEvent.fill(page.getByRole('searchbox', { name: 'Search requests' }), 'zzz');
    await expect.element(page.getByText('No requests match')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Clear filter and search' }));
    await expect.poll(rowCount).toBe(60);
  });

  it('MDF-9 shows what is due when for drafts too, and what has no deadline last in both directions', async () => {
    const approval = { kind: 'approved', at: SAMPLE_NOW };
    await show({
      records: [
        partnerRecord(),
        claimRecord(),
        requestRecord({ title: 'Proof has come', approval, start: '2026-11-05', end: '2026-11-05' }),
        requestRecord({ id: 'request-2', title: 'A draft' }),
        requestRecord({ id: 'request-3', title: 'In review', approval: inReview(1) }),
      ],
    });
    const titles = () =>
      page
        .getByRole('row', { name: /Proof has come|A draft|In review/ })
        .elements()
        .map((row) => /Proof has come|A draft|In review/.exec(row.textContent)?.[0]);
    await expect.element(page.getByRole('row', { name: /A draft/ })).toHaveTextContent(/due in .* · 30 Dec/);
    await expect.poll(titles).toEqual(['In review', 'A draft', 'Proof has come']);
    await userEvent.click(page.getByRole('button', { name: /^Deadline/ }).first());
    await expect.poll(titles).toEqual(['A draft', 'In review', 'Proof has come']);
  });

  it('[look] says of which quarters the list is, and narrows it to the quarter of the app', async () => {
    await show({
      records: [
        partnerRecord(),
        requestRecord(),
        requestRecord({ id: 'request-2', title: 'Of the next quarter', quarter: 'FY28-Q1' }),
      ],
    });
    await expect.element(page.getByText('Requests of all quarters')).toBeVisible();
    expect(rowCount()).toBe(2);
    await userEvent.click(page.getByRole('button', { name: 'Show only FY27 Q4' }));
    await expect.element(page.getByText('Requests of FY27 Q4')).toBeVisible();
    await expect.poll(rowCount).toBe(1);
    await userEvent.click(page.getByRole('button', { name: 'Show all quarters' }));
    await expect.poll(rowCount).toBe(2);
  });

  it('[look] filters by partner from an address, as other screens link to it', async () => {
    await show({ records: sampleDesk(60), hash: '#/mdf?partner=partner-2&status=approved|draft' });
    await expect.element(grid()).toBeVisible();
    expect(rowCount()).toBe(4);
    await expect.element(page.getByRole('button', { name: 'Contoso' })).toBeVisible();
  });

  it('[keyboard] opens, moves on, closes and comes back to the list by keys alone', async () => {
    await show({ records: sampleDesk(30) });
    await expect.element(grid()).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    const inspector = page.getByRole('complementary').last();
    await expect.element(inspector).toBeVisible();
    const first = window.location.hash;
    await userEvent.keyboard('j');
    await expect.poll(() => window.location.hash).not.toBe(first);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => window.location.hash).toBe('#/mdf');
    await expect.element(grid()).toHaveFocus();
  });

  it('MDF-8 shows the funds of the quarter by currency, and that more was approved than there is', async () => {
    await show({
      records: [
        partnerRecord(),
        budgetRecord(500_000),
        requestRecord({
          approval: { kind: 'approved', at: SAMPLE_NOW },
          approvedAmount: { minor: 600_000, currency: 'EUR' },
        }),
        requestRecord({
          id: 'request-2',
          currency: 'USD',
          totalCost: { minor: 400_000, currency: 'USD' },
          requested: { minor: 200_000, currency: 'USD' },
          approval: inReview(1),
        }),
      ],
    });
    const table = page.getByRole('table', { name: 'Funds of FY27 Q4' });
    await expect.element(table.getByRole('row', { name: /^EUR/ })).toHaveTextContent('-€1,000.00');
    await expect.element(table.getByRole('row', { name: /^EUR/ })).toHaveTextContent('Over-allocated');
    await expect.element(table.getByRole('row', { name: /^USD/ })).toHaveTextContent('No budget known');
    // What is left of a budget that nobody knows is not a negative amount.
    await expect.element(table.getByRole('row', { name: /^USD/ })).not.toHaveTextContent('-$');
  });

  it('MDF-8 keeps what is left in view beside an open request in a small window', async () => {
    await show({
      records: [partnerRecord(), budgetRecord(50_000_000), requestRecord()],
      hash: '#/mdf?id=request-1',
    });
    await page.viewport(900, 800);
    const strip = page.getByRole('region', { name: 'Funds' });
    await expect.element(strip.getByRole('columnheader', { name: 'Remaining' })).toBeVisible();
    await expect.element(strip.getByText('Claimed')).not.toBeVisible();
    const { scrollWidth, clientWidth } = strip.element();
    expect(scrollWidth).toBe(clientWidth);
    await page.viewport(1440, 800);
    await expect.element(strip.getByText('Claimed')).toBeVisible();
  });

  it('MDF-3 exports what is listed with every column, and makes formulas text', async () => {
    const saved: { suggestedName: string; bytes: Uint8Array }[] = [];
    const main = fakeMain({
      'file.save': (input) => {
        saved.push(input);
        return { ok: true, value: { path: '/home/dana/mdf-report.csv' } };
      },
    });
    await show({
      main,
      records: [
        partnerRecord(),
        requestRecord({ title: '=HYPERLINK("x")', approval: inReview(2) }),
        requestRecord({ id: 'request-2', title: 'Café "Zürich", 東京' }),
      ],
    });
    await userEvent.click(page.getByRole('button', { name: 'Export', exact: true }));
    await expect.element(page.getByText('2 requests saved to /home/dana/mdf-report.csv')).toBeVisible();
    expect(saved[0]?.suggestedName).toBe('mdf-report.csv');
    const bytes = saved[0]?.bytes ?? new Uint8Array();
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    const titles = lines[0]?.split(',') ?? [];
    expect(titles.slice(0, 4)).toEqual(['Number', 'Activity', 'Partner', 'Partner CRM id']);
    expect(titles).toHaveLength(33);
    expect(lines[1]).toContain(`"'=HYPERLINK(""x"")"`);
    expect(lines[1]).toContain('12000.00,6000.00');
    expect(lines[1]).toContain('Level 2 of 3,2,Senior Partner Program Manager');
    expect(lines[2]).toContain('"Café ""Zürich"", 東京"');
  });

  it('[errors] says why a report was not saved', async () => {
    const main = fakeMain({
      'file.save': () => ({ ok: false, error: { message: 'The disk is full.', fix: 'Make room.' } }),
    });
    await show({ main, records: sampleDesk(5) });
    await userEvent.click(page.getByRole('button', { name: 'Export', exact: true }));
    await expect.element(page.getByRole('alert')).toHaveTextContent('The disk is full. Make room.');
  });

  it.each(['light', 'dark'] as const)('[look] is clean for axe in the %s theme', async (theme) => {
    await show({ theme, records: sampleDesk(40), hash: '#/mdf?id=request-8' });
    await expect.element(page.getByRole('button', { name: 'Approve A' })).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Approve A' }));
    await expect.element(page.getByRole('dialog')).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await userEvent.keyboard('n');
    await expect.element(page.getByRole('dialog', { name: 'New fund request' })).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });
});
