import type { Clock } from '../ports/clock';

/** How often a running call is looked at; a computer that slept does not count as time that a call took. */
const TICK_MS = 60_000;

/** Ends the wait for calls that never settle, such as those of a main process that lost them (G5). */
export type Patience = {
  /** The call's result, or what `late` gives when it has not come within so many minutes. */
  within<T>(call: Promise<T>, minutes: number, late: () => T): Promise<T>;
};

type Waiting = { left: number; readonly giveUp: () => void };

/** Makes a patience over a clock; it sleeps only while a call runs. */
export function createPatience(clock: Pick<Clock, 'sleep'>): Patience {
  const waiting = new Set<Waiting>();
  let ticking = false;

  async function tick(): Promise<void> {
    ticking = true;
    while (waiting.size > 0) {
      await clock.sleep(TICK_MS);
      for (const one of waiting) {
        one.left -= 1;
        if (one.left <= 0) one.giveUp();
      }
    }
    ticking = false;
  }

  return {
    async within(call, minutes, late) {
      let one: Waiting | undefined;
      const tired = new Promise<'late'>((resolve) => {
        one = { left: minutes, giveUp: () => resolve('late') };
        waiting.add(one);
      });
      if (!ticking) void tick();
      try {
        const first = await Promise.race([call.then((value) => ({ value })), tired]);
        return first === 'late' ? late() : first.value;
      } finally {
        if (one) waiting.delete(one);
      }
    },
  };
}
