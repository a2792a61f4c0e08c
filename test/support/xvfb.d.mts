export type Screen = { readonly display: string; readonly stop: () => Promise<void> };

export function startXvfb(options?: { readonly size?: string }): Promise<Screen>;
