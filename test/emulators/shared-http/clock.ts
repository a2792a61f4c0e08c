/** The server's own clock: the real one (or the one given) plus a skew that tests may set. */
export interface ServerClock {
  now(): Date;
  /** Milliseconds that this server is ahead of the real time; negative is behind. */
  skewMs(): number;
  setSkewMs(skewMs: number): void;
}

/** Makes a server clock over `base`, which defaults to the machine's clock. */
export function createServerClock(base: () => Date = () => new Date()): ServerClock {
  let skew = 0;
  return {
    now: () => new Date(base().getTime() + skew),
    skewMs: () => skew,
    setSkewMs(skewMs) {
      skew = skewMs;
    },
  };
}
