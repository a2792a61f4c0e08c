import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { PlannerScreen } from '../../../renderer/features/planner/planner-screen';
import { useUndo } from '../../../renderer/widgets/undo';
import type { AnyRecord } from '../../../shared/schema/record';
import type { PlanItem } from '../../../shared/schema/plan';
import { PlainDate } from '../../../shared/schema/values';
import { aFundRequest, aPartner } from '../../support/records';
import { type FakeMain, fakeMain } from '../support/fake-main';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { plainPdf } from '../pop/sample-files';
import { aPlanItem, manyRecords, planRecords } from './plan-samples';

let desk: RenderedDesk;
afterEach(() => desk.close());

function Steps() {
  const undo = useUndo();
  return (
    <>
      <button type="button" onClick={() => void undo.getState().undo()}>
        Take back
      </button>
      <button type="button" onClick={() => void undo.getState().redo()}>
        Do again
      </button>
    </>
  );
}

async function show(
  records: readonly AnyRecord[] = planRecords(),
  options: { readonly main?: FakeMain } = {},
): Promise<void> {
  await page.viewport(1280, 800);
  desk = await renderDesk(
    <>
      <Steps />
      <main style={{ height: 700 }}>
        <PlannerScreen />
      </main>
    </>,
    {
      records,
      hash: '#/planner',
      ...(options.main === undefined ? {} : { main: options.main }),
    },
  );
  await expect.element(page.getByRole('heading', { name: 'Planner' })).toBeVisible();
}

const bar = (name: RegExp) => page.getByRole('gridcell', { name });
const grid = () => page.getByRole('grid', { name: 'Plan by partner' });
const stored = (id: string): Promise<PlanItem | undefined> => desk.data.store.get('plan-item', id);
const datesOf = async (id: string) => {
  const item = await stored(id);
  return item === undefined ? null : `${item.start} ${item.end}`;
};

/** Another device changes the roadshow, and the sync brings it. */
async function changeElsewhere(over: Partial<PlanItem>): Promise<void> {
  const item = await stored('item-1');
  if (item === undefined) throw new Error('no such item');
  const record = { ...item, ...over, rev: item.rev + 1 };
  await desk.data.store.commit({ puts: [{ kind: 'plan-item', record }] });
}

/** Pixels of a day: the roadshow lasts fourteen of them; a bar leaves a pixel to the next. */
async function dayPixels(): Promise<number> {
  await expect.element(bar(/^DevSecOps roadshow/)).toBeVisible();
  return (
    (bar(/^DevSecOps roadshow/)
      .element()
      .getBoundingClientRect().width +
      1) /
    14
  );
}

/** Day in the middle of what is seen, counted from the first that can be scrolled to: nine quarters lie side by side. */
function middleDay(): number {
  const { scrollLeft, scrollWidth, clientWidth } = grid().element();
  const names = page.getByRole('rowheader').first().element().getBoundingClientRect().width;
  return ((scrollLeft + (clientWidth - names) / 2) / (scrollWidth - names)) * 9 * 91.3;
}

describe('Planner', () => {
  it('POP-1 shows beside the linked request of a tactic where its proof stands, and by when', async () => {
    const approval = { kind: 'approved', at: '2026-09-20T09:00:00.000Z' };
    const record = aFundRequest({ approval, start: '2026-10-05', end: '2026-10-15' });
    await show([...planRecords(), { kind: 'fund-request', record }]);
    await userEvent.click(bar(/^Security summit sponsorship/));
    const beside = page.getByRole('complementary', { name: 'Security summit sponsorship' });
    await expect.element(beside).toHaveTextContent(/Proof.*Overdue.*19 Nov/);
  });

  it('PLAN-3 gives screen readers a grid of partners and what is planned with them', async () => {
    await show();
    await expect.element(bar(/^Paid search burst, Paid search, 2 Nov – 20 Dec, Running/)).toBeVisible();
    await expect.element(page.getByRole('rowheader', { name: /Nordlicht Systems GmbH/ })).toBeVisible();
    await expect.element(bar(/^List upload due, milestone, 18 Dec/)).toBeVisible();
    await expect.element(bar(/Security summit sponsorship.*MDF €6,000\.00/)).toBeVisible();
    await expect.element(grid()).toHaveAttribute('aria-rowcount', '8');
    expect(bar(/Retail breakfast/).query()).toBeNull();
  });

  it('PLAN-5 points out a tactic with a partner and without MDF, and links it from the bar', async () => {
    await show();
    await expect.element(bar(/DevSecOps roadshow Hamburg.*no MDF request/)).toBeVisible();
    await bar(/^DevSecOps roadshow/).click();
    await expect.element(page.getByRole('note').getByText(/no MDF request/)).toBeVisible();
  });

  it('PLAN-3 drags a bar by whole days, takes it back and does it again', async () => {
    await show();
    const day = await dayPixels();
    await userEvent.dragAndDrop(bar(/^DevSecOps roadshow/), bar(/^DevSecOps roadshow/), {
      sourcePosition: { x: day * 3, y: 11 },
      targetPosition: { x: day * 8, y: 11 },
    });
    await expect.poll(() => datesOf('item-1')).toBe('2026-12-06 2026-12-19');
    await page.getByRole('button', { name: 'Take back' }).click();
    await expect.poll(() => datesOf('item-1')).toBe('2026-12-01 2026-12-14');
    await page.getByRole('button', { name: 'Do again' }).click();
    await expect.poll(() => datesOf('item-1')).toBe('2026-12-06 2026-12-19');
  });

  it('PLAN-3 resizes at either edge and leaves the other one', async () => {
    await show();
    const day = await dayPixels();
    const width = day * 14;
    await userEvent.dragAndDrop(bar(/^DevSecOps roadshow/), bar(/^DevSecOps roadshow/), {
      sourcePosition: { x: width - 3, y: 11 },
      targetPosition: { x: width - 3 - day * 4, y: 11 },
    });
    await expect.poll(() => datesOf('item-1')).toBe('2026-12-01 2026-12-10');
    await userEvent.dragAndDrop(bar(/^DevSecOps roadshow/), bar(/^DevSecOps roadshow/), {
      sourcePosition: { x: 2, y: 11 },
      targetPosition: { x: 2 + day * 2, y: 11 },
    });
    await expect.poll(() => datesOf('item-1')).toBe('2026-12-03 2026-12-10');
  });

  it('PLAN-3 keeps the row of a bar that is dragged sideways with an unsteady hand', async () => {
    await show();
    const day = await dayPixels();
    const { partnerId } = (await stored('item-1')) ?? {};
    await userEvent.dragAndDrop(bar(/^DevSecOps roadshow/), bar(/^DevSecOps roadshow/), {
      sourcePosition: { x: day * 3, y: 20 },
      targetPosition: { x: day * 5, y: 30 },
    });
    await expect.poll(() => datesOf('item-1')).toBe('2026-12-03 2026-12-16');
    expect((await stored('item-1'))?.partnerId).toBe(partnerId);
  });

  it('PLAN-3 drags a bar to the row of another partner and keeps its dates', async () => {
    await show();
    const day = await dayPixels();
    await userEvent.dragAndDrop(bar(/^DevSecOps roadshow/), bar(/^Workshop/), {
      sourcePosition: { x: day * 1.5, y: 11 },
      targetPosition: { x: day * 0.5, y: 11 },
    });
    await expect.poll(async () => (await stored('item-1'))?.partnerId).toBe('partner-7');
    expect(await datesOf('item-1')).toBe('2026-12-01 2026-12-14');
  });

  it('PLAN-3 moves, resizes and hands over by keyboard alone, and says what happened', async () => {
    await show();
    await expect.element(bar(/^DevSecOps roadshow/)).toBeVisible();
    (grid().element() as HTMLElement).focus();
    await userEvent.keyboard('{Control>}{End}{/Control}{ArrowUp}{ArrowUp}{ArrowUp}{Home}{ArrowRight}');
    await expect.element(grid()).toHaveAttribute('aria-activedescendant', 'planner-bar-item-1');
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
    await expect.poll(() => datesOf('item-1')).toBe('2026-12-02 2026-12-15');
    await userEvent.keyboard('{Alt>}{Shift>}{ArrowLeft}{/Shift}{/Alt}');
    await expect.poll(() => datesOf('item-1')).toBe('2026-11-25 2026-12-08');
    await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}');
    await expect.poll(() => datesOf('item-1')).toBe('2026-11-25 2026-12-09');
    await userEvent.keyboard('{Control>}{Shift>}{ArrowRight}{/Shift}{/Control}');
    await expect.poll(() => datesOf('item-1')).toBe('2026-11-26 2026-12-09');
    await expect
      .poll(() => document.querySelector('[aria-live=polite]:not(:empty)')?.textContent)
      .toContain('26 Nov – 9 Dec');
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await expect.poll(async () => (await stored('item-1'))?.partnerId).toBe('partner-7');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('complementary', { name: /DevSecOps roadshow/ })).toBeVisible();
  });

  it('PLAN-3 keeps up with a key that is held down', async () => {
    await show();
    await bar(/^DevSecOps roadshow/).click();
    (grid().element() as HTMLElement).focus();
    await userEvent.keyboard('{Alt>}{ArrowRight>6/}{/Alt}{Shift>}{ArrowRight>3/}{/Shift}');
    await expect.poll(() => datesOf('item-1'), { timeout: 10_000 }).toBe('2026-12-07 2026-12-23');
    await expect.element(bar(/^DevSecOps roadshow.*7 Dec – 23 Dec/)).toBeVisible();
    expect(page.getByText(/nothing was saved/).query()).toBeNull();
  });

  it('G4 keeps what is being typed when the tactic is changed elsewhere, and shows what came', async () => {
    await show();
    await bar(/^DevSecOps roadshow/).click();
    const notes = page.getByRole('textbox', { name: 'Notes' });
    await notes.fill('Bring the banner.');
    await changeElsewhere({ title: 'DevSecOps roadshow Bremen' });
    await expect
      .element(page.getByRole('textbox', { name: 'Name' }))
      .toHaveValue('DevSecOps roadshow Bremen');
    await expect.element(notes).toHaveValue('Bring the banner.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(() => stored('item-1'))
      .toMatchObject({ title: 'DevSecOps roadshow Bremen', notes: 'Bring the banner.' });
  });

  it('G4 takes a save back without what came from elsewhere while it was being typed', async () => {
    await show();
    await bar(/^DevSecOps roadshow/).click();
    const name = page.getByRole('textbox', { name: 'Name' });
    const notes = page.getByRole('textbox', { name: 'Notes' });
    const before = await stored('item-1');
    await name.fill('Roadshow Kiel');
    await changeElsewhere({ notes: 'Hall B.' });
    await expect.element(notes).toHaveValue('Hall B.');
    // A second change of a field that she has not touched is not one that she changed too.
    await changeElsewhere({ notes: 'Hall C.' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => stored('item-1')).toMatchObject({ title: 'Roadshow Kiel', notes: 'Hall C.' });
    await page.getByRole('button', { name: 'Take back' }).click();
    await expect.poll(() => stored('item-1')).toMatchObject({ title: before?.title, notes: 'Hall C.' });
    const intents = await desk.data.store.intentsFor({ kind: 'plan-item', id: 'item-1' });
    expect(intents.map(({ fields }) => fields)).toEqual([['title'], ['title']]);
  });

  it('G4 does not take a move back over where the bar was moved elsewhere since', async () => {
    await show();
    await bar(/^DevSecOps roadshow/).click();
    (grid().element() as HTMLElement).focus();
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
    await expect.poll(() => datesOf('item-1')).toBe('2026-12-02 2026-12-15');
    await changeElsewhere({ end: PlainDate.parse('2026-12-20') });
    await page.getByRole('button', { name: 'Take back' }).click();
    await expect.element(page.getByText(/It was changed elsewhere since/).first()).toBeVisible();
    expect(await datesOf('item-1')).toBe('2026-12-02 2026-12-20');
  });

  it('G4 marks a field that was changed elsewhere too, and keeps hers only when she saves again', async () => {
    await show();
    await bar(/^DevSecOps roadshow/).click();
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('Roadshow Kiel');
    await changeElsewhere({ title: 'Roadshow Bremen' });
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await expect.element(page.getByRole('complementary', { name: 'Roadshow Bremen' })).toBeVisible();
    await save.click();
    await expect.element(page.getByText(/Changed elsewhere meanwhile to “Roadshow Bremen”/)).toBeVisible();
    expect((await stored('item-1'))?.title).toBe('Roadshow Bremen');
    await save.click();
    await expect.poll(async () => (await stored('item-1'))?.title).toBe('Roadshow Kiel');
  });

  it('PLAN-3 creates a tactic where the row was double-clicked, and only when it is saved', async () => {
    await show();
    await dayPixels();
    const row = page.getByRole('row', { name: /Delta Forge/ });
    await row.dblClick({ position: { x: 500, y: 18 } });
    await expect
      .element(page.getByRole('combobox', { name: 'Partner' }).last())
      .toHaveValue('Delta Forge LLC');
    expect(await desk.data.store.count('plan-item')).toBe(12);
    await page.getByRole('button', { name: 'Add to the plan' }).click();
    await expect.element(page.getByText('Give it a name.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Name' }).fill('Supplier day');
    await page.getByRole('button', { name: 'Add to the plan' }).click();
    await expect.element(bar(/^Supplier day/)).toBeVisible();
    const made = (await desk.data.store.list({ kind: 'plan-item' })).find(
      ({ title }) => title === 'Supplier day',
    );
    expect(made).toMatchObject({ partnerId: 'partner-6', region: 'EMEA', rev: 1 });
  });

  it('PLAN-3 brings a new tactic into view and gives it the keys, however far down its row is', async () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      kind: 'partner' as const,
      record: aPartner({ id: `partner-x${at}`, name: `Partner ${String(at).padStart(2, '0')}` }),
    }));
    await show([...planRecords(), ...many]);
    await expect.element(bar(/^DevSecOps roadshow/)).toBeVisible();
    await page.getByRole('button', { name: 'New tactic' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Without a partner');
    await page.getByRole('button', { name: 'Add to the plan' }).click();
    const fresh = bar(/^Without a partner/);
    await expect.element(fresh).toBeVisible();
    const inside = () => {
      const box = grid().element().getBoundingClientRect();
      const own = fresh.element().getBoundingClientRect();
      return own.top >= box.top && own.bottom <= box.bottom && own.left >= box.left && own.right <= box.right;
    };
    await expect.poll(inside).toBe(true);
    await expect.element(grid()).toHaveFocus();
    const follows = () =>
      document.getElementById(grid().element().getAttribute('aria-activedescendant') ?? '');
    await expect.poll(() => follows()?.outerHTML ?? '').toContain('Without a partner');
  });

  it('PLAN-3 draws a new tactic on free space with the days that were drawn', async () => {
    await show();
    const day = await dayPixels();
    const box = bar(/^DevSecOps roadshow/)
      .element()
      .getBoundingClientRect();
    const row = page.getByRole('row', { name: /Delta Forge/ });
    const left = row.element().getBoundingClientRect().left;
    await userEvent.dragAndDrop(row, row, {
      sourcePosition: { x: box.left - left + day / 2, y: 18 },
      targetPosition: { x: box.left - left + day * 4.5, y: 18 },
    });
    await page.getByRole('textbox', { name: 'Name' }).fill('Drawn');
    await page.getByRole('button', { name: 'Add to the plan' }).click();
    await expect.element(bar(/^Drawn, Event, 1 Dec – 5 Dec/)).toBeVisible();
  });

  it('asks before what was typed is lost, and gives the keys back to the timeline when the form closes', async () => {
    await show();
    await bar(/^DevSecOps roadshow/).click();
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('Half typed');
    await bar(/^Workshop/).click();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect.element(name).toHaveValue('Half typed');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(async () => (await stored('item-1'))?.title).toBe('Half typed');
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.element(grid()).toHaveFocus();
  });

  it('PLAN-6 shows a month, a quarter or half a year with the same day in the middle', async () => {
    await show();
    const quarter = await dayPixels();
    const day = middleDay();
    await page.getByRole('radio', { name: '6 months' }).click();
    await expect.poll(dayPixels).toBeLessThan(quarter * 0.6);
    expect(Math.abs(middleDay() - day)).toBeLessThan(1);
    await page.getByRole('radio', { name: 'Month', exact: true }).click();
    await expect.poll(async () => (await dayPixels()) > quarter * 2).toBe(true);
    expect(Math.abs(middleDay() - day)).toBeLessThan(1);
  });

  it('PLAN-6 stays where one is when six times as much time is shown, and in a narrower window', async () => {
    await show();
    await page.getByRole('radio', { name: 'Month', exact: true }).click();
    const scroller = grid().element();
    await expect.poll(() => scroller.scrollWidth).toBeGreaterThan(20_000);
    const wide = scroller.scrollWidth;
    scroller.scrollLeft = wide * 0.7;
    await expect.poll(() => middleDay()).toBeGreaterThan(500);
    const day = middleDay();
    await page.getByRole('radio', { name: '6 months' }).click();
    await expect.poll(() => scroller.scrollWidth).toBeLessThan(wide / 3);
    expect(Math.abs(middleDay() - day)).toBeLessThan(1);
    const half = scroller.scrollWidth;
    await page.viewport(900, 800);
    await expect.poll(() => scroller.scrollWidth).toBeLessThan(half);
    await expect.poll(() => Math.abs(middleDay() - day)).toBeLessThan(1);
  });

  it('PLAN-1 keeps goals and ticked steps of the quarter', async () => {
    await show();
    await page.getByRole('button', { name: 'Goals and planning steps' }).click();
    await page.getByRole('textbox', { name: 'MQL' }).fill('120');
    await page.getByRole('button', { name: 'Save goals' }).click();
    await expect
      .poll(() => desk.data.store.list({ kind: 'quarter-plan' }))
      .toMatchObject([{ mql: 120, quarter: 'FY27-Q4', partnerId: null }]);
    await page.getByText('Agree the tactics').click();
    await expect.element(page.getByText('1 of 17')).toBeVisible();
  });

  it('PLAN-3 finds by words and says when nothing matches', async () => {
    await show();
    await expect.element(bar(/^Workshop/)).toBeVisible();
    await page.getByRole('searchbox', { name: 'Search the plan' }).fill('roadshow');
    await expect.poll(() => bar(/^Workshop/).query()).toBeNull();
    await expect.element(bar(/^Roadshow follow-up/)).toBeVisible();
    await page.getByRole('searchbox', { name: 'Search the plan' }).fill('zzz');
    await page.getByRole('button', { name: 'Clear filter and search' }).click();
    await expect.element(bar(/^Workshop/)).toBeVisible();
  });

  it('PLAN-4 saves what the quarter shows as a table and a calendar', async () => {
    const files: { name: string; text: string }[] = [];
    const main = fakeMain({
      'file.save': ({ suggestedName, bytes }) => {
        files.push({
          name: suggestedName,
          text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
        });
        return { ok: true, value: { path: `/home/dana/${suggestedName}` } };
      },
    });
    const formula: AnyRecord = {
      kind: 'plan-item',
      record: aPlanItem({ title: '=HYPERLINK("x")', requestId: null }),
    };
    await show([{ kind: 'partner', record: aPartner() }, formula], { main });
    for (const name of ['Table (CSV)', 'Calendar (iCalendar)']) {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name }).click();
    }
    await expect.poll(() => files.length).toBe(2);
    expect(files[0]?.name).toBe('plan-FY27-Q4.csv');
    expect(files[0]?.text).toMatch(/^\ufeffPartner,Name,/);
    expect(files[0]?.text).toContain(
      `Nordlicht Systems GmbH,"'=HYPERLINK(""x"")",tactic,Event,Planned,2026-12-01`,
    );
    expect(files[1]?.text).toContain('DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261215');
  });

  it('PLAN-4 shows the pages as they print and hands them to main', async () => {
    const main = fakeMain({
      'print.pdf': () => ({ ok: false, error: { message: 'No paper.', fix: 'Add some.' } }),
    });
    await show(planRecords(), { main });
    await page.getByRole('button', { name: 'Print' }).click();
    await expect.element(page.getByRole('region', { name: '1 page' })).toBeVisible();
    expect(document.querySelectorAll('[data-print-item]')).toHaveLength(11);
    await page.getByRole('button', { name: /Time on one page/ }).click();
    await page.getByRole('option', { name: 'One month' }).click();
    await expect.element(page.getByRole('region', { name: '3 pages' })).toBeVisible();
    await page.getByRole('button', { name: 'Save PDF' }).click();
    await expect.element(page.getByText('No paper. Add some.')).toBeVisible();
    expect(main.calls.find(({ channel }) => channel === 'print.pdf')?.input).toMatchObject({
      route: /^print\/planner\/%7B/,
      format: { size: 'A4', landscape: true },
    });
  });

  it('PLAN-4 saves the pages as one picture', async () => {
    const pdf = new Uint8Array(await plainPdf('plan.pdf', ['One', 'Two']).arrayBuffer());
    const saved: { name: string; bytes: Uint8Array }[] = [];
    const main = fakeMain({
      'print.pdf': () => ({ ok: true, value: { bytes: pdf } }),
      'file.save': ({ suggestedName, bytes }) => {
        saved.push({ name: suggestedName, bytes });
        return { ok: true, value: { path: `/home/dana/${suggestedName}` } };
      },
    });
    await show(planRecords(), { main });
    await page.getByRole('button', { name: 'Print' }).click();
    await page.getByRole('button', { name: 'Save PNG' }).click();
    await expect.poll(() => saved.length, { timeout: 20_000 }).toBe(1);
    expect(saved[0]?.name).toBe('plan-FY27-Q4.png');
    const picture = await createImageBitmap(new Blob([Uint8Array.from(saved[0]?.bytes ?? [])]));
    // Two pages of the same size, one below the other.
    const sizeOf = /MediaBox ?\[ ?0 0 (\d+) (\d+)/.exec(new TextDecoder('latin1').decode(pdf));
    const [width, height] = [Number(sizeOf?.[1]), Number(sizeOf?.[2])];
    expect(picture.width / picture.height).toBeCloseTo(width / (2 * height), 2);
    expect(picture.width).toBeGreaterThan(width * 2);
  });

  it('PLAN-3 draws only what can be seen of ten thousand bars, however far one scrolls', async () => {
    await show(manyRecords());
    await expect.element(page.getByRole('rowheader', { name: /Partner 000/ })).toBeVisible();
    await expect.poll(() => document.querySelectorAll('[data-bar]').length).toBeGreaterThan(20);
    expect(document.querySelectorAll('[role=grid] *').length).toBeLessThan(4000);
    const scroller = grid().element();
    scroller.scrollTop = scroller.scrollHeight / 2;
    scroller.scrollLeft += 3000;
    await expect.element(page.getByRole('rowheader', { name: /Partner 15\d/ }).first()).toBeVisible();
    await expect.poll(() => document.querySelectorAll('[data-bar]').length).toBeGreaterThan(20);
    expect(document.querySelectorAll('[role=grid] *').length).toBeLessThan(4000);
  });

  it('offers the first tactic where there is nothing yet', async () => {
    await show([]);
    await expect.element(page.getByText('Nothing planned yet')).toBeVisible();
    await page.getByRole('button', { name: 'New tactic' }).last().click();
    await expect.element(page.getByRole('textbox', { name: 'Name' })).toBeVisible();
  });
});
