import { err, ok, type Result } from '../../../shared/lib/result';
import { openLoopback } from './loopback';
import { createPkce, createState, type Pkce } from './pkce';
import type { Complaint, RemotesOptions } from './ports';

/** What redeeming needs after the browser has come back. */
export type Redeemable = { readonly code: string; readonly redirectUri: string; readonly pkce: Pkce };

const SIGN_IN_MS = 5 * 60 * 1000;

/** Runs sign-ins in the browser, one at a time: a new one cancels the one that still waits. */
export function createBrowserSignIn(options: RemotesOptions) {
  let cancel: () => void = () => undefined;

  /** Opens the page that `url` makes and waits for the browser to come back with a code. */
  async function signIn(
    url: (redirectUri: string, state: string, pkce: Pkce) => string,
  ): Promise<Result<Redeemable, Complaint>> {
    cancel();
    let isGivenUp = false;
    cancel = () => {
      isGivenUp = true;
    };
    const state = createState();
    const pkce = createPkce();
    const loopback = await openLoopback({
      port: options.loopbackPort ?? 0,
      state,
      timeoutMs: options.signInTimeoutMs ?? SIGN_IN_MS,
    });
    const code = loopback.code();
    // Given up, or given up for another one, before there was anything to close.
    if (isGivenUp) loopback.close();
    else cancel = loopback.close;
    const { redirectUri } = loopback;
    const result = isGivenUp ? await code : await untilBack(code, url(redirectUri, state, pkce));
    loopback.close();
    return result.ok ? ok({ code: result.value, redirectUri, pkce }) : result;
  }

  /** Not every system says at once, or ever, that the browser is open, so only a no is waited for beside the code. */
  function untilBack(
    code: Promise<Result<string, Complaint>>,
    page: string,
  ): Promise<Result<string, Complaint>> {
    const opening = options.openBrowser(page).then(
      () => code,
      () =>
        err({
          message: 'The browser could not be opened.',
          fix: 'Choose a default browser in the settings of this computer and try again.',
        }),
    );
    return Promise.race([code, opening]);
  }

  /** Ends a sign-in that waits for the browser, if there is one. */
  return Object.assign(signIn, { cancel: () => cancel() });
}

/** Signs in in the browser; a call while another waits ends that one. */
export type BrowserSignIn = ReturnType<typeof createBrowserSignIn>;
