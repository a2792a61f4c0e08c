import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { inReview, partnerRecord, requestRecord, SAMPLE_NOW } from '../mdf/sample-desk';
import { fakeMain } from '../support/fake-main';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;
let main = fakeMain();

beforeEach(async () => {
  main = fakeMain();
  await page.viewport(1280, 800);
});
afterEach(async () => {
  await desk?.close();
  desk = null;
});

async function show(hash: string, request = requestRecord()): Promise<void> {
  desk = await renderDesk(<Shell screens={screens} />, {
    main,
    now: SAMPLE_NOW,
    hash,
    records: [partnerRecord(), request],
  });
}

const question = () => page.getByRole('alertdialog', { name: 'Discard what you entered?' });
async function answer(name: string): Promise<void> {
  await userEvent.click(question().getByRole('button', { name }));
  await expect.element(question()).not.toBeInTheDocument();
}
const heading = (name: string) => page.getByRole('heading', { level: 1, name });

/** The form of a request with another name typed in it. */
async function typeInForm() {
  await show('#/mdf?id=request-1');
  await expect.element(page.getByRole('button', { name: 'Edit E' })).toBeVisible();
  await userEvent.keyboard('e');
  const form = page.getByRole('dialog', { name: 'Edit fund request' });
  const name = form.getByRole('textbox', { name: 'Activity' });
  await userEvent.fill(name, 'Half a na');
  return { form, name };
}

describe('text that is typed and not saved', () => {
  it('[keys] is asked about before another screen takes its place, and stays when the person does', async () => {
    const { name } = await typeInForm();
    main.emit('menu.command', { command: 'go.today' });
    await expect.element(question()).toBeVisible();
    await answer('Cancel');
    await expect.element(name).toHaveValue('Half a na');
    expect(window.location.hash).toBe('#/mdf?id=request-1');
    main.emit('menu.command', { command: 'go.today' });
    await answer('Discard');
    await expect.element(heading('Today')).toBeVisible();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });

  it('[keys] keeps its address too when the person goes back in the history', async () => {
    await show('#/today');
    await expect.element(heading('Today')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Settings', exact: true }));
    await expect.element(heading('Settings')).toBeVisible();
    await userEvent.fill(page.getByRole('textbox', { name: /^Name/ }), 'Ana');
    window.history.back();
    await expect.element(question()).toBeVisible();
    await answer('Cancel');
    await expect.element(page.getByRole('textbox', { name: /^Name/ })).toHaveValue('Ana');
    expect(window.location.hash).toBe('#/settings');
    window.history.back();
    await answer('Discard');
    await expect.element(heading('Today')).toBeVisible();
    expect(window.location.hash).toBe('#/today');
  });

  it('[keys] is asked about for goals before another quarter takes their place', async () => {
    await show('#/planner');
    await userEvent.click(page.getByRole('button', { name: 'Goals and planning steps' }));
    const mql = page.getByRole('textbox', { name: 'MQL' });
    await userEvent.fill(mql, '120');
    const next = page.getByRole('button', { name: 'Quarter after' });
    await userEvent.click(next);
    await answer('Cancel');
    await expect.element(mql).toHaveValue('120');
    await userEvent.click(next);
    await answer('Discard');
    await expect.element(mql).toHaveValue('');
    // Nothing is typed any more.
    await userEvent.click(page.getByRole('button', { name: 'Quarter before' }));
    await expect.element(page.getByRole('button', { name: 'FY27 Q4' })).toBeVisible();
  });

  it('is not asked about when another quarter takes nothing from it', async () => {
    await show('#/settings');
    await userEvent.fill(page.getByRole('textbox', { name: /^Name/ }), 'Ana');
    const before = page.getByRole('button', { name: /^FY/ });
    const shown = before.element().textContent;
    await userEvent.click(page.getByRole('button', { name: 'Quarter after' }));
    await expect.element(before).not.toHaveTextContent(shown);
    await expect.element(page.getByRole('textbox', { name: /^Name/ })).toHaveValue('Ana');
  });

  it('[keys] is asked about for goals of a quarter, and no more once they are stored', async () => {
    await show('#/planner');
    await userEvent.click(page.getByRole('button', { name: /Goals/ }));
    const goal = page.getByRole('textbox', { name: 'MQL', exact: true });
    await userEvent.fill(goal, '40');
    await userEvent.tab();
    main.emit('menu.command', { command: 'go.partners' });
    await expect.element(question()).toBeVisible();
    await answer('Cancel');
    const panel = page.getByRole('complementary', { name: 'All partners' });
    await userEvent.click(panel.getByRole('button', { name: 'Close' }));
    await expect.element(question()).toBeVisible();
    await answer('Cancel');
    await userEvent.click(page.getByRole('button', { name: 'Save goals' }));
    await expect.element(page.getByText('Goals saved')).toBeVisible();
    main.emit('menu.command', { command: 'go.today' });
    await expect.element(heading('Today')).toBeVisible();
    await expect.element(question()).not.toBeInTheDocument();
  });

  it('MDF-4 is asked about before a decision is closed with its reason', async () => {
    await show('#/mdf?id=request-1', requestRecord({ approval: inReview(1) }));
    await userEvent.click(page.getByRole('button', { name: 'Decline D' }));
    const decline = page.getByRole('dialog', { name: 'Decline this request' });
    const reason = decline.getByRole('textbox', { name: 'Reason' });
    await userEvent.keyboard('{Escape}');
    await expect.element(decline).not.toBeInTheDocument();
    await userEvent.click(page.getByRole('button', { name: 'Decline D' }));
    await userEvent.fill(reason, 'It trains partners only.');
    await userEvent.keyboard('{Escape}');
    await answer('Cancel');
    await expect.element(reason).toHaveValue('It trains partners only.');
    await userEvent.click(decline.getByRole('button', { name: 'Cancel' }));
    await answer('Discard');
    await expect.element(decline).not.toBeInTheDocument();
  });

  it('PROG-2 is asked about also where boxes were ticked and nothing typed', async () => {
    await show('#/partners?id=partner-1');
    await userEvent.click(page.getByRole('button', { name: /^Register for a program/ }));
    const form = page.getByRole('dialog', { name: /^Register/ });
    await userEvent.click(form.getByRole('button', { name: /\bProgram\b/ }));
    await userEvent.click(page.getByRole('option', { name: 'Free trial, SaaS' }));
    const box = form.getByRole('checkbox').first();
    await expect.element(box).toBeInTheDocument();
    (box.element() as HTMLElement).focus();
    await userEvent.keyboard(' ');
    await expect.element(box).toBeChecked();
    await userEvent.keyboard('{Escape}');
    await answer('Cancel');
    await expect.element(box).toBeChecked();
    await userEvent.keyboard(' ');
    await userEvent.keyboard('{Escape}');
    await expect.element(form).not.toBeInTheDocument();
  });

  it('PROG-6 is asked about also where material of a campaign was ticked', async () => {
    await show('#/partners?id=partner-1');
    await userEvent.click(page.getByRole('button', { name: 'Record a campaign' }));
    const form = page.getByRole('dialog', { name: /^Instant campaign of/ });
    (form.getByRole('checkbox').first().element() as HTMLElement).focus();
    await userEvent.keyboard(' {Escape}');
    await answer('Discard');
    await expect.element(form).not.toBeInTheDocument();
  });
});
