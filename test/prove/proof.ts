/** One failed case of a proof: the seed that makes it again, and what was wrong. */
export type ProofFailure = { readonly seed: number; readonly what: string };

/** What a proof found. */
export type ProofOutcome = {
  /** Cases that were really run. */
  readonly checked: number;
  readonly failures: readonly ProofFailure[];
  /** Figures worth a place in the table, such as how many faults were hit. */
  readonly notes: readonly string[];
};

/** A promise of the project that is proven by many cases; each case follows from its seed alone. */
export type Proof = {
  /** `P1` and so on. */
  readonly id: string;
  readonly title: string;
  /** What one case is: a kill, a history, a damage. */
  readonly unit: string;
  /** Cases within `npm test`, and in `npm run prove`. */
  readonly sizes: { readonly test: number; readonly full: number };
  /** Runs so many cases with seeds from `firstSeed` on; `say` tells progress. */
  run(input: {
    readonly count: number;
    readonly firstSeed: number;
    /** Of the small changes of the code (P9b) only each so-manyth is tried; all where nothing is said. */
    readonly every?: number;
    readonly say: (line: string) => void;
  }): Promise<ProofOutcome>;
};

/** Failures as they are found: each is said at once, since a proof may run for hours, and kept for its end. */
export function failureLog(say: (line: string) => void) {
  const failures: ProofFailure[] = [];
  function fail(seed: number, what: string): void {
    failures.push({ seed, what });
    say(`seed ${seed}: ${what}`);
  }
  return { failures, fail };
}

/** A failed proof in words, with the seeds that fail; empty when all held. */
export function failureText({ failures }: ProofOutcome): string {
  return failures.map(({ seed, what }) => `seed ${seed}: ${what}`).join('\n');
}
