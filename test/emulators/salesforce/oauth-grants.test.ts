import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../scenario/scenario';
import { useOrg } from './harness';

const REDIRECT = 'http://127.0.0.1:51234/callback';
const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const USERNAME = 'dana.weber@channel-desk.example';

type TokenBody = Readonly<Record<string, string | undefined>>;
type Json = Readonly<Record<string, unknown>>;

function keyPair(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function encoded(part: Json): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decoded(part: string | undefined): Json {
  return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')) as Json;
}

describe('Salesforce emulator: identity tokens and logins without a person', () => {
  const own = keyPair();
  const org = useOrg({
    clients: [
      ...(loadScenario().salesforce.clients ?? []),
      { clientId: 'nightly', clientSecret: 'hush', runAs: 'dana-weber' },
      { clientId: 'no-user', clientSecret: 'hush' },
      {
        clientId: 'signer',
        certificate: own.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      },
    ],
  });

  async function token(params: Record<string, string>): Promise<{ status: number; body: TokenBody }> {
    const response = await fetch(`${org().sf.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(params),
    });
    return { status: response.status, body: (await response.json()) as TokenBody };
  }

  async function mayRead(accessToken: string | undefined): Promise<boolean> {
    const response = await fetch(`${org().sf.url}/services/data/v62.0/limits`, {
      headers: { authorization: `Bearer ${accessToken ?? ''}` },
    });
    return response.ok;
  }

  async function signIn(params: Record<string, string>): Promise<TokenBody> {
    const verifier = 'v'.repeat(64);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'channel-desk',
      redirect_uri: REDIRECT,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      ...params,
    });
    const asked = await fetch(`${org().sf.url}/services/oauth2/authorize?${query}`, { redirect: 'manual' });
    const { body } = await token({
      grant_type: 'authorization_code',
      client_id: 'channel-desk',
      redirect_uri: REDIRECT,
      code: new URL(asked.headers.get('location') ?? '').searchParams.get('code') ?? '',
      code_verifier: verifier,
    });
    return body;
  }

  async function published(address: string): Promise<Json> {
    return (await (await fetch(address)).json()) as Json;
  }

  it('openid brings an identity token that the published key verifies; without it and on refresh there is none', async () => {
    const body = await signIn({ scope: 'openid api refresh_token', nonce: 'n-1' });
    const [header, claims, signature] = (body['id_token'] ?? '').split('.');
    const { jwks_uri, issuer } = await published(`${org().sf.url}/.well-known/openid-configuration`);
    const { keys } = (await published(String(jwks_uri))) as { keys: readonly Json[] };
    expect(keys[0]?.['kid']).toBe(decoded(header)['kid']);
    const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' });
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify('sha256', signed, key, Buffer.from(signature ?? '', 'base64url'))).toBe(true);
    const said = decoded(claims);
    expect(said).toMatchObject({ iss: issuer, aud: 'channel-desk', sub: body['id'], nonce: 'n-1' });
    expect(Number(said['exp'])).toBeGreaterThan(Number(said['iat']));
    const hash = createHash('sha256')
      .update(body['access_token'] ?? '')
      .digest();
    expect(said['at_hash']).toBe(hash.subarray(0, 16).toString('base64url'));
    expect(await signIn({ scope: 'api' })).not.toHaveProperty('id_token');
    const renewed = await token({
      grant_type: 'refresh_token',
      client_id: 'channel-desk',
      refresh_token: body['refresh_token'] ?? '',
    });
    expect(renewed.status).toBe(200);
    expect(renewed.body).not.toHaveProperty('id_token');
  });

  it('an app signs in by its secret as the user it runs as, and does not stay signed in', async () => {
    const asked = { grant_type: 'client_credentials', client_secret: 'hush' };
    const { status, body } = await token({ ...asked, client_id: 'nightly', scope: 'api refresh_token full' });
    expect([status, body['scope'], body['refresh_token']]).toEqual([200, 'api', undefined]);
    expect(body['id']).toContain('/0055g00000Us001AAB');
    expect(await mayRead(body['access_token'])).toBe(true);
    for (const [params, error, description] of [
      [{ client_id: 'nightly', client_secret: 'guessed' }, 'invalid_client', 'invalid client credentials'],
      [{ client_id: 'no-user' }, 'invalid_grant', 'no client credentials user enabled'],
      [
        { client_id: 'channel-desk', client_secret: '' },
        'invalid_grant',
        'no client credentials user enabled',
      ],
      [{ client_id: 'nightly', scope: 'refresh_token' }, 'invalid_grant', 'no valid scopes defined'],
    ] as const) {
      const refused = await token({ ...asked, ...params });
      expect([refused.status, refused.body['error'], refused.body['error_description']]).toEqual([
        400,
        error,
        description,
      ]);
    }
  });

  describe('a signed assertion', () => {
    function assertion(changes: Json, key = own.privateKey, header: Json = { alg: 'RS256' }): string {
      const claims = {
        iss: 'signer',
        sub: USERNAME,
        aud: 'https://login.salesforce.com',
        exp: Math.floor(Date.now() / 1000) + 180,
        ...changes,
      };
      const signed = `${encoded(header)}.${encoded(claims)}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
    }

    function grant(text: string): Promise<{ status: number; body: TokenBody }> {
      return token({ grant_type: JWT_GRANT, assertion: text });
    }

    it('signs the user in whom it names, without a refresh token', async () => {
      for (const aud of ['https://login.salesforce.com', 'https://test.salesforce.com', org().sf.url]) {
        const { status, body } = await grant(assertion({ aud }));
        expect(status).toBe(200);
        expect(Object.keys(body).sort()).toEqual([
          'access_token',
          'id',
          'instance_url',
          'scope',
          'token_type',
        ]);
        expect(body['id']).toContain('/0055g00000Us001AAB');
        expect(await mayRead(body['access_token'])).toBe(true);
      }
    });

    it('is refused when it is unsigned, signed by another, unknown, too old or not for here', async () => {
      for (const [text, error, description] of [
        ['nonsense', 'invalid_grant', 'invalid assertion'],
        [assertion({}, keyPair().privateKey), 'invalid_grant', 'invalid assertion'],
        [assertion({}, own.privateKey, { alg: 'none' }), 'invalid_grant', 'invalid assertion'],
        [assertion({ iss: 'channel-desk' }), 'invalid_grant', 'invalid assertion'],
        [assertion({ iss: 'nobody' }), 'invalid_client_id', 'client identifier invalid'],
        [assertion({ aud: 'https://example.com' }), 'invalid_grant', 'audience is invalid'],
        [assertion({ exp: 1 }), 'invalid_grant', 'expired authorization code'],
        [assertion({ sub: 'a@b.example' }), 'invalid_grant', "user hasn't approved this consumer"],
      ] as const) {
        const { status, body } = await grant(text);
        expect([status, body['error'], body['error_description']]).toEqual([400, error, description]);
      }
    });
  });
});
