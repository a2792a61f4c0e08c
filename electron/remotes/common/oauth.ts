import { err, ok, type Result } from '../../../shared/lib/result';
import { z } from '../../../shared/schema/zod';
import { complaintOf } from './complaint';
import type { RemoteFailure, Remotely } from './failure';
import { type Http, type HttpAnswer, jsonOf, parseAnswer } from './http';
import type { Pkce } from './pkce';
import type { Complaint } from './ports';
import { retryAfterMs } from './retry-after';
import { withoutSecrets } from './scrub';
import type { BrowserSignIn } from './sign-in';

/** Where one system keeps its sign-in, and what is asked for there; the client is public and has no secret. */
export type OAuthServer<T> = {
  /** Name of the server in messages. */
  readonly name: string;
  readonly authorizePath: string;
  readonly tokenPath: string;
  readonly revokePath: string;
  /** Scopes asked for, separated by spaces. */
  readonly scope: string;
  /** The token answer. */
  readonly answer: z.ZodType<T>;
};

/** A sign-in server at its address, with the id under which the app is known there. */
export type OAuthPlace = { readonly address: string; readonly clientId: string };

/** What a token request sends that must not come back in words that are shown and stored. */
const SECRET_FIELDS = ['refresh_token', 'code', 'code_verifier'] as const;

const OAuthError = z.object({ error: z.string(), error_description: z.string().optional() });

/** Codes that say nothing about the grant and pass by themselves. */
const PASSING = new Set([
  'temporarily_unavailable',
  'server_error',
  'unknown_error',
  'rate_limit_exceeded',
  'slow_down',
]);

/** Codes that say that the server does not know this app as it was entered. */
const NOT_KNOWN = new Set([
  'invalid_client',
  'invalid_client_id',
  'unauthorized_client',
  'redirect_uri_mismatch',
  'invalid_redirect_uri',
  'unsupported_grant_type',
]);

function ended(name: string, code: string, words: string): RemoteFailure {
  if (NOT_KNOWN.has(code))
    return {
      kind: 'sign-in',
      why: `${name} does not know this app under the id that was entered (${words}).`,
      fix: 'Check the id with your administrator: an application for public clients with PKCE, without a secret, that may return to http://127.0.0.1.',
    };
  if (code === 'inactive_user' || code === 'inactive_org')
    return {
      kind: 'sign-in',
      why: `${name} does not let you in: ${code === 'inactive_org' ? 'the org' : 'your user'} is not active (${words}).`,
      fix: 'Ask your administrator; what waits here is kept.',
    };
  return {
    kind: 'sign-in',
    why: `${name} has ended this sign-in; it expired or was revoked (${words}).`,
    fix: 'Sign in again under Connections. What waits here is kept and sent then.',
    ...(code === 'invalid_grant' ? { isOver: true as const } : {}),
  };
}

/** Reads a refused token request; only a verdict in the server's own words ends a sign-in. */
function refusalOf(name: string, answer: HttpAnswer, now: number): RemoteFailure {
  const { status } = answer;
  const afterMs = retryAfterMs(answer.headers, now);
  const parsed = OAuthError.safeParse(jsonOf(answer));
  if (status === 429 || status >= 500 || (parsed.success && PASSING.has(parsed.data.error)))
    return { kind: 'wait', why: `${name} cannot renew the sign-in right now.`, afterMs };
  if (!parsed.success)
    return { kind: 'lost', why: `${name} answered the sign-in with something else (status ${status}).` };
  const { error: code, error_description: words = code } = parsed.data;
  if (/\bip\b.*(restrict|not allowed)/i.test(words))
    return {
      kind: 'wait',
      why: `${name} does not accept sign-ins from this network (${words}).`,
      fix: 'Connect to the network or VPN of your company, or ask an administrator to allow this address.',
      afterMs,
    };
  return ended(name, code, words);
}

async function askForTokens<T>(
  http: Http,
  server: OAuthServer<T>,
  { address, clientId }: OAuthPlace,
  form: Record<string, string>,
  now: number,
): Promise<Remotely<T>> {
  const answer = await http.send({
    method: 'POST',
    url: `${address}${server.tokenPath}`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: new URLSearchParams({ ...form, client_id: clientId }).toString(),
  });
  if (!answer.ok) return answer;
  if (answer.value.status !== 200) {
    const secrets = SECRET_FIELDS.flatMap((field) => form[field] ?? []);
    return err(refusalOf(server.name, withoutSecrets(answer.value, secrets), now));
  }
  const parsed = parseAnswer(answer.value, server.answer, 'the sign-in');
  // The body holds tokens, so it must not travel on in a failure.
  return parsed.ok || parsed.error.kind !== 'unreadable' ? parsed : err({ ...parsed.error, raw: '' });
}

/** What a sign-in in the browser came to; the redirect address is part of later renewals at GitLab. */
export type BrowserGrant<T> = { readonly answer: T; readonly redirectUri: string };

/** Signs in in the person's browser and redeems the code (RFC 8252, RFC 7636 with S256). */
export async function grantInBrowser<T>(
  http: Http,
  server: OAuthServer<T>,
  place: OAuthPlace,
  browser: BrowserSignIn,
  now: number,
): Promise<Result<BrowserGrant<T>, Complaint>> {
  const back = await browser((redirectUri, state, pkce) =>
    authorizeUrl(server, place, redirectUri, state, pkce),
  );
  if (!back.ok) return back;
  const { code, redirectUri, pkce } = back.value;
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: pkce.verifier,
  };
  const answer = await askForTokens(http, server, place, form, now);
  return answer.ok ? ok({ answer: answer.value, redirectUri }) : err(complaintOf(answer.error));
}

function authorizeUrl<T>(
  server: OAuthServer<T>,
  { address, clientId }: OAuthPlace,
  redirectUri: string,
  state: string,
  pkce: Pkce,
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: server.scope,
    state,
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  });
  return `${address}${server.authorizePath}?${query.toString()}`;
}

/** Renews the access token; `redirectUri` goes along where the server wants to see it again. */
export function renewGrant<T>(
  http: Http,
  server: OAuthServer<T>,
  place: OAuthPlace,
  refresh: string,
  redirectUri: string | null,
  now: number,
): Promise<Remotely<T>> {
  const form = {
    grant_type: 'refresh_token',
    refresh_token: refresh,
    ...(redirectUri === null ? {} : { redirect_uri: redirectUri }),
  };
  return askForTokens(http, server, place, form, now);
}

/** Tells the server that a sign-in is over; false when it could not be told. */
export async function revokeGrant<T>(
  http: Http,
  server: OAuthServer<T>,
  { address, clientId }: OAuthPlace,
  refresh: string,
): Promise<boolean> {
  const answer = await http.send({
    method: 'POST',
    url: `${address}${server.revokePath}`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: new URLSearchParams({ token: refresh, client_id: clientId }).toString(),
  });
  if (!answer.ok) return false;
  // A token that the server does not know any more is as good as revoked.
  return answer.value.status === 200 || answer.value.status === 400;
}
