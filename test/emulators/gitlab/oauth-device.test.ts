import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { type Row, textIn, TOKENS } from './support';

const CLIENT = 'channel-desk-gitlab';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

const { gitlab, call, postForm } = useGitlab();

describe('GitLab emulator: signing in without a browser of one’s own', () => {
  it('a device waits until its person has entered the code, then gets tokens once', async () => {
    const begun = await postForm('/oauth/authorize_device', { client_id: CLIENT, scope: 'api' });
    const form = { grant_type: DEVICE, client_id: CLIENT, device_code: textIn(begun.row, 'device_code') };
    expect(await postForm('/oauth/token', form)).toMatchObject({
      status: 400,
      row: { error: 'authorization_pending' },
    });
    expect((await fetch(textIn(begun.row, 'verification_uri_complete'))).status).toBe(200);
    const { row } = await postForm('/oauth/token', form);
    const headers = { authorization: `Bearer ${textIn(row, 'access_token')}` };
    expect((await call('GET', '/user', { token: null, headers })).row['username']).toBe('dana.weber');
    expect((await postForm('/oauth/token', form)).row['error']).toBe('invalid_grant');
  });

  it('a code that nobody entered in time is dead', async () => {
    const begun = await postForm('/oauth/authorize_device', { client_id: CLIENT, scope: 'api' });
    gitlab().clock.setSkewMs(301_000);
    const form = { grant_type: DEVICE, client_id: CLIENT, device_code: textIn(begun.row, 'device_code') };
    expect((await postForm('/oauth/token', form)).row['error']).toBe('expired_token');
  });

  it('tells what it offers, what a token is worth and who has signed in', async () => {
    const offered = (await (await fetch(`${gitlab().url}/.well-known/openid-configuration`)).json()) as Row;
    expect(offered).toMatchObject({ issuer: gitlab().url, token_endpoint: `${gitlab().url}/oauth/token` });
    const alive = await postForm('/oauth/introspect', { client_id: CLIENT, token: TOKENS.oauth });
    expect(alive.row).toMatchObject({ active: true, client_id: CLIENT });
    expect((await postForm('/oauth/introspect', { client_id: CLIENT, token: 'nobody' })).row).toEqual({
      active: false,
    });
    const headers = { authorization: `Bearer ${TOKENS.oauth}` };
    const info = (await (await fetch(`${gitlab().url}/oauth/userinfo`, { headers })).json()) as Row;
    expect(info).toMatchObject({ sub: '12', preferred_username: 'dana.weber' });
  });
});
