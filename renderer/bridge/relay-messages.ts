/** From a worker to its page. */
export type RelayRequest =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly input: unknown }
  | { readonly kind: 'listen'; readonly event: string };

/** From a page to its worker. */
export type RelayReply =
  | { readonly kind: 'answer'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly why: string }
  | { readonly kind: 'event'; readonly event: string; readonly payload: unknown };
