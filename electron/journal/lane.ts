/** Lets one piece of work run at a time, in the order asked. */
export type Lane = <T>(work: () => Promise<T>) => Promise<T>;

/** Opens a lane. */
export function openLane(): Lane {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work, work);
    last = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  };
}
