import { create } from 'zustand';

export type Toast = {
  readonly id: number;
  readonly text: string;
  readonly tone: 'neutral' | 'good' | 'bad';
  /** Label and effect of the one action, normally Undo. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
};

type ToastState = {
  readonly toasts: readonly Toast[];
  readonly nextId: number;
  readonly show: (toast: Omit<Toast, 'id'>) => void;
  readonly dismiss: (id: number) => void;
};

const MOST_SHOWN = 3;

/** What just happened, for the corner of the window; the oldest gives way when a fourth arrives. */
export const useToasts = create<ToastState>()((set) => ({
  toasts: [],
  nextId: 1,
  show: (toast) =>
    set((state) => ({
      nextId: state.nextId + 1,
      toasts: [...state.toasts, { ...toast, id: state.nextId }].slice(-MOST_SHOWN),
    })),
  dismiss: (id) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
}));

/** Says what was done, with its undo where there is one; errors belong beside what failed, not only here. */
export function showToast(
  text: string,
  options: { readonly tone?: Toast['tone']; readonly action?: NonNullable<Toast['action']> } = {},
): void {
  useToasts.getState().show({ text, tone: options.tone ?? 'neutral', action: options.action ?? null });
}
