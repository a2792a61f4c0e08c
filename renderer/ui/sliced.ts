import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';

/** Work on a long list that stops now and then, so that a frame can be drawn; its end is the result. */
export type Steps<T> = Generator<undefined, T>;

/** A stop is due after so many items. */
export const ITEMS_PER_STEP = 200;

/** Lists up to this length are worked through at once; the first time also longer ones, as nothing is shown yet. */
const SHORT = 1000;
const FIRST = 20_000;

/** So long a slice of the work lasts: a frame is due after sixteen milliseconds. */
const SLICE_MS = 8;

/** Does all the work at once. */
export function runAll<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Lets the page draw and answer; a timer would wait longer, and for long in a window that is covered. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Does the work slice by slice; undefined when it was given up in between. */
async function runSliced<T>(steps: Steps<T>, isGivenUp: () => boolean): Promise<{ value: T } | undefined> {
  for (;;) {
    await breathe();
    if (isGivenUp()) return undefined;
    const end = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done) return { value: step.value };
    } while (performance.now() < end);
  }
}

type Make<T> = () => Steps<T>;

/** Keeps the last result of work that is made anew again and again. */
function createSlicer<T>() {
  const listeners = new Set<() => void>();
  let last: { readonly make: Make<T>; readonly value: T } | null = null;
  let wanted: Make<T> | null = null;
  let round = 0;
  let isRunning = false;

  /** What is wanted meanwhile comes next: work that was begun is ended, or none would ever be while much changes. */
  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    try {
      for (let make = wanted; make !== null; make = wanted) {
        wanted = null;
        const mine = round;
        const done = await runSliced(make(), () => mine !== round);
        if (done === undefined || mine !== round) continue;
        last = { make, value: done.value };
        for (const listener of listeners) listener();
      }
    } finally {
      isRunning = false;
    }
  }

  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** The result of this work where it is there or soon made; else that of the work before. */
    read(make: Make<T>, length: number): T | undefined {
      if (last?.make !== make && length <= (last === null ? FIRST : SHORT)) {
        last = { make, value: runAll(make()) };
        round += 1;
      }
      return last?.value;
    },
    want(make: Make<T>): void {
      wanted = last?.make === make ? null : make;
      void run();
    },
    giveUp(): void {
      wanted = null;
      round += 1;
    },
  };
}

/**
 * The result of work on a list of some length. A short list is worked through at once; a long one slice by slice, while
 * the result before stays, so that no frame is lost to it. Undefined until the first is there. Keep `make` stable: new
 * work is what a new function means.
 */
export function useSliced<T>(make: Make<T>, length: number): T | undefined {
  const [slicer] = useState(createSlicer<T>);
  const read = useCallback(() => slicer.read(make, length), [slicer, make, length]);
  const value = useSyncExternalStore(slicer.subscribe, read);
  useEffect(() => slicer.want(make), [slicer, make]);
  useEffect(() => () => slicer.giveUp(), [slicer]);
  return value;
}
