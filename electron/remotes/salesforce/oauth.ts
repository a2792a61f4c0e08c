import { err, ok } from '../../../shared/lib/result';
import type { Remotely } from '../common/failure';
import { type Http, parseAnswer } from '../common/http';
import { isSecure } from '../common/origin';
import type { Pkce } from '../common/pkce';
import { TokenAnswer } from './dto/answers';
import { failureOf } from './errors';

/** Everything that a token answer tells about the org and the user. */
export type SignedIn = {
  readonly access: string;
  /** Null when the server keeps the old refresh token valid. */
  readonly refresh: string | null;
  readonly instanceUrl: string;
  readonly organizationId: string;
  readonly userId: string;
};

/** Address of the sign-in page; the scopes are the API and a refresh token (RFC 7636, no client secret). */
export function signInUrl(
  loginUrl: string,
  clientId: string,
  redirectUri: string,
  state: string,
  pkce: Pkce,
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'api refresh_token',
    state,
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  });
  return `${loginUrl}/services/oauth2/authorize?${query.toString()}`;
}

function readSignIn(answer: TokenAnswer, loginUrl: string): Remotely<SignedIn> {
  let instance: URL;
  let identity: string[];
  try {
    instance = new URL(answer.instance_url);
    identity = new URL(answer.id).pathname.split('/');
  } catch {
    return err({ kind: 'unreadable', why: 'The sign-in answer names no usable address.', raw: '' });
  }
  // An encrypted sign-in that leads to an unencrypted address, this machine's included, is not what was connected.
  const downgraded = loginUrl.startsWith('https:') && instance.protocol !== 'https:';
  if (!isSecure(instance) || downgraded)
    return err({
      kind: 'unreadable',
      why: `The sign-in answer names ${instance.origin}, which is not encrypted.`,
      raw: '',
    });
  const [userId = '', organizationId = ''] = identity.reverse();
  return ok({
    access: answer.access_token,
    refresh: answer.refresh_token ?? null,
    instanceUrl: instance.origin,
    organizationId,
    userId,
  });
}

async function askForTokens(
  http: Http,
  loginUrl: string,
  form: Record<string, string>,
  now: number,
): Promise<Remotely<SignedIn>> {
  const answer = await http.send({
    method: 'POST',
    url: `${loginUrl}/services/oauth2/token`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
  });
  if (!answer.ok) return answer;
  if (answer.value.status !== 200) {
    const failure = failureOf(answer.value, true, now);
    if (failure.kind !== 'denied') return err(failure);
    return err({
      kind: 'sign-in',
      why: `Salesforce does not accept the sign-in any more (${failure.message}). Sign in again under Connections.`,
    });
  }
  const parsed = parseAnswer(answer.value, TokenAnswer, 'the sign-in');
  // The body holds tokens, so it must not travel on in a failure.
  if (!parsed.ok)
    return err(parsed.error.kind === 'unreadable' ? { ...parsed.error, raw: '' } : parsed.error);
  return readSignIn(parsed.value, loginUrl);
}

/** Redeems the code of the sign-in page. */
export function redeemCode(
  http: Http,
  loginUrl: string,
  clientId: string,
  redirectUri: string,
  code: string,
  pkce: Pkce,
  now: number,
): Promise<Remotely<SignedIn>> {
  const form = {
    grant_type: 'authorization_code',
    code,
    client_id: clientId,
    redirect_uri: redirectUri,
    code_verifier: pkce.verifier,
  };
  return askForTokens(http, loginUrl, form, now);
}

/** Renews the access token; the answer may bring a new refresh token and a new address of the org. */
export function renewTokens(
  http: Http,
  loginUrl: string,
  clientId: string,
  refresh: string,
  now: number,
): Promise<Remotely<SignedIn>> {
  const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refresh };
  return askForTokens(http, loginUrl, form, now);
}
