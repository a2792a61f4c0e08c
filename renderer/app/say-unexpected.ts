import { causeSentence } from '../../shared/lib/cause';

/** The longest message that the log takes. */
const LONGEST = 4000;

/** Chromium's word for a layout that takes one more frame to settle; nothing fails by it. */
const HARMLESS = /^ResizeObserver loop/;

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

/**
 * Says what failed without anybody having foreseen it, so that no press ends in silence: a promise that nobody waits for,
 * an error in a listener.
 */
export function sayUnexpected(
  page: EventTarget,
  tell: { readonly say: (text: string) => void; readonly log: (message: string) => void },
): void {
  let lastLogged = '';
  function report(cause: unknown): void {
    const message = `unforeseen: ${stackOf(cause)}`.slice(0, LONGEST);
    // What fails again and again, as with every frame, would fill the log.
    if (message !== lastLogged) tell.log(message);
    lastLogged = message;
    tell.say(
      `Something did not work: ${causeSentence(cause)} What had been saved is safe. Try again; if it stays, reload the window.`,
    );
  }
  const onRejection = (event: Event): void => report((event as PromiseRejectionEvent).reason);
  const onError = (event: Event): void => {
    const { error, message } = event as ErrorEvent;
    if (!HARMLESS.test(message)) report(error ?? message);
  };
  page.addEventListener('unhandledrejection', onRejection);
  page.addEventListener('error', onError);
}
