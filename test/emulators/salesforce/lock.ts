/** Runs asynchronous work one after the other, in order of arrival. */
export interface Lock {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Makes a lock; a failed piece of work does not stop the next. */
export function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const turn = last.then(work, work);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
