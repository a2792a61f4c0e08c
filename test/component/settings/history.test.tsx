import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { NewAuditEntry } from '../../../shared/schema/audit';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

const line = (n: number) =>
  NewAuditEntry.parse({
    at: '2026-11-02T09:00:00.000Z',
    by: 'Dana Weber',
    action: `approved level ${n}`,
    record: { kind: 'fund-request', id: 'request-1' },
    changes: [],
    note: null,
    playbookVersion: 'handbook-1',
  });

/** A desk whose history has so many lines, more than are looked at at once. */
async function show(lines: number, theme: 'light' | 'dark' = 'light'): Promise<RenderedDesk> {
  const shown = await renderDesk(<Shell screens={screens} />, { hash: '#/settings', theme });
  desk = shown;
  const audits = Array.from({ length: lines }, (_, at) => line(at + 1));
  if (lines > 0) expect(await shown.data.store.commit({ audits })).toMatchObject({ ok: true });
  return shown;
}

async function check(): Promise<void> {
  const button = page.getByRole('button', { name: 'Check the history' });
  await expect.element(button).toBeVisible();
  (button.element() as HTMLElement).focus();
  // With nothing in view below it.
  button.element().scrollIntoView({ block: 'end' });
  await userEvent.keyboard('{Enter}');
}

describe('the history of the desk', () => {
  it.each(['light', 'dark'] as const)('is looked through, and said to be whole (%s)', async (theme) => {
    await show(1203, theme);
    await check();
    const answer = page.getByText('1,203 lines, all as they were written.');
    await expect.element(answer).toBeVisible();
    await expect.poll(() => answer.element().getBoundingClientRect().bottom).toBeLessThan(window.innerHeight);
    expect(await axeProblems()).toEqual([]);
  });

  it('may be empty', async () => {
    await show(0);
    await check();
    await expect.element(page.getByText('0 lines, all as they were written.')).toBeVisible();
  });

  it('names the first line that was altered', async () => {
    const { data } = await show(1203);
    await data.db.audit.update(1001, { by: 'Somebody' });
    await check();
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent(/^After 1,000 lines that fit, the line “approved level 1001” by Somebody of/);
  });

  it('names the line behind one that was taken out, also where that was the first or stood between two looks', async () => {
    const { data } = await show(1203);
    for (const [taken, named, fitting] of [
      [500, 501, '499 lines'],
      [1, 2, '0 lines'],
    ] as const) {
      await data.db.audit.delete(taken);
      await check();
      await expect
        .element(page.getByRole('alert'))
        .toHaveTextContent(`After ${fitting} that fit, the line “approved level ${named}”`);
    }
  });
});
