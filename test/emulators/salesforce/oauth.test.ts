import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OrgUnderTest, startOrg } from './harness';
import { IDENTITY_KEYS, TOKEN_KEYS } from './recorded-shapes';

const REDIRECT = 'http://127.0.0.1:51234/callback';

interface TokenBody {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly instance_url: string;
  readonly issued_at: string;
  readonly id: string;
  readonly scope?: string;
  readonly error?: string;
  readonly error_description?: string;
}

describe('Salesforce emulator: OAuth', () => {
  let org: OrgUnderTest;
  beforeEach(async () => {
    org = await startOrg({ accessTokenSeconds: 600 });
  });
  afterEach(() => org.sf.stop());

  async function token(params: Record<string, string>): Promise<{ status: number; body: TokenBody }> {
    const response = await fetch(`${org.sf.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(params),
    });
    return { status: response.status, body: (await response.json()) as TokenBody };
  }

  function refresh(
    refreshToken: string,
    clientId = 'channel-desk',
  ): Promise<{ status: number; body: TokenBody }> {
    return token({ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken });
  }

  function data(accessToken: string): Promise<Response> {
    return fetch(`${org.sf.url}/services/data/v62.0/limits`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
  }

  async function authorize(params: Record<string, string>): Promise<URL> {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'channel-desk',
      redirect_uri: REDIRECT,
      state: 's1',
      ...params,
    });
    const response = await fetch(`${org.sf.url}/services/oauth2/authorize?${query}`, { redirect: 'manual' });
    expect(response.status).toBe(302);
    return new URL(response.headers.get('location') ?? '');
  }

  function pkce(): { verifier: string; challenge: string } {
    const verifier = randomBytes(48).toString('base64url');
    return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
  }

  it('a refresh answers with the recorded keys, issued_at as a string of milliseconds and the id as a URL', async () => {
    const { status, body } = await refresh(
      org.sf.login('channel-desk-tools').refreshToken,
      'channel-desk-tools',
    );
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(expect.arrayContaining([...TOKEN_KEYS]));
    expect(body.issued_at).toMatch(/^\d{13}$/);
    expect(body.id).toBe(`${org.sf.url}/id/00D5g00000Demo1EAB/0055g00000Us001AAB`);
    expect(body.instance_url).toBe(org.sf.url);
    expect(body.access_token).toMatch(/^00D5g00000Demo1!\w+$/);
    expect(body.refresh_token).toBeUndefined();
  });

  it('with rotation every refresh gives a new refresh token; using the old one again revokes all of them', async () => {
    const first = org.sf.login('channel-desk').refreshToken;
    const one = await refresh(first);
    const second = one.body.refresh_token ?? '';
    expect(second).not.toBe('');
    expect((await data(one.body.access_token)).status).toBe(200);
    const replay = await refresh(first);
    expect(replay).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'expired access/refresh token' },
    });
    expect((await data(one.body.access_token)).status).toBe(401);
    expect((await refresh(second)).status).toBe(400);
  });

  it('a refresh token belongs to its client', async () => {
    expect((await refresh(org.sf.login('channel-desk').refreshToken, 'channel-desk-tools')).body.error).toBe(
      'invalid_grant',
    );
    expect((await refresh('x', 'nobody')).body.error).toBe('invalid_client_id');
    const withSecret = {
      grant_type: 'refresh_token',
      client_id: 'channel-desk',
      refresh_token: 'x',
      client_secret: 'y',
    };
    expect((await token(withSecret)).body.error).toBe('invalid_client');
    expect((await token({ grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
  });

  it('the web server flow with PKCE: consent, code and state, tokens', async () => {
    const { verifier, challenge } = pkce();
    const location = await authorize({ code_challenge: challenge, code_challenge_method: 'S256' });
    expect(location.searchParams.get('state')).toBe('s1');
    const code = location.searchParams.get('code') ?? '';
    const params = {
      grant_type: 'authorization_code',
      client_id: 'channel-desk',
      redirect_uri: REDIRECT,
      code,
      code_verifier: verifier,
    };
    const { status, body } = await token(params);
    expect(status).toBe(200);
    expect(body.refresh_token).toBeDefined();
    expect((await data(body.access_token)).status).toBe(200);
    expect((await token(params)).body.error).toBe('invalid_grant');
  });

  it('login_hint chooses the user; one who is unknown is denied', async () => {
    const { verifier, challenge } = pkce();
    const location = await authorize({
      code_challenge: challenge,
      login_hint: 'marcus.lind@channel-desk.example',
    });
    const { body } = await token({
      grant_type: 'authorization_code',
      client_id: 'channel-desk',
      redirect_uri: REDIRECT,
      code: location.searchParams.get('code') ?? '',
      code_verifier: verifier,
    });
    expect(body.id).toContain('0055g00000Us002');
    const denied = await authorize({
      code_challenge: challenge,
      login_hint: 'stranger@channel-desk.example',
    });
    expect(denied.searchParams.get('error')).toBe('access_denied');
  });

  it('grants the scopes that were asked for: none to stay signed in without refresh_token, and no unknown one', async () => {
    const { verifier, challenge } = pkce();
    async function grantOf(scope: string): Promise<TokenBody> {
      const location = await authorize({ code_challenge: challenge, scope });
      const { body } = await token({
        grant_type: 'authorization_code',
        client_id: 'channel-desk',
        redirect_uri: REDIRECT,
        code: location.searchParams.get('code') ?? '',
        code_verifier: verifier,
      });
      return body;
    }
    const brief = await grantOf('api');
    expect([brief.scope, brief.refresh_token]).toEqual(['api', undefined]);
    const lasting = await grantOf('refresh_token api web');
    expect(lasting.scope).toBe('refresh_token api web');
    const renewed = await refresh(lasting.refresh_token ?? '');
    expect(renewed.body.scope).toBe('refresh_token api web');
    const denied = await authorize({ code_challenge: challenge, scope: 'api everything' });
    expect(denied.searchParams.get('error')).toBe('invalid_scope');
  });

  it('a client may name itself in a Basic header', async () => {
    const { refreshToken } = org.sf.login('channel-desk-tools');
    async function refreshAs(login: string): Promise<TokenBody> {
      const response = await fetch(`${org.sf.url}/services/oauth2/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
      });
      return (await response.json()) as TokenBody;
    }
    expect((await refreshAs('channel-desk-tools:')).access_token).toBeDefined();
    expect((await refreshAs('nobody:')).error).toBe('invalid_client_id');
    expect((await refreshAs('channel-desk-tools:guessed')).error).toBe('invalid_client');
  });

  it('a missing or wrong verifier is invalid_grant, a bad challenge invalid_request', async () => {
    const { challenge } = pkce();
    for (const extra of [{}, { code_verifier: randomBytes(48).toString('base64url') }]) {
      const code = (await authorize({ code_challenge: challenge })).searchParams.get('code') ?? '';
      const { status, body } = await token({
        grant_type: 'authorization_code',
        client_id: 'channel-desk',
        redirect_uri: REDIRECT,
        code,
        ...extra,
      });
      expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' });
    }
    expect((await authorize({ code_challenge: 'too-short' })).searchParams.get('error')).toBe(
      'invalid_request',
    );
    expect((await authorize({})).searchParams.get('error')).toBe('invalid_request');
    expect(
      (await authorize({ code_challenge: challenge, code_challenge_method: 'plain' })).searchParams.get(
        'error',
      ),
    ).toBe('invalid_request');
  });

  it('redirects to the loopback interface only, and only to where the code was asked for', async () => {
    const { verifier, challenge } = pkce();
    const away = new URLSearchParams({
      response_type: 'code',
      client_id: 'channel-desk',
      redirect_uri: 'https://evil.example/cb',
      code_challenge: challenge,
    });
    const refused = await fetch(`${org.sf.url}/services/oauth2/authorize?${away}`, { redirect: 'manual' });
    expect(refused.status).toBe(400);
    const code = (await authorize({ code_challenge: challenge })).searchParams.get('code') ?? '';
    const { body } = await token({
      grant_type: 'authorization_code',
      client_id: 'channel-desk',
      redirect_uri: 'http://127.0.0.1:1/callback',
      code,
      code_verifier: verifier,
    });
    expect(body.error).toBe('redirect_uri_mismatch');
  });

  it('an expired, unknown or revoked access token is 401 INVALID_SESSION_ID on data', async () => {
    const { body } = await refresh(org.sf.login('channel-desk').refreshToken);
    await org.control('POST', '/clock', { skewMs: 601_000 });
    const expired = await data(body.access_token);
    expect(expired.status).toBe(401);
    expect(await expired.json()).toEqual([
      { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
    ]);
    expect((await data('00D!nonsense')).status).toBe(401);
  });

  it('revoking the refresh token ends everything that came of it', async () => {
    const { body } = await refresh(org.sf.login('channel-desk').refreshToken);
    const revoke = (value: string): Promise<Response> =>
      fetch(`${org.sf.url}/services/oauth2/revoke`, {
        method: 'POST',
        body: new URLSearchParams({ token: value }),
      });
    expect((await revoke(body.refresh_token ?? '')).status).toBe(200);
    expect((await data(body.access_token)).status).toBe(401);
    expect((await revoke('nothing')).status).toBe(400);
  });

  it('identity and userinfo answer as recorded; the identity URL takes oauth_token; a bad token is 403 Bad_OAuth_Token', async () => {
    const { body } = await refresh(org.sf.login('channel-desk').refreshToken);
    const identity = await fetch(
      `${body.id}?format=json&oauth_token=${encodeURIComponent(body.access_token)}`,
    );
    const person = (await identity.json()) as Record<string, unknown>;
    expect(Object.keys(person).sort()).toEqual([...IDENTITY_KEYS].sort());
    expect(person['last_modified_date']).toMatch(/T\d\d:\d\d:\d\dZ$/);
    expect(person['display_name']).toBe('Dana Weber');
    const info = await fetch(`${org.sf.url}/services/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(await info.json()).toMatchObject({
      preferred_username: 'dana.weber@channel-desk.example',
      user_id: '0055g00000Us001AAB',
    });
    const bad = await fetch(`${body.id}?format=json&oauth_token=x`);
    expect([bad.status, await bad.text()]).toEqual([403, 'Bad_OAuth_Token']);
    expect(JSON.stringify(org.sf.log.list())).not.toContain(body.access_token);
  });
});
