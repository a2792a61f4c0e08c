import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import type { NodeEnv } from '../shared-http/serve';
import { addOpenIdRoutes } from './id-token';
import { identityOf, userInfoOf } from './identity';
import { authenticate, type OAuthContext, oauthError, originOf, parameters } from './oauth-http';
import { token } from './oauth-token-endpoint';
import { scopesAsked, type Session } from './oauth-tokens';
import { json, type Runtime } from './routes/env';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

function userFor(runtime: Runtime, hint: string | null): string | null {
  for (const user of runtime.org.store.all('User')) {
    if (hint === null || user['Username'] === hint || user['Email'] === hint) return String(user['Id']);
  }
  return null;
}

function redirect(to: URL, params: Record<string, string | null>): Response {
  for (const [name, value] of Object.entries(params)) if (value !== null) to.searchParams.set(name, value);
  return new Response(null, { status: 302, headers: { location: to.toString() } });
}

/** The page where a person would sign in: here the seeded user, or the one of `login_hint`, agrees at once. */
function authorize(runtime: Runtime, c: OAuthContext): Response {
  const params = new URL(c.req.url).searchParams;
  const client = runtime.tokens.client(params.get('client_id') ?? '');
  if (!client) return oauthError('invalid_client_id', 'client identifier invalid');
  const redirectUri = params.get('redirect_uri') ?? '';
  let target: URL;
  try {
    target = new URL(redirectUri);
  } catch {
    return oauthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  if (!LOOPBACK.has(target.hostname))
    return oauthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  const state = params.get('state');
  if (params.get('response_type') !== 'code') {
    return redirect(target, {
      error: 'unsupported_response_type',
      error_description: 'response type not supported',
      state,
    });
  }
  const challenge = params.get('code_challenge');
  const method = params.get('code_challenge_method');
  const badChallenge = challenge === null ? client.clientSecret === null : !CHALLENGE.test(challenge);
  if (badChallenge || (method !== null && method !== 'S256')) {
    return redirect(target, { error: 'invalid_request', error_description: 'invalid code challenge', state });
  }
  const userId = userFor(runtime, params.get('login_hint'));
  if (userId === null) {
    return redirect(target, {
      error: 'access_denied',
      error_description: 'end-user denied authorization',
      state,
    });
  }
  const scopes = scopesAsked(params.get('scope'));
  if (scopes === null) {
    return redirect(target, {
      error: 'invalid_scope',
      error_description: 'the requested scope is not allowed',
      state,
    });
  }
  const code = runtime.tokens.issueCode({
    userId,
    clientId: client.clientId,
    scopes,
    redirectUri,
    challenge,
    nonce: params.get('nonce'),
  });
  return redirect(target, { code, state });
}

async function revoke(runtime: Runtime, c: OAuthContext): Promise<Response> {
  const params = await parameters(c);
  if (!runtime.tokens.revoke(params.get('token') ?? '')) return oauthError('invalid_token', 'invalid token');
  return new Response(null, { status: 200 });
}

/** The access token of a request: bearer header, or `oauth_token` in the URL as jsforce sends it to the identity URL. */
function bearer(c: OAuthContext): string {
  const header = c.req.header('authorization') ?? '';
  return (
    /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(header)?.[1] ??
    c.req.query('oauth_token') ??
    c.req.query('access_token') ??
    ''
  );
}

/** The login behind a request; null when its token is missing, unknown, revoked or expired. */
export function sessionOf(runtime: Runtime, c: OAuthContext): Session | null {
  return runtime.tokens.session(bearer(c));
}

function badToken(): Response {
  return new Response('Bad_OAuth_Token', {
    status: 403,
    headers: { 'content-type': 'text/html;charset=UTF-8' },
  });
}

/** What a token is worth, told to the client that has it (RFC 7662). */
async function introspect(runtime: Runtime, c: OAuthContext): Promise<Response> {
  const params = await parameters(c);
  const client = authenticate(runtime, params);
  if (client instanceof Response) return client;
  const found = runtime.tokens.inspect(params.get('token') ?? '');
  if (!found || found.session.clientId !== client.clientId) return json({ active: false });
  const { session, expiresAt } = found;
  const user = runtime.org.store.get('User', session.userId);
  return json({
    active: true,
    scope: session.scopes.join(' '),
    client_id: session.clientId,
    username: user?.['Username'] ?? null,
    sub: `${originOf(c)}/id/${runtime.org.id}/${session.userId}`,
    token_type: expiresAt === null ? 'refresh_token' : 'access_token',
    ...(expiresAt === null ? {} : { exp: Math.floor(expiresAt / 1000) }),
  });
}

/** The address that opens the org in a browser without signing in again. */
function singleAccess(runtime: Runtime, c: OAuthContext): Response {
  if (!sessionOf(runtime, c)) return badToken();
  const url = new URL('/secur/frontdoor.jsp', originOf(c));
  url.searchParams.set('otp', randomBytes(24).toString('base64url'));
  const startUrl = c.req.query('redirect_uri');
  if (startUrl !== undefined) url.searchParams.set('startURL', startUrl);
  return json({ frontdoor_uri: url.toString() });
}

/** Routes of the login server: authorize, token, revoke, introspect, userinfo and the identity URL. */
export function addOAuthRoutes(app: Hono<NodeEnv>, runtime: Runtime): void {
  app.get('/services/oauth2/authorize', (c) => authorize(runtime, c));
  app.post('/services/oauth2/token', (c) => token(runtime, c));
  app.on(['GET', 'POST'], '/services/oauth2/revoke', (c) => revoke(runtime, c));
  app.post('/services/oauth2/introspect', (c) => introspect(runtime, c));
  app.on(['GET', 'POST'], '/services/oauth2/singleaccess', (c) => singleAccess(runtime, c));
  app.on(['GET', 'POST'], '/services/oauth2/userinfo', (c) => {
    const session = sessionOf(runtime, c);
    return session ? json(userInfoOf(runtime.org, session, originOf(c))) : badToken();
  });
  addOpenIdRoutes(app, runtime);
  app.on(['GET', 'POST'], '/id/:org/:user', (c) => {
    const session = sessionOf(runtime, c);
    if (!session || c.req.param('user').slice(0, 15) !== session.userId.slice(0, 15)) return badToken();
    return json(identityOf(runtime.org, session, originOf(c)));
  });
}
