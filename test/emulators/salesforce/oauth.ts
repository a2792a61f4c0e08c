import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Context, Hono } from 'hono';
import type { ClientSeed } from '../scenario/salesforce-seed';
import { basicLogin } from '../shared-http/basic-login';
import type { NodeEnv } from '../shared-http/serve';
import { identityOf, userInfoOf } from './identity';
import { type IssuedTokens, scopesAsked, type Session } from './oauth-tokens';
import { json, type Runtime } from './routes/env';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

type OAuthContext = Context<NodeEnv>;

function oauthError(error: string, description: string, status = 400): Response {
  return json({ error, error_description: description }, status, { 'cache-control': 'no-store' });
}

function originOf(c: OAuthContext): string {
  return new URL(c.req.url).origin;
}

/** Parameters of a token request, from the form body and the query string alike; a client may name itself in the header. */
async function parameters(c: OAuthContext): Promise<URLSearchParams> {
  const params = new URLSearchParams(new URL(c.req.url).search);
  const text = c.req.method === 'POST' ? await c.req.text() : '';
  for (const [name, value] of new URLSearchParams(text)) params.set(name, value);
  const basic = basicLogin(c.req.header('authorization'));
  if (basic === null) return params;
  params.set('client_id', basic.id);
  params.set('client_secret', basic.secret);
  return params;
}

function tokenAnswer(runtime: Runtime, c: OAuthContext, issued: IssuedTokens): Response {
  const origin = originOf(c);
  const issuedAt = String(runtime.org.clock.now().getTime());
  const id = `${origin}/id/${runtime.org.id}/${issued.session.userId}`;
  const signature = createHmac('sha256', issued.session.clientId)
    .update(id + issuedAt)
    .digest('base64');
  return json(
    {
      access_token: issued.accessToken,
      ...(issued.refreshToken === null ? {} : { refresh_token: issued.refreshToken }),
      signature,
      scope: issued.session.scopes.join(' '),
      instance_url: origin,
      id,
      token_type: 'Bearer',
      issued_at: issuedAt,
    },
    200,
    { 'cache-control': 'no-store' },
  );
}

/** The client of a token request; a public client must not send a secret, a confidential one has to know its own. */
function authenticate(runtime: Runtime, params: URLSearchParams): ClientSeed | Response {
  const client = runtime.tokens.client(params.get('client_id') ?? '');
  if (!client) return oauthError('invalid_client_id', 'client identifier invalid');
  const secret = params.get('client_secret') ?? '';
  if (secret !== (client.clientSecret ?? ''))
    return oauthError('invalid_client', 'invalid client credentials');
  return client;
}

function verifierMatches(challenge: string, verifier: string): boolean {
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

function redeemCode(
  runtime: Runtime,
  c: OAuthContext,
  client: ClientSeed,
  params: URLSearchParams,
): Response {
  const code = runtime.tokens.takeCode(params.get('code') ?? '');
  if (!code || code.clientId !== client.clientId)
    return oauthError('invalid_grant', 'expired authorization code');
  if (params.get('redirect_uri') !== code.redirectUri) {
    return oauthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  if (code.challenge !== null) {
    const verifier = params.get('code_verifier') ?? '';
    if (verifier === '') return oauthError('invalid_grant', 'code verifier missing');
    if (!verifierMatches(code.challenge, verifier))
      return oauthError('invalid_grant', 'invalid code verifier');
  }
  return tokenAnswer(
    runtime,
    c,
    runtime.tokens.grant({ userId: code.userId, clientId: code.clientId, scopes: code.scopes }),
  );
}

async function token(runtime: Runtime, c: OAuthContext): Promise<Response> {
  const params = await parameters(c);
  const grantType = params.get('grant_type');
  if (grantType !== 'refresh_token' && grantType !== 'authorization_code') {
    return oauthError('unsupported_grant_type', 'grant type not supported');
  }
  const client = authenticate(runtime, params);
  if (client instanceof Response) return client;
  if (grantType === 'authorization_code') return redeemCode(runtime, c, client, params);
  const issued = runtime.tokens.refresh(params.get('refresh_token') ?? '', client);
  if (typeof issued === 'string') return oauthError('invalid_grant', 'expired access/refresh token');
  return tokenAnswer(runtime, c, issued);
}

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
  app.on(['GET', 'POST'], '/id/:org/:user', (c) => {
    const session = sessionOf(runtime, c);
    if (!session || c.req.param('user').slice(0, 15) !== session.userId.slice(0, 15)) return badToken();
    return json(identityOf(runtime.org, session, originOf(c)));
  });
}
