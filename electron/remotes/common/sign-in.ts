import { err, type Result } from '../../../shared/lib/result';
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
    const state = createState();
    const pkce = createPkce();
    const loopback = await openLoopback({
      port: options.loopbackPort ?? 0,
      state,
      timeoutMs: options.signInTimeoutMs ?? SIGN_IN_MS,
    });
    cancel = loopback.close;
    const { redirectUri } = loopback;
    const code = loopback.code();
    try {
      await options.openBrowser(url(redirectUri, state, pkce));
    } catch {
      loopback.close();
      return err({
        message: 'The browser could not be opened.',
        fix: 'Choose a default browser in the settings of this computer and try again.',
      });
    }
    const result = await code;
    return result.ok ? { ok: true, value: { code: result.value, redirectUri, pkce } } : result;
  }

  /** Ends a sign-in that waits for the browser, if there is one. */
  return Object.assign(signIn, { cancel: () => cancel() });
}

/** Signs in in the browser; a call while another waits ends that one. */
export type BrowserSignIn = ReturnType<typeof createBrowserSignIn>;
