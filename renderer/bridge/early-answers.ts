import type { WindowApi } from '../../shared/ipc/window-api';

/** Answers of main that were asked for before the code that reads them was loaded, by channel. */
export type EarlyAnswers = Map<string, Promise<unknown>>;

/** Asks main what the page needs to start; this file carries no schema, so it can run before everything else. */
export function askEarly(channels: readonly string[]): EarlyAnswers {
  const answers: EarlyAnswers = new Map();
  for (const channel of channels) askLater(answers, channel, undefined);
  return answers;
}

/** Asks one more thing; whoever asks that channel first gets the answer to `input`. */
export function askLater(answers: EarlyAnswers, channel: string, input: unknown): void {
  const answer = window.api.invoke(channel, input);
  // Whoever takes the answer hears of the failure too.
  answer.catch(() => undefined);
  answers.set(channel, answer);
}

/** The way to main that gives each early answer to the first who asks for it. */
export function withEarlyAnswers(api: WindowApi, early: EarlyAnswers): WindowApi {
  return {
    invoke(channel, input) {
      const answer = early.get(channel);
      if (answer === undefined) return api.invoke(channel, input);
      early.delete(channel);
      return answer;
    },
    on: (event, listener) => api.on(event, listener),
  };
}
