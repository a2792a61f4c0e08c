import { beforeEach, describe, expect, it } from 'vitest';
import { useToasts } from '../../../renderer/ui/toast-store';
import { createUndoStore } from '../../../renderer/widgets/undo';

beforeEach(() => useToasts.getState().dismissAll());

function desk() {
  const undo = createUndoStore();
  let day = 0;
  const move = (run: string) => {
    const [before, after] = [day, day + 1];
    day = after;
    const to = (value: number) => async () => {
      day = value;
      return Promise.resolve(null);
    };
    undo.getState().did({ label: `day ${after}`, undo: to(before), redo: to(after), run });
  };
  return { undo, move, day: () => day };
}

const told = () => useToasts.getState().toasts.map(({ text }) => text);

describe('steps of one run', () => {
  it('[look] are one message, and one Undo takes all of them back', async () => {
    const { undo, move, day } = desk();
    for (let step = 0; step < 3; step += 1) move('move a');
    expect(told()).toEqual(['day 3']);
    useToasts.getState().toasts[0]?.action?.run();
    await expect.poll(day).toBe(0);
    await undo.getState().redo();
    expect(day()).toBe(3);
  });

  it('[look] are a run of their own for another thing, and once the message is gone', async () => {
    const { undo, move, day } = desk();
    move('move a');
    move('move b');
    move('move a');
    expect(told()).toEqual(['day 3', 'day 2']);
    useToasts.getState().dismissAll();
    move('move a');
    await undo.getState().undo();
    expect(day()).toBe(3);
    await undo.getState().undo();
    expect(day()).toBe(2);
  });
});
