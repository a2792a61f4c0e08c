import { err, ok, type Result } from '../../../shared/lib/result';
import { complaintOf } from '../common/complaint';
import type { Remotely } from '../common/failure';
import type { Http } from '../common/http';
import { grantInBrowser, renewGrant } from '../common/oauth';
import type { Complaint } from '../common/ports';
import type { BrowserSignIn } from '../common/sign-in';
import { readSignIn, salesforceOAuth, type SignedIn } from './oauth';

/** How to connect an org; a refresh token that is given spares the browser. */
export type SalesforceConnect = {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly refreshToken?: string;
};

type SignInMeans = {
  readonly http: Http;
  readonly browser: BrowserSignIn;
  readonly now: () => number;
};

/** Spends a refresh token; the answer also says where the org is by now. */
export async function renewSignIn(
  { http, now }: Pick<SignInMeans, 'http' | 'now'>,
  loginUrl: string,
  clientId: string,
  refresh: string,
): Promise<Remotely<SignedIn>> {
  const place = { address: loginUrl, clientId };
  const answer = await renewGrant(http, salesforceOAuth, place, refresh, null, now());
  return answer.ok ? readSignIn(answer.value, loginUrl) : answer;
}

/** Gets the tokens of a new sign-in. */
export async function signIn(
  means: SignInMeans,
  input: SalesforceConnect,
  loginUrl: string,
): Promise<Result<SignedIn, Complaint>> {
  const { clientId, refreshToken } = input;
  if (refreshToken !== undefined) {
    const answer = await renewSignIn(means, loginUrl, clientId, refreshToken);
    if (!answer.ok) return err(complaintOf(answer.error));
    return ok({ ...answer.value, refresh: answer.value.refresh ?? refreshToken });
  }
  const place = { address: loginUrl, clientId };
  const granted = await grantInBrowser(means.http, salesforceOAuth, place, means.browser, means.now());
  if (!granted.ok) return granted;
  const answer = readSignIn(granted.value.answer, loginUrl);
  return answer.ok ? answer : err(complaintOf(answer.error));
}
