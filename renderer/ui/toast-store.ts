import { create } from 'zustand';

export type Toast = {
  readonly id: number;
  readonly text: string;
  readonly tone: 'neutral' | 'good' | 'bad';
  /** How often the same was said while it was shown. */
  readonly count: number;
  /** A later toast of the same key takes its place; null for none. */
  readonly key: string | null;
  /** Label and effect of the one action, normally Undo. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
};

type ToastState = {
  /** The newest first. */
  readonly toasts: readonly Toast[];
  readonly nextId: number;
  readonly show: (toast: Omit<Toast, 'id' | 'count'>) => void;
  readonly dismiss: (id: number) => void;
  readonly dismissAll: () => void;
};

/** Kept at once; what is older has been read or never will be. */
const MOST_KEPT = 20;

/** What just happened, for the corner of the window; said again while it is shown, it is counted instead of piled up. */
export const useToasts = create<ToastState>()((set) => ({
  toasts: [],
  nextId: 1,
  show: (toast) =>
    set(({ toasts, nextId }) => {
      const isSame = (one: Toast) => one.text === toast.text && one.tone === toast.tone;
      const count = (toasts.find(isSame)?.count ?? 0) + 1;
      const others = toasts.filter((one) => !isSame(one) && (toast.key === null || one.key !== toast.key));
      return { nextId: nextId + 1, toasts: [{ ...toast, id: nextId, count }, ...others].slice(0, MOST_KEPT) };
    }),
  dismiss: (id) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
  dismissAll: () => set({ toasts: [] }),
}));

/** Says what was done, with its undo where there is one; errors belong beside what failed, not only here. */
export function showToast(
  text: string,
  options: {
    readonly tone?: Toast['tone'];
    readonly action?: NonNullable<Toast['action']>;
    readonly key?: string;
  } = {},
): void {
  const { tone = 'neutral', action = null, key = null } = options;
  useToasts.getState().show({ text, tone, action, key });
}

/** Whether a toast of that key is still to be read. */
export function isToastShown(key: string): boolean {
  return useToasts.getState().toasts.some((toast) => toast.key === key);
}
