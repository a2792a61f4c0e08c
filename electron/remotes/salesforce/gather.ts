/** Answers a question together with those that are asked at the same time. */
export type Gather<Q, A> = (question: Q) => Promise<A>;

type Asked<Q, A> = {
  readonly question: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (cause: unknown) => void;
};

/**
 * Gathers what is asked within one turn of the event loop, and answers all of it when all is known: who goes on from an
 * answer then does so at the same time as the others, and is gathered with them again. There is an answer to each
 * question, in their order.
 */
export function gatherer<Q, A>(answerAll: (questions: readonly Q[]) => Promise<readonly A[]>): Gather<Q, A> {
  let asked: Asked<Q, A>[] = [];

  async function flush(): Promise<void> {
    const now = asked;
    asked = [];
    try {
      const answers = await answerAll(now.map(({ question }) => question));
      for (const [index, { resolve, reject }] of now.entries()) {
        const answer = answers[index];
        if (answer === undefined) reject(new Error('a question was left without an answer'));
        else resolve(answer);
      }
    } catch (cause) {
      for (const { reject } of now) reject(cause);
    }
  }

  return (question) =>
    new Promise((resolve, reject) => {
      asked.push({ question, resolve, reject });
      if (asked.length === 1) setImmediate(() => void flush());
    });
}
