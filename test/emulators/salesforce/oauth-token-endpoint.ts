import { createHash, createHmac } from 'node:crypto';
import type { ClientSeed } from '../scenario/salesforce-seed';
import { idToken } from './id-token';
import { authenticate, type OAuthContext, oauthError, originOf, parameters } from './oauth-http';
import type { IssuedTokens, Session } from './oauth-tokens';
import { byAssertion, byCredentials, JWT_GRANT, type Unattended } from './oauth-unattended';
import { json, type Runtime } from './routes/env';

function identityUrl(runtime: Runtime, c: OAuthContext, { userId }: Session): string {
  return `${originOf(c)}/id/${runtime.org.id}/${userId}`;
}

function tokenAnswer(
  runtime: Runtime,
  c: OAuthContext,
  issued: IssuedTokens,
  more: Readonly<Record<string, string | undefined>> = {},
): Response {
  const origin = originOf(c);
  const issuedAt = String(runtime.org.clock.now().getTime());
  const id = identityUrl(runtime, c, issued.session);
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
      ...more,
    },
    200,
    { 'cache-control': 'no-store' },
  );
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
  const { userId, clientId, scopes, nonce } = code;
  const issued = runtime.tokens.grant({ userId, clientId, scopes });
  if (!scopes.includes('openid')) return tokenAnswer(runtime, c, issued);
  const identity = {
    issuer: originOf(c),
    subject: identityUrl(runtime, c, issued.session),
    clientId,
    accessToken: issued.accessToken,
    nonce,
  };
  return tokenAnswer(runtime, c, issued, { id_token: idToken(identity, runtime.org.clock.now()) });
}

function unattended(
  runtime: Runtime,
  c: OAuthContext,
  login: Unattended,
  more: Readonly<Record<string, undefined>> = {},
): Response {
  return 'error' in login
    ? oauthError(login.error, login.description)
    : tokenAnswer(runtime, c, runtime.tokens.grant(login), more);
}

/** What the answer to an assertion does not have. */
const UNSIGNED = { signature: undefined, issued_at: undefined };
const GRANT_TYPES = new Set(['refresh_token', 'authorization_code', 'client_credentials', JWT_GRANT]);

/** The token endpoint: trades codes, refresh tokens, secrets and assertions for access tokens. */
export async function token(runtime: Runtime, c: OAuthContext): Promise<Response> {
  const params = await parameters(c);
  const grantType = params.get('grant_type') ?? '';
  if (!GRANT_TYPES.has(grantType)) return oauthError('unsupported_grant_type', 'grant type not supported');
  if (grantType === JWT_GRANT) {
    const assertion = params.get('assertion') ?? '';
    return unattended(
      runtime,
      c,
      byAssertion(runtime.org, runtime.tokens.client, assertion, originOf(c)),
      UNSIGNED,
    );
  }
  const client = authenticate(runtime, params);
  if (client instanceof Response) return client;
  if (grantType === 'authorization_code') return redeemCode(runtime, c, client, params);
  if (grantType === 'client_credentials')
    return unattended(runtime, c, byCredentials(runtime.org, client, params.get('scope')));
  const issued = runtime.tokens.refresh(params.get('refresh_token') ?? '', client);
  if (typeof issued === 'string') return oauthError('invalid_grant', 'expired access/refresh token');
  return tokenAnswer(runtime, c, issued);
}
