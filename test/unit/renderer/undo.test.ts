import { beforeEach, describe, expect, it } from 'vitest';
import { useToasts } from '../../../renderer/ui/toast-store';
import { createUndoStore, type UndoAnswer } from '../../../renderer/widgets/undo';

beforeEach(() => useToasts.getState().dismissAll());

function labels(store: ReturnType<typeof createUndoStore>) {
  const { done, undone } = store.getState();
  return [done.map(({ label }) => label), undone.map(({ label }) => label)];
}

function twoSteps(answer: () => UndoAnswer) {
  const store = createUndoStore();
  const done = () => Promise.resolve(null);
  const second = () => Promise.resolve(answer());
  store.getState().did({ label: 'First', undo: done, redo: done });
  store.getState().did({ label: 'Second', undo: second, redo: second });
  return store;
}

const said = () => useToasts.getState().toasts[0]?.text;

describe('the list behind Undo', () => {
  it('keeps a step that could not be taken back yet', async () => {
    const store = twoSteps(() => 'No room on the disk.');
    await store.getState().undo();
    expect(labels(store)).toEqual([['First', 'Second'], []]);
    expect(said()).toBe('No room on the disk.');
  });

  it('says at the Undo of an earlier message why it takes nothing back', async () => {
    const store = twoSteps(() => null);
    const [, first] = useToasts.getState().toasts;
    first?.action?.run();
    expect(labels(store)).toEqual([['First', 'Second'], []]);
    expect(said()).toBe('Something else was done since. Undo that first.');
    await store.getState().undo();
    await store.getState().undo();
    first?.action?.run();
    expect(said()).toBe('It was taken back already, or cannot be any more.');
    expect(labels(store)).toEqual([[], ['Second', 'First']]);
  });

  it('G4 forgets a step that was changed since, so that the one before can be taken back', async () => {
    const store = twoSteps(() => ({ over: 'It was changed elsewhere since.' }));
    await store.getState().undo();
    expect(labels(store)).toEqual([['First'], []]);
    expect(said()).toBe('It was changed elsewhere since.');
    await store.getState().undo();
    expect(labels(store)).toEqual([[], ['First']]);
  });

  it('G4 forgets a step that can no longer be done again', async () => {
    let answer: UndoAnswer = null;
    const store = twoSteps(() => answer);
    await store.getState().undo();
    answer = { over: 'It was changed elsewhere since.' };
    await store.getState().redo();
    expect(labels(store)).toEqual([['First'], []]);
  });

  it('keeps what was done while another step was being taken back', async () => {
    const store = twoSteps(() => {
      const done = () => Promise.resolve(null);
      store.getState().did({ label: 'Third', undo: done, redo: done });
      return null;
    });
    await store.getState().undo();
    expect(labels(store)).toEqual([['First', 'Third'], ['Second']]);
  });

  it('goes on after a step that broke off, which is still there to be taken back', async () => {
    let breaks = true;
    const store = twoSteps(() => {
      if (breaks) throw new Error('The local database could not be read.');
      return null;
    });
    await expect(store.getState().undo()).rejects.toThrow('could not be read');
    expect(labels(store)).toEqual([['First', 'Second'], []]);
    breaks = false;
    await store.getState().undo();
    expect(labels(store)).toEqual([['First'], ['Second']]);
  });
});
