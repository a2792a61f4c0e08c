import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand';
import { showToast } from '../ui/toast-store';

/** Something done that can be taken back; both ways are use cases of their own and may fail. */
export type UndoEntry = {
  /** What was done, in the past: `Tactic moved`. */
  readonly label: string;
  /** Takes it back; the answer is null, or why it could not be done. */
  readonly undo: () => Promise<string | null>;
  readonly redo: () => Promise<string | null>;
};

type UndoState = {
  readonly done: readonly UndoEntry[];
  readonly undone: readonly UndoEntry[];
  /** Remembers what was just done and says so with an Undo button. */
  readonly did: (entry: UndoEntry) => void;
  readonly undo: () => Promise<void>;
  readonly redo: () => Promise<void>;
};

export type UndoStore = StoreApi<UndoState>;

const REMEMBERED = 100;

/** Makes the list behind Undo and Redo; the toast's button takes back its own entry only while that is the latest. */
export function createUndoStore(): UndoStore {
  // One at a time: a second press waits until the first has been written.
  let turn: Promise<void> = Promise.resolve();
  function inTurn(step: () => Promise<void>): Promise<void> {
    turn = turn.then(step);
    return turn;
  }
  return createStore<UndoState>()((set, get) => ({
    done: [],
    undone: [],
    did: (entry) => {
      set(({ done }) => ({ done: [...done, entry].slice(-REMEMBERED), undone: [] }));
      showToast(entry.label, {
        action: {
          label: 'Undo',
          run: () => {
            if (get().done.at(-1) === entry) void get().undo();
          },
        },
      });
    },
    undo: () =>
      inTurn(async () => {
        const entry = get().done.at(-1);
        if (entry === undefined) return;
        const problem = await entry.undo();
        if (problem === null)
          set(({ done, undone }) => ({ done: done.slice(0, -1), undone: [...undone, entry] }));
        say(problem, `Undone: ${entry.label}`);
      }),
    redo: () =>
      inTurn(async () => {
        const entry = get().undone.at(-1);
        if (entry === undefined) return;
        const problem = await entry.redo();
        if (problem === null)
          set(({ done, undone }) => ({ done: [...done, entry], undone: undone.slice(0, -1) }));
        say(problem, `Done again: ${entry.label}`);
      }),
  }));
}

function say(problem: string | null, success: string): void {
  if (problem === null) showToast(success);
  else showToast(problem, { tone: 'bad' });
}

/** Set once by the app's root. */
export const UndoContext = createContext<UndoStore | null>(null);

/** The list behind Undo and Redo: call `useUndo().getState().did(…)` after something that can be taken back. */
export function useUndo(): UndoStore {
  const store = useContext(UndoContext);
  if (store === null) throw new Error('no undo list above this component');
  return store;
}
