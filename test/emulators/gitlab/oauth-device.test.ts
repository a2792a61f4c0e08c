import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitlabEmulator, startGitlab } from './start';
import { defaultSeed, type Row, send, textIn, TOKENS } from './support';

const CLIENT = 'channel-desk-gitlab';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

let gitlab: GitlabEmulator;
beforeEach(async () => {
  gitlab = await startGitlab({ scenario: { gitlab: defaultSeed() } });
});
afterEach(() => gitlab.stop());

async function post(
  path: string,
  form: Readonly<Record<string, string>>,
): Promise<{ status: number; row: Row }> {
  const response = await fetch(gitlab.url + path, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, row: (await response.json()) as Row };
}

describe('GitLab emulator: signing in without a browser of one’s own', () => {
  it('a device waits until its person has entered the code, then gets tokens once', async () => {
    const begun = await post('/oauth/authorize_device', { client_id: CLIENT, scope: 'api' });
    const form = { grant_type: DEVICE, client_id: CLIENT, device_code: textIn(begun.row, 'device_code') };
    expect(await post('/oauth/token', form)).toMatchObject({
      status: 400,
      row: { error: 'authorization_pending' },
    });
    expect((await fetch(textIn(begun.row, 'verification_uri_complete'))).status).toBe(200);
    const { row } = await post('/oauth/token', form);
    const headers = { authorization: `Bearer ${textIn(row, 'access_token')}` };
    expect((await send(gitlab, 'GET', '/user', { token: null, headers })).row['username']).toBe('dana.weber');
    expect((await post('/oauth/token', form)).row['error']).toBe('invalid_grant');
  });

  it('a code that nobody entered in time is dead', async () => {
    const begun = await post('/oauth/authorize_device', { client_id: CLIENT, scope: 'api' });
    gitlab.clock.setSkewMs(301_000);
    const form = { grant_type: DEVICE, client_id: CLIENT, device_code: textIn(begun.row, 'device_code') };
    expect((await post('/oauth/token', form)).row['error']).toBe('expired_token');
  });

  it('tells what it offers, what a token is worth and who has signed in', async () => {
    const offered = (await (await fetch(`${gitlab.url}/.well-known/openid-configuration`)).json()) as Row;
    expect(offered).toMatchObject({ issuer: gitlab.url, token_endpoint: `${gitlab.url}/oauth/token` });
    const alive = await post('/oauth/introspect', { client_id: CLIENT, token: TOKENS.oauth });
    expect(alive.row).toMatchObject({ active: true, client_id: CLIENT });
    expect((await post('/oauth/introspect', { client_id: CLIENT, token: 'nobody' })).row).toEqual({
      active: false,
    });
    const headers = { authorization: `Bearer ${TOKENS.oauth}` };
    const info = (await (await fetch(`${gitlab.url}/oauth/userinfo`, { headers })).json()) as Row;
    expect(info).toMatchObject({ sub: '12', preferred_username: 'dana.weber' });
  });
});
