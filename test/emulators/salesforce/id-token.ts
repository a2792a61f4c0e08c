import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Hono } from 'hono';
import type { NodeEnv } from '../shared-http/serve';
import { json, type Runtime } from './routes/env';

const KEY_ID = '240';
const LIFE_SECONDS = 120;

let keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined;

/** The keys that identity tokens are signed with; they are made when somebody asks, since that takes a while. */
function signingKeys(): NonNullable<typeof keys> {
  keys ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
  return keys;
}

/** Who signed in to what. */
export interface Identity {
  readonly issuer: string;
  /** The identity URL of the user. */
  readonly subject: string;
  readonly clientId: string;
  readonly accessToken: string;
  /** What the client asked to find here again; null for nothing. */
  readonly nonce: string | null;
}

/** An identity token of OpenID Connect; it says who signed in and belongs to one access token. */
export function idToken({ issuer, subject, clientId, accessToken, nonce }: Identity, now: Date): string {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const half = createHash('sha256').update(accessToken).digest().subarray(0, 16);
  const claims = {
    at_hash: half.toString('base64url'),
    sub: subject,
    aud: clientId,
    iss: issuer,
    ...(nonce === null ? {} : { nonce }),
    exp: issuedAt + LIFE_SECONDS,
    iat: issuedAt,
  };
  const signed = [{ kid: KEY_ID, typ: 'JWT', alg: 'RS256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(signed), signingKeys().privateKey).toString('base64url');
  return `${signed}.${signature}`;
}

function configuration(origin: string, scopes: readonly string[]): Record<string, unknown> {
  const oauth = `${origin}/services/oauth2`;
  return {
    issuer: origin,
    authorization_endpoint: `${oauth}/authorize`,
    token_endpoint: `${oauth}/token`,
    revocation_endpoint: `${oauth}/revoke`,
    userinfo_endpoint: `${oauth}/userinfo`,
    jwks_uri: `${origin}/id/keys`,
    introspection_endpoint: `${oauth}/introspect`,
    scopes_supported: scopes,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    display_values_supported: ['page', 'popup', 'touch'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  };
}

/** Where clients learn how to sign in and which key identity tokens are checked with. */
export function addOpenIdRoutes(app: Hono<NodeEnv>, { tokens }: Runtime): void {
  app.get('/.well-known/openid-configuration', (c) =>
    json(configuration(new URL(c.req.url).origin, tokens.scopes)),
  );
  app.get('/id/keys', () =>
    json({
      keys: [{ ...signingKeys().publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: KEY_ID }],
    }),
  );
}
