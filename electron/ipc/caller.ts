import type { Caller, CallerOf } from './register';

type Frame = { readonly url: string; readonly parent: unknown };

/**
 * Knows the app's own windows by the id of their web contents. A call counts only when it comes from the top frame
 * of one of them while that shows a page of the app.
 */
export type CallerBook = {
  add(contentsId: number, caller: Caller): void;
  remove(contentsId: number): void;
  readonly callerOf: CallerOf;
};

/** An empty book; `isOwnUrl` tells the app's pages from others. */
export function createCallerBook(isOwnUrl: (url: string) => boolean): CallerBook {
  const callers = new Map<number, Caller>();
  return {
    add: (contentsId, caller) => {
      callers.set(contentsId, caller);
    },
    remove: (contentsId) => {
      callers.delete(contentsId);
    },
    callerOf(event) {
      const frame = frameOf(event);
      if (frame === null || frame.parent !== null || !isOwnUrl(frame.url)) return null;
      return callers.get(event.sender.id) ?? null;
    },
  };
}

/** The sending frame as plain values; a frame that is gone by now answers by throwing. */
function frameOf(event: { readonly senderFrame: Frame | null }): Frame | null {
  try {
    const frame = event.senderFrame;
    return frame === null ? null : { url: frame.url, parent: frame.parent };
  } catch {
    return null;
  }
}
