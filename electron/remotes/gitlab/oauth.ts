import { err, ok } from '../../../shared/lib/result';
import type { Remotely } from '../common/failure';
import { type Http, parseAnswer } from '../common/http';
import type { Pkce } from '../common/pkce';
import type { Tokens } from '../common/token-box';
import { TokenAnswer } from './dto/answers';
import { failureOf } from './errors';

/** Address of the sign-in page; `api` is the one scope that may write issues (RFC 7636, no client secret). */
export function signInUrl(
  url: string,
  clientId: string,
  redirectUri: string,
  state: string,
  pkce: Pkce,
): string {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'api',
    state,
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  });
  return `${url}/oauth/authorize?${query.toString()}`;
}

async function askForTokens(
  http: Http,
  url: string,
  form: Record<string, string>,
  now: number,
): Promise<Remotely<Tokens>> {
  const answer = await http.send({
    method: 'POST',
    url: `${url}/oauth/token`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
  });
  if (!answer.ok) return answer;
  if (answer.value.status !== 200) {
    const failure = failureOf(answer.value, true, now);
    if (failure.kind !== 'denied') return err(failure);
    return err({
      kind: 'sign-in',
      why: `GitLab does not accept the sign-in any more (${failure.message}). Sign in again under Connections.`,
    });
  }
  const parsed = parseAnswer(answer.value, TokenAnswer, 'the sign-in');
  // The body holds tokens, so it must not travel on in a failure.
  if (!parsed.ok)
    return err(parsed.error.kind === 'unreadable' ? { ...parsed.error, raw: '' } : parsed.error);
  return ok({ access: parsed.value.access_token, refresh: parsed.value.refresh_token });
}

/** Redeems the code of the sign-in page. */
export function redeemCode(
  http: Http,
  url: string,
  clientId: string,
  redirectUri: string,
  code: string,
  pkce: Pkce,
  now: number,
): Promise<Remotely<Tokens>> {
  const form = {
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    redirect_uri: redirectUri,
    code_verifier: pkce.verifier,
  };
  return askForTokens(http, url, form, now);
}

/** Renews both tokens; GitLab voids the old pair at once. */
export function renewTokens(
  http: Http,
  url: string,
  clientId: string,
  redirectUri: string,
  refresh: string,
  now: number,
): Promise<Remotely<Tokens>> {
  const form = {
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refresh,
    redirect_uri: redirectUri,
  };
  return askForTokens(http, url, form, now);
}
