import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand';
import type { Result } from '../../shared/lib/result';
import { overCodes, type UseCaseProblem } from '../../shared/usecases/problem';
import { isToastShown, showToast } from '../ui/toast-store';

/** Null when it was done; why not, to be tried again later; or why it is `over` and can never be done any more. */
export type UndoAnswer = string | null | { readonly over: string };

/** What a step back, or forth again, is answered: nothing for a null, else why it was not done and whether it ever can be. */
export function undoAnswer(problem: UseCaseProblem | null): UndoAnswer {
  if (problem === null) return null;
  const why = `${problem.message} ${problem.fix}`;
  return overCodes.includes(problem.code) ? { over: why } : why;
}

/** As {@link undoAnswer}, of what came of the step. */
export function undoAnswerOf(done: Result<unknown, UseCaseProblem>): UndoAnswer {
  return undoAnswer(done.ok ? null : done.error);
}

/** Something done that can be taken back; both ways are use cases of their own and may fail. */
export type UndoEntry = {
  /** What was done, in the past: `Tactic moved`. */
  readonly label: string;
  /** What it is like once it was taken back; without it the label says so. */
  readonly undoneLabel?: string;
  readonly undo: () => Promise<UndoAnswer>;
  readonly redo: () => Promise<UndoAnswer>;
  /** Steps of one run, such as moves of one bar, are taken back as one while the message of the last is shown. */
  readonly run?: string;
};

type UndoState = {
  readonly done: readonly UndoEntry[];
  readonly undone: readonly UndoEntry[];
  /** Remembers what was just done and says so with an Undo button. */
  readonly did: (entry: UndoEntry) => void;
  readonly undo: () => Promise<void>;
  readonly redo: () => Promise<void>;
};

/** What can be taken back and done again. */
export type UndoStore = StoreApi<UndoState>;

const REMEMBERED = 100;

/** Makes the list behind Undo and Redo; the toast's button takes back its own entry only while that is the latest. */
export function createUndoStore(): UndoStore {
  // One at a time: a second press waits until the first has been written.
  let turn: Promise<void> = Promise.resolve();
  function inTurn(step: () => Promise<void>): Promise<void> {
    const mine = turn.then(step);
    // One that breaks off keeps no later one from its turn.
    turn = mine.catch(() => undefined);
    return mine;
  }
  return createStore<UndoState>()((set, get) => ({
    done: [],
    undone: [],
    did: (step) => {
      const last = get().done.at(-1);
      const goesOn = step.run !== undefined && last?.run === step.run && isToastShown(step.run);
      const entry = goesOn ? asOne(last, step) : step;
      set(({ done }) => ({
        done: [...(goesOn ? done.slice(0, -1) : done), entry].slice(-REMEMBERED),
        undone: [],
      }));
      showToast(entry.label, {
        ...(step.run === undefined ? {} : { key: step.run }),
        action: {
          label: 'Undo',
          run: () => {
            const { done, undo } = get();
            if (done.at(-1) === entry) void undo();
            else
              showToast(
                done.includes(entry)
                  ? 'Something else was done since. Undo that first.'
                  : 'It was taken back already, or cannot be any more.',
              );
          },
        },
      });
    },
    undo: () =>
      inTurn(async () => {
        const entry = get().done.at(-1);
        if (entry === undefined) return;
        const answer = await entry.undo();
        if (answer === null)
          set(({ done, undone }) => ({ done: without(done, entry), undone: [...undone, entry] }));
        else if (typeof answer === 'object') set(({ done }) => ({ done: without(done, entry) }));
        say(answer, entry.undoneLabel ?? `Undone: ${entry.label}`, entry.run);
      }),
    redo: () =>
      inTurn(async () => {
        const entry = get().undone.at(-1);
        if (entry === undefined) return;
        const answer = await entry.redo();
        if (answer === null)
          set(({ done, undone }) => ({ done: [...done, entry], undone: without(undone, entry) }));
        else if (typeof answer === 'object') set(({ undone }) => ({ undone: without(undone, entry) }));
        say(answer, `Done again: ${entry.label}`, entry.run);
      }),
  }));
}

/** Something may have been done while it was being taken back, so it need not be the last any more. */
function without(entries: readonly UndoEntry[], entry: UndoEntry): readonly UndoEntry[] {
  return entries.filter((one) => one !== entry);
}

function asOne(first: UndoEntry, next: UndoEntry): UndoEntry {
  return {
    ...next,
    ...(first.undoneLabel === undefined ? {} : { undoneLabel: first.undoneLabel }),
    undo: async () => (await next.undo()) ?? (await first.undo()),
    redo: async () => (await first.redo()) ?? (await next.redo()),
  };
}

/** The message takes the place of the one about the run, whose Undo is used up. */
function say(answer: UndoAnswer, success: string, run: string | undefined): void {
  if (answer === null) showToast(success, run === undefined ? {} : { key: run });
  else showToast(typeof answer === 'object' ? answer.over : answer, { tone: 'bad' });
}

/** Set once by the app's root. */
export const UndoContext = createContext<UndoStore | null>(null);

/** The list behind Undo and Redo: call `useUndo().getState().did(…)` after something that can be taken back. */
export function useUndo(): UndoStore {
  const store = useContext(UndoContext);
  if (store === null) throw new Error('no undo list above this component');
  return store;
}
