/** What the preload puts on `window.api`: untyped on purpose, since only the bridge reads it and parses. */
export type WindowApi = {
  /** Rejects when there is no such channel; every other failure comes back as a value. */
  invoke(channel: string, input: unknown): Promise<unknown>;
  /** Returns a function that ends the subscription. */
  on(event: string, listener: (payload: unknown) => void): () => void;
};
