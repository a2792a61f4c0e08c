import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Shell } from '../../../renderer/app/shell';
import { screens } from '../../../renderer/app/routes';
import type { HeldRow } from '../../../shared/schema/held-row';
import { Instant } from '../../../shared/schema/values';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { type RenderDeskOptions, type RenderedDesk, renderDesk } from '../support/render-desk';
import {
  claimRecord,
  inReview,
  partnerRecord,
  requestRecord,
  SAMPLE_NOW,
  sampleDesk,
} from '../mdf/sample-desk';

let desk: RenderedDesk | null = null;

async function show(options: RenderDeskOptions): Promise<RenderedDesk> {
  desk = await renderDesk(<Shell screens={screens} />, { now: SAMPLE_NOW, hash: '#/today', ...options });
  return desk;
}

const approved = {
  approval: { kind: 'approved', at: SAMPLE_NOW },
  approvedAmount: { minor: 600_000, currency: 'EUR' },
};
const row = (name: RegExp) => page.getByRole('row', { name });

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  // The quarter that is shown is remembered.
  localStorage.clear();
  await desk?.close();
  desk = null;
});

describe('the Today screen', () => {
  it('[look] says what to do first on an empty desk', async () => {
    await show({});
    await expect.element(page.getByText('Your desk is empty')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'New request' }));
    await expect.element(page.getByRole('dialog', { name: 'New fund request' })).toBeVisible();
    expect(window.location.hash).toContain('#/mdf');
  });

  it.each(['light', 'dark'] as const)(
    '[look] asks once who works here and for which regions, without standing in the way (%s)',
    async (theme) => {
      const { data } = await show({ theme, settings: { userName: '' } });
      const card = page.getByRole('region', { name: 'Who works at this desk?' });
      await expect.element(page.getByText('Your desk is empty')).toBeVisible();
      expect(await axeProblems()).toEqual([]);
      await userEvent.click(card.getByRole('button', { name: 'Save' }));
      await expect.element(card).toHaveTextContent('Write your name, or leave this for later.');
      await expect.element(card.getByRole('textbox', { name: 'Your name' })).toHaveFocus();
      await userEvent.fill(card.getByRole('textbox', { name: 'Your name' }), ' Kim Berg ');
      await userEvent.click(card.getByText('EMEA'));
      await userEvent.click(card.getByRole('button', { name: 'Save' }));
      await expect.element(card).not.toBeInTheDocument();
      expect(await data.store.settings()).toMatchObject({ userName: 'Kim Berg', regions: ['EMEA'] });
    },
  );

  it('[look] leaves the question who works here for later when told to', async () => {
    await show({ settings: { userName: '' }, records: [partnerRecord()] });
    await userEvent.click(page.getByRole('button', { name: 'Not now' }));
    await expect.element(page.getByText('Who works at this desk?')).not.toBeInTheDocument();
  });

  it('[look] says neither what is due nor how it is connected before that is known', async () => {
    const { container, syncStatus } = await show({ records: [partnerRecord()] });
    expect(container.textContent).not.toMatch(/nothing due|Nothing waits for you|Not connected/);
    expect(container.textContent).toContain('Starting');
    await expect.element(page.getByText('· nothing due')).toBeVisible();
    syncStatus.getState().report({ state: 'not-connected' });
    await expect.element(page.getByText('Not connected')).toBeVisible();
  });

  it('MDF-4 lists what is at the level of the person by its clock, and opens it', async () => {
    await show({
      records: [
        partnerRecord(),
        requestRecord({ title: 'Mine, late', approval: inReview(1, '2026-11-16T09:00:00.000Z') }),
        requestRecord({
          id: 'request-2',
          title: 'Mine, today',
          approval: inReview(1, '2026-11-19T09:00:00.000Z'),
        }),
        requestRecord({ id: 'request-3', title: 'Of somebody else', approval: inReview(2) }),
      ],
    });
    await expect.element(row(/Mine, late/)).toHaveTextContent('3 business days overdue');
    await expect.element(row(/Mine, today/)).toHaveTextContent('due today');
    await expect.element(page.getByText('Of somebody else')).not.toBeInTheDocument();
    await expect.element(row(/^Overdue/)).toBeVisible();
    await userEvent.click(page.getByText('Mine, late'));
    await expect.element(page.getByRole('complementary', { name: 'Mine, late' })).toBeVisible();
  });

  it('MDF-4 does not bury what is due under what was overdue when it was imported', async () => {
    const old = (id: string, month: string) =>
      requestRecord({ id, title: `Old ${month}`, approval: inReview(1, `2026-${month}-03T09:00:00.000Z`) });
    await show({
      records: [
        partnerRecord(),
        old('request-7', '03'),
        old('request-8', '04'),
        requestRecord({ title: 'Mine, late', approval: inReview(1, '2026-11-16T09:00:00.000Z') }),
        requestRecord({ id: 'request-2', title: 'A draft' }),
      ],
    });
    const group = row(/^Overdue on arrival/);
    await expect
      .element(group)
      .toHaveTextContent('Overdue on arrival2Their time was up before they came to this desk');
    await expect.element(page.getByText('· 1 due · 2 overdue on arrival')).toBeVisible();
    const tops = ['Mine, late', 'A draft', 'Overdue on arrival', 'Old 04', 'Old 03'].map(
      (name) => row(new RegExp(name)).element().getBoundingClientRect().top,
    );
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  });

  it('[look] keeps what is to do and the names of partners readable in a narrow window', async () => {
    const { container } = await show({
      width: 900,
      records: [
        partnerRecord({ name: 'Juniper Solutions “One”' }),
        requestRecord({ approval: inReview(1, '2026-11-16T09:00:00.000Z') }),
        requestRecord({ id: 'request-2', approval: inReview(1, '2026-11-17T09:00:00.000Z') }),
        requestRecord({ id: 'request-3', ...approved, start: '2026-11-05', end: '2026-11-05' }),
      ],
    });
    await page.viewport(900, 800);
    await expect.element(row(/2 business days overdue/)).toBeVisible();
    // The first row has the cursor and shows all of itself.
    const cells = [...container.querySelectorAll('[data-row="decide-request-2"] [data-content]')];
    const who = cells.find(({ textContent }) => textContent === 'Juniper Solutions “One”');
    expect(who?.clientWidth).toBeGreaterThan(0);
    expect(who?.scrollWidth).toBeLessThanOrEqual(who?.clientWidth ?? 0);
    const todo = [...container.querySelectorAll('[data-content]')].find(
      ({ textContent }) => textContent === 'Remind of the proof',
    );
    expect(todo).toBeDefined();
    for (const part of [todo, ...(todo?.querySelectorAll('*') ?? [])]) {
      expect(part?.scrollWidth).toBeLessThanOrEqual(part?.clientWidth ?? 0);
    }
    const deadline = cells.find(({ textContent }) => textContent?.includes('overdue'));
    const grid = container.querySelector('[role=grid]')?.getBoundingClientRect();
    expect(deadline?.getBoundingClientRect().right).toBeLessThanOrEqual(grid?.right ?? 0);
  });

  it('MDF-4 says what a draft needs before it can be submitted, by the rules of its form', async () => {
    await show({
      records: [
        partnerRecord(),
        requestRecord({ title: 'Complete' }),
        requestRecord({ id: 'request-2', title: 'No motion', gtmMotion: null }),
        requestRecord({
          id: 'request-3',
          title: 'Too late',
          gtmMotion: null,
          start: '2026-11-26',
          end: '2026-11-26',
        }),
      ],
    });
    await expect.element(row(/Complete/)).toHaveTextContent('Submit the draft');
    await expect.element(row(/No motion/)).toHaveTextContent('Fix first: no GTM motion');
    await expect.element(row(/Too late/)).toHaveTextContent('Fix first: no GTM motion and 1 more');
    // In words that a keyboard, a finger and a screen reader reach, not in a tooltip.
    await expect
      .element(row(/Too late/))
      .toHaveTextContent(/10 business days before the start on 26 Nov 2026/);
  });

  it('MDF-10 leaves out the regions of others', async () => {
    await show({
      settings: { regions: ['APAC'] },
      records: [
        partnerRecord(),
        requestRecord({ title: 'In Europe', approval: inReview(1) }),
        requestRecord({ id: 'request-2', title: 'In Asia', region: 'APAC', approval: inReview(1) }),
      ],
    });
    await expect.element(row(/In Asia/)).toBeVisible();
    await expect.element(page.getByText('In Europe')).not.toBeInTheDocument();
  });

  it('POP-7 offers the reminder of proof that is awaited, as a message to the partner', async () => {
    const main = fakeMain({ 'mail.draft': () => ({ ok: true, value: undefined }) });
    await show({
      main,
      records: [partnerRecord(), requestRecord({ ...approved, start: '2026-11-05', end: '2026-11-05' })],
    });
    await expect.element(row(/roadshow/)).toHaveTextContent('Remind of the proof');
    await userEvent.click(page.getByRole('button', { name: /Draft a reminder/ }));
    const mail = page.getByRole('dialog', { name: 'Remind the partner' });
    await userEvent.click(mail.getByRole('button', { name: 'Open in mail program' }));
    await expect.poll(() => main.calls.some(({ channel }) => channel === 'mail.draft')).toBe(true);
    expect(main.calls.find(({ channel }) => channel === 'mail.draft')?.input).toMatchObject({
      to: ['marketing@nordlicht.example'],
      cc: ['carla@vendor.example'],
    });
    await expect.element(row(/roadshow/)).toHaveTextContent('Await the proof');
    await expect.element(page.getByRole('button', { name: /Draft a reminder/ })).not.toBeInTheDocument();
    await userEvent.click(page.getByRole('button', { name: 'Undo' }));
    await expect.element(row(/roadshow/)).toHaveTextContent('Remind of the proof');
  });

  it('POP-1 lists proof that has come for review, and counts what lapsed', async () => {
    await show({
      records: [
        partnerRecord(),
        requestRecord({ ...approved, start: '2026-11-05', end: '2026-11-05' }),
        claimRecord(),
        requestRecord({
          ...approved,
          id: 'request-2',
          title: 'Long ago',
          start: '2026-03-05',
          end: '2026-03-05',
        }),
      ],
    });
    await expect.element(row(/roadshow/)).toHaveTextContent('Review the proof');
    await expect.element(row(/1 approved request lapsed/)).toBeVisible();
  });

  it('POP-4 lists accepted claims until they are paid, first for the requisition', async () => {
    const accepted = { kind: 'accepted', at: SAMPLE_NOW, by: 'Dana Weber' };
    const past = { ...approved, start: '2026-11-05', end: '2026-11-05' };
    await show({
      records: [
        partnerRecord(),
        requestRecord({ ...past, title: 'No requisition yet' }),
        claimRecord({
          stage: 'approved',
          decision: accepted,
          reimbursement: { minor: 123_400, currency: 'EUR' },
        }),
        requestRecord({ ...past, id: 'request-2', title: 'Requisition open' }),
        claimRecord({
          id: 'claim-2',
          requestId: 'request-2',
          stage: 'approved',
          decision: accepted,
          zipNumber: 'ZIP-7',
        }),
        requestRecord({ ...past, id: 'request-3', title: 'Paid already' }),
        claimRecord({
          id: 'claim-3',
          requestId: 'request-3',
          stage: 'completed',
          decision: { kind: 'paid', at: SAMPLE_NOW },
        }),
      ],
    });
    await expect.element(row(/No requisition yet/)).toHaveTextContent('Record the requisition');
    await expect.element(row(/No requisition yet/)).toHaveTextContent('1,234.00');
    await expect.element(row(/Requisition open/)).toHaveTextContent('Mark as paid when it is');
    await expect.element(page.getByText('Paid already')).not.toBeInTheDocument();
    await userEvent.click(page.getByText('No requisition yet'));
    await expect.element(page.getByRole('button', { name: 'Record requisition' })).toBeVisible();
  });

  it('PLAN-1 lists the steps of the planning phase that runs', async () => {
    await show({ records: [partnerRecord()] });
    await expect.element(row(/Plan FY28 Q1/).first()).toBeVisible();
  });

  it('PLAN-1 opens the steps of the quarter that is planned, to tick them', async () => {
    await show({ records: [partnerRecord()] });
    await userEvent.dblClick(row(/Plan FY28 Q1/).first());
    await expect.element(page.getByText('Plan of FY28 Q1')).toBeVisible();
    await expect.element(page.getByRole('checkbox', { name: /Design the campaigns/ })).toBeInTheDocument();
  });

  it('[imports] opens the rows that an import held back', async () => {
    const { data } = await show({ records: [partnerRecord()] });
    const held: HeldRow = {
      id: 'held-1',
      importId: 'import-1',
      file: 'partners.csv',
      target: 'partners',
      row: 7,
      cells: { Name: '' },
      problems: [{ column: 'Name', message: 'It is empty.', fix: 'Write the name.' }],
      at: Instant.parse(SAMPLE_NOW),
    };
    await data.store.commit({ heldRows: [held] });
    await userEvent.click(page.getByText('1 row of partners.csv could not be imported'));
    await expect.element(page.getByRole('dialog', { name: 'Rows to fix' })).toBeVisible();
  });

  it('[speed] stays small in the page with 10,000 requests', async () => {
    const { container } = await show({ records: sampleDesk(10_000) });
    // Reading them may take long on a busy machine; how long is not what is tested.
    await expect
      .element(page.getByRole('grid', { name: 'What waits for you' }), { timeout: 20_000 })
      .toBeVisible();
    expect(container.querySelectorAll('[data-row]').length).toBeLessThan(50);
    await userEvent.keyboard('{End}');
    await expect.poll(() => container.querySelector('[role=grid]')?.scrollTop).toBeGreaterThan(10_000);
  });

  it.each(['light', 'dark'] as const)('[look] is clean for axe in the %s theme', async (theme) => {
    await show({ theme, records: sampleDesk(30) });
    await expect.element(page.getByRole('grid', { name: 'What waits for you' })).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    '[look] is clean for axe on an empty desk in the %s theme',
    async (theme) => {
      await show({ theme });
      await expect.element(page.getByText('Your desk is empty')).toBeVisible();
      expect(await axeProblems()).toEqual([]);
    },
  );
});
