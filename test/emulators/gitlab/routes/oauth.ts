import { createHash } from 'node:crypto';
import type { Application, AuthCode } from '../model/types-tokens';
import { randomHex, type World } from '../model/world';
import { tokenText } from '../http/auth';
import { type GitlabApp, jsonAnswer } from '../http/env';
import {
  applicationOf,
  GRANT_REFUSED,
  issueTokens,
  readOAuthParams,
  refused,
  required,
  seconds,
} from '../http/oauth-answers';
import { readParams } from '../http/params';
import { ParamReader } from '../http/reader';
import { DEVICE_GRANT, deviceRoutes, exchangeDevice } from './oauth-device';
import { discoveryRoutes } from './oauth-discovery';

const CODE_SECONDS = 600;
/** Whether a redirect goes where the application registered; a loopback address may use any port (RFC 8252). */
function redirectAllowed(application: Application, wanted: string): boolean {
  return application.redirectUris.some((registered) => {
    if (registered === wanted) return true;
    try {
      const [ours, theirs] = [new URL(registered), new URL(wanted)];
      const loopback = /^(127(\.\d+){3}|\[::1\])$/;
      return (
        loopback.test(ours.hostname) &&
        loopback.test(theirs.hostname) &&
        ours.hostname === theirs.hostname &&
        ours.protocol === theirs.protocol &&
        ours.pathname === theirs.pathname &&
        ours.search === theirs.search
      );
    } catch {
      return false;
    }
  });
}

function page(status: number, text: string): Response {
  return new Response(`<!DOCTYPE html><title>GitLab</title><h1>An error has occurred</h1><p>${text}</p>`, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
}

/** The consent page of a person who always agrees. Before the redirect address is known to be right, it shows an error. */
function authorize(world: World, read: ParamReader): Response {
  const application = world.applications.get(read.text('client_id') ?? '');
  if (!application)
    return page(
      401,
      'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
    );
  const redirectUri = read.text('redirect_uri') ?? '';
  if (!redirectAllowed(application, redirectUri)) return page(400, 'The redirect URI included is not valid.');
  const target = new URL(redirectUri);
  const state = read.text('state');
  if (typeof state === 'string') target.searchParams.set('state', state);
  function back(values: Readonly<Record<string, string>>): Response {
    for (const [name, value] of Object.entries(values)) target.searchParams.set(name, value);
    return new Response(null, { status: 302, headers: { location: target.href } });
  }
  if (read.text('response_type') !== 'code')
    return back({
      error: 'unsupported_response_type',
      error_description: 'The authorization server does not support this response type.',
    });
  const scopes = (read.text('scope') ?? application.scopes[0] ?? '')
    .split(/[ +]+/)
    .filter((scope) => scope !== '');
  if (scopes.some((scope) => !application.scopes.includes(scope)))
    return back({
      error: 'invalid_scope',
      error_description: 'The requested scope is invalid, unknown, or malformed.',
    });
  const challenge = read.text('code_challenge') ?? null;
  const method = read.text('code_challenge_method') ?? 'plain';
  if (challenge !== null && method !== 'S256' && method !== 'plain')
    return back({
      error: 'invalid_code_challenge_method',
      error_description: 'The code_challenge_method must be plain or S256.',
    });
  const code: AuthCode = {
    code: randomHex(32),
    applicationUid: application.uid,
    userId: application.signInAsId,
    redirectUri,
    scopes,
    challenge,
    method: method === 'S256' ? 'S256' : 'plain',
    createdAt: world.now(),
  };
  world.codes.set(code.code, code);
  return back({ code: code.code });
}

function proves(code: AuthCode, verifier: string | null | undefined): boolean {
  if (code.challenge === null) return true;
  if (typeof verifier !== 'string') return false;
  const proof =
    code.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  return proof === code.challenge;
}

function exchangeCode(world: World, read: ParamReader, application: Application): Response {
  const text = required(read, 'code');
  const redirectUri = required(read, 'redirect_uri');
  const code = world.codes.get(text);
  // A code is spent by the attempt, right or wrong.
  world.codes.delete(text);
  const alive = code !== undefined && seconds(world.now()) - seconds(code.createdAt) < CODE_SECONDS;
  if (!alive || code.applicationUid !== application.uid || code.redirectUri !== redirectUri)
    throw refused('invalid_grant', GRANT_REFUSED);
  if (!proves(code, read.text('code_verifier'))) throw refused('invalid_grant', GRANT_REFUSED);
  return issueTokens(world, code);
}

function refresh(world: World, read: ParamReader, application: Application): Response {
  const text = required(read, 'refresh_token');
  const old = [...world.tokens.values()].find(
    (token) => token.kind === 'oauth' && token.refreshToken === text,
  );
  if (old?.kind === 'oauth' && old.revoked) world.reusedRefreshTokens += 1;
  if (old?.kind !== 'oauth' || old.revoked || old.applicationUid !== application.uid)
    throw refused('invalid_grant', GRANT_REFUSED);
  old.revoked = true;
  return issueTokens(world, old);
}

function grantToken(world: World, read: ParamReader): Response {
  const grant = required(read, 'grant_type');
  const application = applicationOf(world, read);
  if (grant === 'authorization_code') return exchangeCode(world, read, application);
  if (grant === 'refresh_token') return refresh(world, read, application);
  if (grant === DEVICE_GRANT) return exchangeDevice(world, read, application);
  throw refused(
    'unsupported_grant_type',
    'The authorization grant type is not supported by the authorization server.',
  );
}

function revoke(world: World, read: ParamReader): Response {
  const text = read.text('token') ?? '';
  for (const token of world.tokens.values()) {
    if (token.kind !== 'oauth' || (token.value !== text && token.refreshToken !== text)) continue;
    if (token.applicationUid !== read.text('client_id'))
      throw refused('unauthorized_client', 'You are not authorized to revoke this token', 403);
    token.revoked = true;
  }
  return jsonAnswer({}, 200);
}

async function tokenInfo(world: World, request: Request): Promise<Response> {
  const token = world.tokens.get(tokenText(request, await readParams(request)) ?? '');
  if (token?.kind !== 'oauth' || token.revoked || token.expiresAt <= world.now())
    throw refused('invalid_token', 'The access token is invalid', 401);
  const left = seconds(token.expiresAt) - seconds(world.now());
  return jsonAnswer(
    {
      resource_owner_id: token.userId,
      scope: token.scopes,
      expires_in: left,
      application: { uid: token.applicationUid },
      created_at: seconds(token.createdAt),
      scopes: token.scopes,
      expires_in_seconds: left,
    },
    200,
  );
}

/** What a token is worth, told to its own application (RFC 7662). */
function introspect(world: World, read: ParamReader): Response {
  const application = applicationOf(world, read);
  const text = read.text('token') ?? '';
  const token = [...world.tokens.values()].find(
    (one) => one.kind === 'oauth' && (one.value === text || one.refreshToken === text),
  );
  if (token?.kind !== 'oauth' || token.revoked || token.applicationUid !== application.uid)
    return jsonAnswer({ active: false }, 200);
  if (token.value === text && token.expiresAt <= world.now()) return jsonAnswer({ active: false }, 200);
  return jsonAnswer(
    {
      active: true,
      scope: token.scopes.join(' '),
      client_id: application.uid,
      token_type: 'Bearer',
      exp: seconds(token.expiresAt),
      iat: seconds(token.createdAt),
    },
    200,
  );
}

/** OAuth 2: authorization code with PKCE, device codes, refresh with rotation, revocation, token info. */
export function oauthRoutes(app: GitlabApp, world: World): void {
  async function reader(request: Request): Promise<ParamReader> {
    return readOAuthParams(request);
  }
  app.get('/oauth/authorize', async (c) => authorize(world, await reader(c.req.raw)));
  app.post('/oauth/token', async (c) => grantToken(world, await reader(c.req.raw)));
  app.post('/oauth/revoke', async (c) => revoke(world, await reader(c.req.raw)));
  app.post('/oauth/introspect', async (c) => introspect(world, await reader(c.req.raw)));
  deviceRoutes(app, world);
  discoveryRoutes(app, world);
  app.get('/oauth/token/info', (c) => tokenInfo(world, c.req.raw));
}
