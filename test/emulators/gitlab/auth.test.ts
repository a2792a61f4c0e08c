import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { type Answer, PROJECT_URL, textIn, TOKENS } from './support';

const CLIENT = 'channel-desk-gitlab';
const REDIRECT = 'http://127.0.0.1:53124/callback';
const HOUR_MS = 3_600_000;

const { gitlab, call, postForm } = useGitlab();

function bearer(token: string, path = '/user'): Promise<Answer> {
  return call('GET', path, { token: null, headers: { authorization: `Bearer ${token}` } });
}

describe('GitLab emulator: tokens', () => {
  it('takes a personal token in PRIVATE-TOKEN or as Bearer, an OAuth token as Bearer', async () => {
    expect((await call('GET', '/user')).row).toMatchObject({
      username: 'dana.weber',
      email: 'dana.weber@gitlab.example',
    });
    expect((await bearer(TOKENS.owner)).status).toBe(200);
    expect((await bearer(TOKENS.oauth)).row['username']).toBe('dana.weber');
  });

  it('unknown, dead, weak and missing tokens have four different answers', async () => {
    const unknown = await call('GET', '/user', { token: 'nobody' });
    expect([unknown.status, unknown.row]).toEqual([401, { message: '401 Unauthorized' }]);
    const dead = await bearer(TOKENS.expired);
    expect(dead.status).toBe(401);
    expect(dead.row).toMatchObject({ error: 'invalid_token' });
    expect(textIn(dead.row, 'error_description')).toContain('expired');
    expect(dead.headers.get('www-authenticate')).toContain('error="invalid_token"');
    const weak = await call('POST', `${PROJECT_URL}/issues`, {
      token: TOKENS.readOnly,
      json: { title: 'x' },
    });
    expect([weak.status, weak.row]).toMatchObject([403, { error: 'insufficient_scope', scope: 'api' }]);
    expect((await call('GET', PROJECT_URL, { token: TOKENS.readOnly })).status).toBe(200);
    const missing = await call('GET', '/user', { token: null });
    expect([missing.status, missing.row]).toEqual([401, { message: '401 Unauthorized' }]);
  });

  it('only an administrator with the scope acts for another, and nobody who may not is heard as himself', async () => {
    const write = (token: string, sudo: string): Promise<Answer> =>
      call('POST', `${PROJECT_URL}/issues`, { token, json: { title: 'for another' }, headers: { sudo } });
    const refused = await write(TOKENS.owner, 'root');
    expect([refused.status, refused.row]).toEqual([
      403,
      { message: '403 Forbidden - Must be admin to use sudo' },
    ]);
    const weak = await write(TOKENS.root, 'dana.weber');
    expect([weak.status, weak.row]).toMatchObject([403, { error: 'insufficient_scope', scope: 'sudo' }]);
    const { tokens } = gitlab().world;
    const root = tokens.get(TOKENS.root);
    if (root) tokens.set(TOKENS.root, { ...root, scopes: ['api', 'sudo'] });
    expect((await write(TOKENS.root, 'Dana.Weber')).row).toMatchObject({
      author: { username: 'dana.weber' },
    });
    const byId = await call('GET', '/user?sudo=12', { token: TOKENS.root });
    expect(byId.row['username']).toBe('dana.weber');
    const unknown = await write(TOKENS.root, 'nobody');
    expect([unknown.status, unknown.row]).toEqual([
      404,
      { message: "404 User with ID or username 'nobody' Not Found" },
    ]);
    expect((await call('GET', '/projects?sudo=root', { token: null })).status).toBe(401);
  });

  it('without a token private things are not there, and writing is refused', async () => {
    expect((await call('GET', PROJECT_URL, { token: null })).row).toEqual({
      message: '404 Project Not Found',
    });
    expect((await call('GET', '/projects', { token: null })).rows).toEqual([]);
    expect((await call('POST', `${PROJECT_URL}/issues`, { token: null, json: {} })).status).toBe(401);
  });

  it('the three kinds of 404', async () => {
    expect((await call('GET', '/projects/999999')).row).toEqual({ message: '404 Project Not Found' });
    expect((await call('GET', `${PROJECT_URL}/issues/999`)).row).toEqual({
      message: '404 Not found',
    });
    expect((await call('GET', '/nothing/here')).row).toEqual({ error: '404 Not Found' });
    expect((await call('GET', `${PROJECT_URL}/issues/abc`)).row).toEqual({
      error: 'issue_iid is invalid',
    });
  });

  it('tells about itself: version, users, members, the token', async () => {
    expect((await call('GET', '/version')).row).toHaveProperty('version');
    expect((await call('GET', '/metadata')).row).toMatchObject({ enterprise: true });
    const found = await call('GET', '/users?username=VERTICURL-agency');
    expect(found.rows).toMatchObject([{ username: 'verticurl-agency', state: 'active' }]);
    expect((await call('GET', '/users?username=nobody')).rows).toEqual([]);
    expect((await call('GET', `${PROJECT_URL}/members`)).rows).toEqual([]);
    const all = await call('GET', `${PROJECT_URL}/members/all?query=dana`);
    expect(all.rows).toMatchObject([{ username: 'dana.weber', access_level: 50, expires_at: null }]);
    const self = await call('GET', '/personal_access_tokens/self');
    expect(self.row).toMatchObject({ name: 'Channel Desk', scopes: ['api'], active: true, revoked: false });
    expect((await bearer(TOKENS.oauth, '/personal_access_tokens/self')).status).toBe(400);
  });

  it('templates have a name and a text', async () => {
    const list = await call('GET', `${PROJECT_URL}/templates/issues`);
    expect(list.rows.map((row) => row['key'])).toEqual([
      'channel_mdf_pop',
      'channel_partner_request',
      'mdf_campaign_creation',
      'mdf_list_upload',
      'tech_partner_request',
    ]);
    const one = await call('GET', `${PROJECT_URL}/templates/issues/channel_mdf_pop`);
    expect(Object.keys(one.row)).toEqual(['name', 'content']);
    expect(textIn(one.row, 'content')).toContain('- [ ]');
    const none = await call('GET', `${PROJECT_URL}/templates/issues/other`);
    expect([none.status, none.row]).toEqual([404, { message: '404 Template Not Found' }]);
  });
});

describe('GitLab emulator: OAuth', () => {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');

  async function authorize(changes: Readonly<Record<string, string>> = {}): Promise<Response> {
    const query = new URLSearchParams({
      client_id: CLIENT,
      redirect_uri: REDIRECT,
      response_type: 'code',
      state: 'st&te',
      scope: 'api',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...changes,
    });
    return fetch(`${gitlab().url}/oauth/authorize?${query}`, { redirect: 'manual' });
  }
  async function newCode(changes: Readonly<Record<string, string>> = {}): Promise<string> {
    const target = new URL((await authorize(changes)).headers.get('location') ?? '');
    return target.searchParams.get('code') ?? '';
  }
  function exchange(code: string, changes: Readonly<Record<string, string>> = {}) {
    return postForm('/oauth/token', {
      grant_type: 'authorization_code',
      client_id: CLIENT,
      code,
      redirect_uri: REDIRECT,
      code_verifier: verifier,
      ...changes,
    });
  }

  it('a client may name itself in a Basic header', async () => {
    async function exchangeAs(login: string): Promise<unknown> {
      const response = await fetch(`${gitlab().url}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: await newCode(),
          redirect_uri: REDIRECT,
          code_verifier: verifier,
        }),
      });
      return [response.status, (await response.json()) as unknown];
    }
    expect(await exchangeAs(`${CLIENT}:`)).toMatchObject([200, { token_type: 'Bearer' }]);
    expect(await exchangeAs('nobody:')).toMatchObject([401, { error: 'invalid_client' }]);
  });

  it('redirects to any loopback port with code and state, and gives tokens for code and verifier', async () => {
    const answer = await authorize();
    expect(answer.status).toBe(302);
    const target = new URL(answer.headers.get('location') ?? '');
    expect(target.origin + target.pathname).toBe(REDIRECT);
    expect(target.searchParams.get('state')).toBe('st&te');
    const { status, row } = await exchange(target.searchParams.get('code') ?? '');
    expect(status).toBe(200);
    expect(Object.keys(row).sort()).toEqual([
      'access_token',
      'created_at',
      'expires_in',
      'refresh_token',
      'scope',
      'token_type',
    ]);
    expect(row).toMatchObject({ token_type: 'Bearer', expires_in: 7200, scope: 'api' });
    expect((await bearer(textIn(row, 'access_token'))).row['username']).toBe('dana.weber');
  });

  it('refuses a wrong verifier, a code used twice, another redirect, an old code, another client', async () => {
    const bad = { status: 400, row: { error: 'invalid_grant' } };
    expect(await exchange(await newCode(), { code_verifier: 'x'.repeat(43) })).toMatchObject(bad);
    const code = await newCode();
    expect((await exchange(code)).status).toBe(200);
    expect(await exchange(code)).toMatchObject(bad);
    expect(await exchange(await newCode(), { redirect_uri: 'http://127.0.0.1:1/callback' })).toMatchObject(
      bad,
    );
    const late = await newCode();
    gitlab().clock.setSkewMs(HOUR_MS);
    expect(await exchange(late)).toMatchObject(bad);
    expect(await exchange(late, { client_id: 'nobody' })).toMatchObject({
      status: 401,
      row: { error: 'invalid_client' },
    });
    expect(await postForm('/oauth/token', { client_id: CLIENT, grant_type: 'password' })).toMatchObject({
      status: 400,
      row: { error: 'unsupported_grant_type' },
    });
    expect(await postForm('/oauth/token', { client_id: CLIENT, grant_type: 'refresh_token' })).toMatchObject({
      status: 400,
      row: { error: 'invalid_request' },
    });
  });

  it('never redirects to an address that is not registered', async () => {
    for (const redirect_uri of ['http://evil.example/callback', 'http://127.0.0.1:5/other', 'nonsense']) {
      const answer = await authorize({ redirect_uri });
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    }
    expect((await authorize({ client_id: 'nobody' })).status).toBe(401);
    const scope = new URL((await authorize({ scope: 'sudo' })).headers.get('location') ?? '');
    expect(scope.searchParams.get('error')).toBe('invalid_scope');
  });

  it('a refresh invalidates both old tokens, and a used refresh token is refused', async () => {
    const form = { grant_type: 'refresh_token', client_id: CLIENT, refresh_token: TOKENS.oauthRefresh };
    const fresh = await postForm('/oauth/token', form);
    expect(fresh.status).toBe(200);
    const old = await bearer(TOKENS.oauth);
    expect([old.status, old.row['error']]).toEqual([401, 'invalid_token']);
    expect((await bearer(textIn(fresh.row, 'access_token'))).status).toBe(200);
    const before = gitlab().world.reusedRefreshTokens;
    expect(await postForm('/oauth/token', form)).toMatchObject({
      status: 400,
      row: { error: 'invalid_grant' },
    });
    expect(gitlab().world.reusedRefreshTokens).toBe(before + 1);
  });

  it('an access token dies after 7200 seconds; its refresh token still works', async () => {
    gitlab().clock.setSkewMs(7199_000);
    expect((await bearer(TOKENS.oauth)).status).toBe(200);
    gitlab().clock.setSkewMs(7201_000);
    expect((await bearer(TOKENS.oauth)).row['error']).toBe('invalid_token');
    const form = { grant_type: 'refresh_token', client_id: CLIENT, refresh_token: TOKENS.oauthRefresh };
    expect((await postForm('/oauth/token', form)).status).toBe(200);
  });

  it('token info and revocation', async () => {
    const headers = { authorization: `Bearer ${TOKENS.oauth}` };
    const info = await fetch(`${gitlab().url}/oauth/token/info`, { headers });
    expect(await info.json()).toMatchObject({ scope: ['api'], application: { uid: CLIENT } });
    const foreign = await postForm('/oauth/revoke', { client_id: 'nobody', token: TOKENS.oauth });
    expect(foreign).toMatchObject({ status: 403, row: { error: 'unauthorized_client' } });
    expect(await postForm('/oauth/revoke', { client_id: CLIENT, token: TOKENS.oauth })).toEqual({
      status: 200,
      row: {},
    });
    expect((await bearer(TOKENS.oauth)).status).toBe(401);
    expect((await fetch(`${gitlab().url}/oauth/token/info`, { headers })).status).toBe(401);
  });
});
