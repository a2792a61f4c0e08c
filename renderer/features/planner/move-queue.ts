import type { Reschedule } from '../../../shared/usecases/plan/reschedule-plan-item';

type Waiting = { readonly id: string; startDays: number; endDays: number; done: Promise<string> };

/** Runs moves one after the other. */
export type MoveQueue = (
  id: string,
  move: Reschedule,
  run: (move: Reschedule) => Promise<string>,
) => Promise<string>;

/**
 * A key that is held down asks for moves faster than they are written: those by days that wait for the same item are
 * added up and become one.
 */
export function createMoveQueue(): MoveQueue {
  let turn: Promise<unknown> = Promise.resolve();
  let last: Waiting | null = null;
  return (id, move, run) => {
    const adds = move.kind === 'by' && move.partnerId === undefined;
    if (adds && last?.id === id) {
      last.startDays += move.startDays;
      last.endDays += move.endDays;
      return last.done;
    }
    const sum = adds ? { id, startDays: move.startDays, endDays: move.endDays } : null;
    const done = turn.then(() => {
      if (sum === null) return run(move);
      if (last === sum) last = null;
      return run({ kind: 'by', startDays: sum.startDays, endDays: sum.endDays });
    });
    last = sum === null ? null : Object.assign(sum, { done });
    turn = done.catch(() => undefined);
    return done;
  };
}
