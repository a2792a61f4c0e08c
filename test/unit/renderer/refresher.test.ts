import { describe, expect, it } from 'vitest';
import { createRefresher } from '../../../renderer/data/refresher';

type Row = { readonly id: string; readonly rev: number };

/** A store and a screen; every reading waits until it is let through, and sees what is stored then. */
function aScreen(count: number) {
  const stored = new Map<string, Row>();
  for (let n = 0; n < count; n += 1) stored.set(`row-${n}`, { id: `row-${n}`, rev: 1 });
  const shown = new Map<string, Row>();
  const readings: { readonly ids: readonly string[]; readonly answer: () => void }[] = [];
  let shows = 0;
  const refresher = createRefresher<Row>({
    read: (ids) =>
      new Promise((resolve) => {
        readings.push({ ids, answer: () => resolve(ids.flatMap((id) => stored.get(id) ?? [])) });
      }),
    show(found) {
      shows += 1;
      for (const [id, row] of found) {
        if (row) shown.set(id, row);
        else shown.delete(id);
      }
    },
    held: () => 0,
  });
  /** Lets one reading through after the other until something is done. */
  async function answerUntil(done: Promise<void>): Promise<void> {
    let isDone = false;
    void done.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      readings.shift()?.answer();
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  return { stored, shown, readings, refresher, answerUntil, shows: () => shows };
}

const all = (screen: ReturnType<typeof aScreen>): Set<string> => new Set(screen.stored.keys());

describe('changed records on their way to the screens', () => {
  it('are read part by part and shown together when they are many', async () => {
    const screen = aScreen(1000);
    const done = screen.refresher.refresh(all(screen));
    await screen.answerUntil(done);
    expect(screen.shown).toEqual(screen.stored);
    expect(screen.shows()).toBe(1);
  });

  it('are shown at once when they are few, and not taken back by many that were being read', async () => {
    const screen = aScreen(1000);
    const many = screen.refresher.refresh(all(screen));
    await new Promise((resolve) => setTimeout(resolve));
    screen.readings.shift()?.answer();
    await new Promise((resolve) => setTimeout(resolve));
    // The first part was read before this edit.
    screen.stored.set('row-0', { id: 'row-0', rev: 2 });
    const few = screen.refresher.refresh(new Set(['row-0']));
    screen.readings.pop()?.answer();
    await few;
    expect(screen.shown.get('row-0')).toEqual({ id: 'row-0', rev: 2 });
    expect(screen.shown.size).toBe(1);
    await screen.answerUntil(many);
    expect(screen.shown).toEqual(screen.stored);
  });

  it('that come meanwhile are gathered and shown once', async () => {
    const screen = aScreen(300);
    const first = screen.refresher.refresh(all(screen));
    await new Promise((resolve) => setTimeout(resolve));
    for (const id of all(screen)) screen.stored.set(id, { id, rev: 2 });
    screen.stored.delete('row-7');
    const later = [...all(screen), 'row-7'];
    const waves = [later.slice(0, 100), later.slice(100), later].map((ids) =>
      screen.refresher.refresh(new Set(ids)),
    );
    await screen.answerUntil(first);
    await screen.answerUntil(Promise.all(waves).then(() => undefined));
    expect(screen.shown).toEqual(screen.stored);
    expect(screen.shows()).toBe(2);
  });

  it('that cannot be read are told of, and the next are shown', async () => {
    let isBroken = true;
    const shown: string[] = [];
    const refresher = createRefresher<Row>({
      read: (ids) =>
        isBroken ? Promise.reject(new Error('not read')) : Promise.resolve(ids.map((id) => ({ id, rev: 1 }))),
      show: (found) => void shown.push(...found.keys()),
      held: () => 0,
    });
    const ids = Array.from({ length: 50 }, (_, n) => `row-${n}`);
    await expect(refresher.refresh(new Set(ids))).rejects.toThrow('not read');
    isBroken = false;
    await refresher.refresh(new Set(ids));
    expect(new Set(shown)).toEqual(new Set(ids));
  });
});
