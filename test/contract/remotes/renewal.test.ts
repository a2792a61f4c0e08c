import { describe, expect, it } from 'vitest';
import { createRemotes } from '../../../electron/remotes/remotes';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { useBenches } from './bench-pool';
import { agree, OAUTH_APP } from './browser';
import { anIssue, aRequestPut, done } from './commands';
import { memoryOptions } from './emulator-bench';

const start = useBenches();

function tokenRequests(paths: readonly string[]): number {
  return paths.filter((path) => path.includes('/oauth2/token') || path.includes('/oauth/token')).length;
}

describe('G8 renewing tokens', () => {
  it('twenty calls with an expired token make one renewal, at Salesforce', async () => {
    const bench = await start();
    await bench.remote.execute(aRequestPut(bench.partnerId));
    bench.salesforce.runtime.tokens.expireAccessTokens();
    await bench.requests('salesforce');
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => bench.remote.execute(aRequestPut(bench.partnerId))),
    );
    for (const outcome of outcomes) done(outcome);
    expect(tokenRequests(await bench.requests('salesforce'))).toBe(1);
  });

  it('twenty calls with an expired token make one renewal, at GitLab', async () => {
    const bench = await start({ options: { openBrowser: agree } });
    const signedIn = await bench.remotes.connect({
      remote: 'gitlab',
      url: bench.gitlab.url,
      token: null,
      clientId: OAUTH_APP,
    });
    expect(signedIn).toMatchObject({ ok: true, value: { state: 'signed-in', user: 'dana.weber' } });
    const before = bench.secrets.get('gitlab.tokens');
    await bench.fault('gitlab', { kind: 'expire-tokens' });
    await bench.requests('gitlab');
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => bench.remote.execute(anIssue())));
    for (const outcome of outcomes) done(outcome);
    expect(tokenRequests(await bench.requests('gitlab'))).toBe(1);
    expect(bench.secrets.get('gitlab.tokens')).not.toBe(before);
  });

  it('G11 a token endpoint that repeats what it was sent puts no secret into a note or the log', async () => {
    let secret = '';
    const bench = await start({
      fetch: (real) => async (url, init) => {
        if (secret === '' || !url.includes('/oauth2/token')) return real(url, init);
        const sent = new URLSearchParams(String(init.body)).get('refresh_token') ?? '';
        secret = sent;
        const error_description = `expired: ${sent}, sent as ${encodeURIComponent(sent)}`;
        return Response.json({ error: 'invalid_grant', error_description }, { status: 400 });
      },
    });
    secret = 'to come';
    bench.salesforce.runtime.tokens.expireAccessTokens();
    const outcome = await bench.remote.execute(aRequestPut(bench.partnerId));
    expect(outcome).toMatchObject({ kind: 'sign-in', why: expect.stringContaining('expired: …') });
    const shown = JSON.stringify([outcome, bench.remotes.connections(), bench.logged]);
    expect(secret.length).toBeGreaterThan(20);
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(encodeURIComponent(secret));
  });

  it('stores rotated tokens before anything uses them', async () => {
    const uses: string[] = [];
    let stored = () => '';
    const bench = await start({
      fetch: (real) => (url, init) => {
        const token = new Headers(init.headers).get('authorization')?.replace('Bearer ', '');
        if (token !== undefined && url.includes('/services/data'))
          uses.push(stored().includes(token) ? 'stored' : 'not stored');
        return real(url, init);
      },
    });
    stored = () => bench.secrets.get('salesforce.tokens') ?? '';
    uses.length = 0;
    bench.salesforce.runtime.tokens.expireAccessTokens();
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
    expect(new Set(uses)).toEqual(new Set(['stored']));
  });

  it('goes on after a restart with what is in the key store', async () => {
    const bench = await start();
    bench.salesforce.runtime.tokens.expireAccessTokens();
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
    const { options } = memoryOptions((url, init) => fetch(url, init), shippedPlaybook());
    const connections = {
      salesforce: {
        loginUrl: bench.salesforce.url,
        clientId: 'channel-desk',
        instanceUrl: bench.salesforce.url,
        organizationId: 'x',
        userId: 'y',
        userName: 'dana',
        apiVersion: '62.0',
      },
      gitlab: null,
      home: { salesforce: null, gitlab: null },
      uploads: [],
      creates: [],
    };
    const restarted = createRemotes({
      ...options,
      store: { load: async () => connections, save: async () => undefined },
      secrets: { ...options.secrets, load: async (key) => bench.secrets.get(key) ?? null },
    });
    await restarted.ready();
    expect(restarted.connections()[0]).toMatchObject({ state: 'signed-in', user: 'dana' });
    bench.salesforce.runtime.tokens.expireAccessTokens();
    done(await restarted.execute(aRequestPut(bench.partnerId)));
  });

  it('asks for a new sign-in, once, when the refresh token is void', async () => {
    const bench = await start();
    bench.salesforce.runtime.tokens.revokeAll();
    const states: string[] = [];
    bench.remotes.onChange(([salesforce]) => states.push(salesforce?.state ?? ''));
    expect((await bench.remote.execute(aRequestPut(bench.partnerId))).kind).toBe('sign-in');
    await bench.requests('salesforce');
    expect((await bench.remote.execute(aRequestPut(bench.partnerId))).kind).toBe('sign-in');
    expect(tokenRequests(await bench.requests('salesforce'))).toBe(0);
    expect(states).toEqual(['signed-out']);
    expect(bench.remotes.connections()[0]?.note).toContain('Sign in again');
  });

  it.each(['inactive_user', 'inactive_org', 'invalid_client'])(
    'asks again after %s, which an administrator can undo',
    async (error) => {
      const bench = await start();
      bench.salesforce.runtime.tokens.expireAccessTokens();
      await bench.fault('salesforce', {
        kind: 'status',
        status: 400,
        body: { error, error_description: error },
        match: { path: 'oauth2/token' },
      });
      expect((await bench.remote.execute(aRequestPut(bench.partnerId))).kind).toBe('sign-in');
      done(await bench.remote.execute(aRequestPut(bench.partnerId)));
    },
  );

  it.each([
    ['salesforce', 'oauth2/token', {}],
    ['gitlab', 'oauth/token', {}],
    ['salesforce', 'oauth2/token', { access_token: 'a', instance_url: 'nowhere', id: 'nobody' }],
  ] as const)(
    'SY-23 a renewal whose answer cannot be read is no answer to the write (%s)',
    async (where, path, body) => {
      const bench = await start({ options: { openBrowser: agree } });
      const { url } = bench.gitlab;
      await bench.remotes.connect({ remote: 'gitlab', url, token: null, clientId: OAUTH_APP });
      await bench.fault(where, { kind: 'expire-tokens' });
      await bench.fault(where, { kind: 'status', status: 200, body, match: { path } });
      const write = where === 'gitlab' ? anIssue() : aRequestPut(bench.partnerId);
      expect((await bench.remote.execute(write)).kind).toBe('unreachable');
      done(await bench.remote.execute(write));
    },
  );

  it('a renewal whose answer is lost harms no write', async () => {
    const bench = await start();
    bench.salesforce.runtime.tokens.expireAccessTokens();
    await bench.fault('salesforce', { kind: 'drop-before', match: { path: 'oauth2/token' } });
    expect((await bench.remote.execute(aRequestPut(bench.partnerId))).kind).toBe('unreachable');
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
  });

  it('keeps working from memory when the key store fails', async () => {
    const { options, logged } = memoryOptions((url, init) => fetch(url, init), shippedPlaybook());
    const bench = await start();
    const remotes = createRemotes({
      ...options,
      secrets: { ...options.secrets, save: () => Promise.reject(new Error('disk full')) },
    });
    const { loginUrl, clientId, refreshToken } = bench.salesforce.login('channel-desk-tools');
    expect((await remotes.connect({ remote: 'salesforce', loginUrl, clientId, refreshToken })).ok).toBe(true);
    done(await remotes.execute(aRequestPut(bench.partnerId)));
    expect(logged.join('\n')).toContain('could not be stored');
  });
});
