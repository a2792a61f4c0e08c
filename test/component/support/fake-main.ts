import type { Channel, ChannelIn, ChannelOut, EventName, EventPayload } from '../../../shared/ipc/contract';
import type { WindowApi } from '../../../shared/ipc/window-api';
import { journalAnswers } from '../../support/journal-main';
import { createMemoryJournal } from '../../support/memory-journal';

type Answers = {
  readonly [C in Channel]?: (input: ChannelIn<C>) => ChannelOut<C> | Promise<ChannelOut<C>>;
};

export type FakeMain = WindowApi & {
  /** What was asked, in order. */
  readonly calls: readonly { readonly channel: string; readonly input: unknown }[];
  /** Sends an event to the page. */
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void;
};

/** A main process for component tests: keeps a journal in memory, answers what the test says and refuses the rest in words. */
export function fakeMain(answers: Answers = {}): FakeMain {
  const calls: { channel: string; input: unknown }[] = [];
  const known: Answers = { ...journalAnswers(createMemoryJournal()), ...answers };
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  return {
    calls,
    async invoke(channel, input) {
      calls.push({ channel, input });
      const answer = (known as Record<string, ((input: unknown) => unknown) | undefined>)[channel];
      if (answer !== undefined) return answer(input);
      return { ok: false, error: { message: `The test has no answer for ${channel}.`, fix: 'Give it one.' } };
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
    emit(event, payload) {
      for (const listener of listeners.get(event) ?? []) listener(payload);
    },
  };
}
