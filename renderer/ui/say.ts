import { create } from 'zustand';

type Said = {
  /** The latest words; the number tells the same words said twice apart. */
  readonly said: { readonly id: number; readonly text: string } | null;
  readonly say: (text: string) => void;
  readonly hush: () => void;
};

/** What screen readers are told beside the page. */
export const useSaid = create<Said>()((set) => ({
  said: null,
  say: (text) => set(({ said }) => ({ said: { id: (said?.id ?? 0) + 1, text } })),
  hush: () => set({ said: null }),
}));

/** Says to screen readers at once what stands on the page already, where no change of the page would make them read it. */
export function say(text: string): void {
  useSaid.getState().say(text);
}
