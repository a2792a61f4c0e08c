import { createContext, useContext, useEffect, useRef } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';

/** Something the person can do from the command palette, by its shortcut or from the application menu. */
export type Command = {
  readonly id: string;
  /** A verb: `New fund request`. */
  readonly label: string;
  /** Where it stands in the palette: `Go to`, `MDF`, `View`. */
  readonly group: string;
  /** Other words people type for it. */
  readonly keywords?: string;
  /**
   * Keys: `mod+k` (Ctrl or ⌘), `shift+d`, `n`, `g m` (one after the other). Single letters do nothing while a
   * text is being edited.
   */
  readonly shortcut?: string;
  /** Message of the application menu that also runs it, `edit.find`. */
  readonly menuCommand?: string;
  readonly run: () => void;
};

/** The group of what can be done with the fund request that is open. */
export const REQUEST_GROUP = 'Fund request';

type CommandState = {
  /** By who registered them, the latest last: a screen's command comes before the shell's of the same key. */
  readonly sets: ReadonlyMap<string, readonly Command[]>;
  readonly register: (owner: string, commands: readonly Command[]) => void;
  readonly unregister: (owner: string) => void;
};

/** What can be done now, for the palette and the keys. */
export type CommandStore = StoreApi<CommandState>;

/** Makes the list of what can be done now. */
export function createCommandStore(): CommandStore {
  return createStore<CommandState>()((set) => ({
    sets: new Map(),
    register: (owner, commands) =>
      set(({ sets }) => {
        const next = new Map(sets);
        next.delete(owner);
        return { sets: next.set(owner, commands) };
      }),
    unregister: (owner) =>
      set(({ sets }) => {
        const next = new Map(sets);
        next.delete(owner);
        return { sets: next };
      }),
  }));
}

/** Set once by the app's root. */
export const CommandContext = createContext<CommandStore | null>(null);

function useCommandStore(): CommandStore {
  const store = useContext(CommandContext);
  if (store === null) throw new Error('no command list above this component');
  return store;
}

/**
 * Offers commands while the component is shown: in the palette, in the keyboard help and by their keys. `owner` is
 * unique per caller (`mdf`, `mdf.inspector`). The functions may change at every render; the rest should be stable.
 */
export function useCommands(owner: string, commands: readonly Command[]): void {
  const store = useCommandStore();
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const shape = commands
    .map(({ id, label, shortcut }) => `${id}\u0000${label}\u0000${shortcut ?? ''}`)
    .join('\u0001');
  useEffect(() => {
    // What is stored asks for the latest functions when it runs, so that a new closure is no new registration.
    const stable = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find(({ id }) => id === command.id)?.run(),
    }));
    store.getState().register(owner, stable);
    return () => store.getState().unregister(owner);
  }, [store, owner, shape]);
}

/** Everything that can be done now; of two commands with one key the later registered one has it. */
export function useAllCommands(): readonly Command[] {
  const sets = useStore(useCommandStore(), (state) => state.sets);
  return [...sets.values()].flat();
}
