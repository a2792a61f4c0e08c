/** A virtual screen. */
export type Screen = { readonly display: string; readonly stop: () => Promise<void> };

/** Starts Xvfb on a free display; rejects with what it said when it does not start. */
export function startXvfb(options?: { readonly size?: string }): Promise<Screen>;
