import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ItemForm } from '../../../renderer/features/planner/item-form';
import { valuesOfItem } from '../../../renderer/features/planner/item-values';
import { useDesk } from '../../../renderer/widgets/desk-context';
import { useNavigation } from '../../../renderer/widgets/navigation';
import { ok } from '../../../shared/lib/result';
import type { PlanItem } from '../../../shared/schema/plan';
import { PlainDate } from '../../../shared/schema/values';
import { savePlanItem } from '../../../shared/usecases/plan/save-plan-item';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { aPlanItem } from './plan-samples';

let desk: RenderedDesk;
afterEach(() => desk.close());

type Page = { show: (item: PlanItem) => void; isUnsaved: () => boolean };

/** The form alone, told of its item only when the test says so; saves wait for `until`. */
async function show(until: () => Promise<void> = () => Promise.resolve()): Promise<Page> {
  const first = aPlanItem({ id: 'item-1', title: 'Roadshow', notes: '' });
  const shown: Page = { show: () => undefined, isUnsaved: () => false };
  function Harness() {
    const context = useDesk();
    const [item, setItem] = useState(first);
    shown.show = setItem;
    shown.isUnsaved = useNavigation(({ isHeld }) => isHeld);
    return (
      <main>
        <ItemForm
          formId="form"
          item={item}
          initial={valuesOfItem(first)}
          onSave={async (opened, form) => {
            await until();
            const done = await savePlanItem(context, { opened, form });
            return done.ok ? ok(done.value.after) : done;
          }}
          onSaved={() => undefined}
        />
        <button type="submit" form="form">
          Save
        </button>
      </main>
    );
  }
  desk = await renderDesk(<Harness />, { records: [{ kind: 'plan-item', record: first }] });
  return shown;
}

const title = () => page.getByRole('textbox', { name: 'Name' });
const notes = () => page.getByRole('textbox', { name: 'Notes' });
const save = () => page.getByRole('button', { name: 'Save' });
const stored = () => desk.data.store.get('plan-item', 'item-1');

/** Another device changes the item; the answer is what the page may be told later. */
async function changeElsewhere(over: Partial<PlanItem>): Promise<PlanItem> {
  const item = await stored();
  if (item === undefined) throw new Error('no such item');
  const record = { ...item, ...over, rev: item.rev + 1 };
  await desk.data.store.commit({ puts: [{ kind: 'plan-item', record }] });
  return record;
}

describe('the form of a tactic', () => {
  it('G1 keeps what is typed while a save is on its way, as not saved yet', async () => {
    const gates: (() => void)[] = [];
    const shown = await show(() => new Promise<void>((resolve) => gates.push(resolve)));
    await title().fill('Roadshow Kiel');
    await save().click();
    await expect.poll(() => gates.length).toBe(1);
    await notes().fill('Hall B.');
    await save().click();
    gates[0]?.();
    // The second save starts only once the first is over, from what that one left.
    await expect.poll(() => gates.length).toBe(2);
    await expect.element(notes()).toHaveValue('Hall B.');
    expect(await stored()).toMatchObject({ title: 'Roadshow Kiel', notes: '' });
    expect(shown.isUnsaved()).toBe(true);
    gates[1]?.();
    await expect.poll(stored).toMatchObject({ title: 'Roadshow Kiel', notes: 'Hall B.' });
    await expect.poll(() => shown.isUnsaved()).toBe(false);
    await expect.element(notes()).toHaveValue('Hall B.');
  });

  it('G4 takes what came while a save was on its way for what it is, not for something typed', async () => {
    const gates: (() => void)[] = [];
    const shown = await show(() => new Promise<void>((resolve) => gates.push(resolve)));
    await title().fill('Roadshow Kiel');
    await save().click();
    await expect.poll(() => gates.length).toBe(1);
    shown.show(await changeElsewhere({ notes: 'Hall C.' }));
    await expect.element(notes()).toHaveValue('Hall C.');
    gates[0]?.();
    await expect.poll(stored).toMatchObject({ title: 'Roadshow Kiel', notes: 'Hall C.' });
    await expect.poll(() => shown.isUnsaved()).toBe(false);
    await expect.element(notes()).toHaveValue('Hall C.');
  });

  it('G4 names the value that is stored, also where the page has not been told of it yet', async () => {
    await show();
    await title().fill('Roadshow Kiel');
    await changeElsewhere({ title: 'Roadshow Bremen' });
    await save().click();
    await expect.element(page.getByText(/Changed elsewhere meanwhile to “Roadshow Bremen”/)).toBeVisible();
    expect((await stored())?.title).toBe('Roadshow Bremen');
    await save().click();
    await expect.poll(async () => (await stored())?.title).toBe('Roadshow Kiel');
  });

  it('G4 says that fields were changed elsewhere when a date no longer goes with them', async () => {
    const shown = await show();
    await page.getByRole('group', { name: 'Last day' }).getByRole('spinbutton').first().click();
    await userEvent.keyboard('05122026');
    shown.show(await changeElsewhere({ start: PlainDate.parse('2026-12-11') }));
    const first = page.getByRole('group', { name: 'First day' }).getByRole('spinbutton').first();
    await expect.element(first).toHaveTextContent('11');
    await save().click();
    await expect
      .element(page.getByText(/Somebody else changed other fields while you were typing/))
      .toBeVisible();
    await expect.element(page.getByText('The last day lies before the first one.').first()).toBeVisible();
    expect(await stored()).toMatchObject({ start: '2026-12-11', end: '2026-12-14' });
    await page.getByRole('group', { name: 'Last day' }).getByRole('spinbutton').first().click();
    await userEvent.keyboard('12122026');
    await save().click();
    await expect.poll(stored).toMatchObject({ start: '2026-12-11', end: '2026-12-12' });
  });

  it('leads to what is missing', async () => {
    await show();
    await userEvent.fill(title(), '');
    await save().click();
    await expect.element(title()).toHaveFocus();
    await expect.element(title()).toHaveAttribute('aria-invalid', 'true');
  });
});
