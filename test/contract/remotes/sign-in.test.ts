import { afterEach, describe, expect, it } from 'vitest';
import { createRemotes } from '../../../electron/remotes/remotes';
import type { FetchLike } from '../../../electron/remotes/common/ports';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { anIssue, aRequestPut, done } from './commands';
import { type BenchChanges, type EmulatorBench, emulatorBench, memoryOptions } from './emulator-bench';

const benches: EmulatorBench[] = [];

async function start(changes: BenchChanges = {}): Promise<EmulatorBench> {
  const bench = await emulatorBench(changes);
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.stop();
});

const OAUTH_APP = 'channel-desk-gitlab';

/** The browser of a person who agrees to everything: goes where the page sends it. */
async function agree(url: string): Promise<void> {
  const consent = await fetch(url, { redirect: 'manual' });
  const back = consent.headers.get('location');
  if (back === null) throw new Error(`no way back: ${consent.status} ${await consent.text()}`);
  await fetch(back);
}

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

describe('signing in', () => {
  it('opens the browser, proves itself with PKCE and takes the person back', async () => {
    const opened: string[] = [];
    const bench = await start({
      options: {
        openBrowser: async (url) => {
          opened.push(url);
          await agree(url);
        },
      },
    });
    const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
    const result = await bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId });
    expect(result).toMatchObject({ ok: true, value: { state: 'signed-in', origin: bench.salesforce.url } });
    const query = new URL(opened[0] ?? '').searchParams;
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect(query.has('client_secret')).toBe(false);
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
  });

  it('does not take a code that comes with another state', async () => {
    const bench = await start({
      options: {
        signInTimeoutMs: 300,
        openBrowser: async (url) => {
          const back = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
          back.searchParams.set('code', 'stolen');
          back.searchParams.set('state', 'guessed');
          const answer = await fetch(back);
          if (answer.status !== 400) throw new Error('the wrong state was taken');
        },
      },
    });
    const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
    const result = await bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId });
    expect(result).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('Nobody signed in') },
    });
  });

  it('says why when the person refuses', async () => {
    const bench = await start({
      options: {
        openBrowser: async (url) => {
          const query = new URL(url).searchParams;
          const back = new URL(query.get('redirect_uri') ?? '');
          back.searchParams.set('error', 'access_denied');
          back.searchParams.set('error_description', 'end-user denied authorization');
          back.searchParams.set('state', query.get('state') ?? '');
          await fetch(back);
        },
      },
    });
    const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
    const result = await bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId });
    expect(result).toMatchObject({ ok: false, error: { message: expect.stringContaining('denied') } });
    // What was connected before still works.
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
  });

  it('a second sign-in cancels the first', async () => {
    let second = false;
    const bench = await start({
      options: {
        openBrowser: async (url) => {
          if (second) await agree(url);
        },
      },
    });
    const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
    const first = bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId });
    await new Promise((resolve) => setImmediate(resolve));
    second = true;
    const after = await bench.remotes.connect({
      remote: 'gitlab',
      url: bench.gitlab.url,
      token: null,
      clientId: OAUTH_APP,
    });
    expect(after.ok).toBe(true);
    expect(await first).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('cancelled') },
    });
  });

  it.each([
    ['not an address', 'is not an address'],
    ['http://salesforce.example', 'is not encrypted'],
    ['https://user:secret@gitlab.example', 'is not encrypted'],
  ])('refuses %s', async (url, message) => {
    const { options } = memoryOptions((to, init) => fetch(to, init), shippedPlaybook());
    const remotes = createRemotes(options);
    const result = await remotes.connect({ remote: 'gitlab', url, token: 'x', clientId: null });
    expect(result).toMatchObject({ ok: false, error: { message: expect.stringContaining(message) } });
  });

  it('tells a wrong token, a missing scope and an address that is not GitLab apart', async () => {
    const bench = await start();
    const { url } = bench.gitlab;
    const wrong = await bench.remotes.connect({
      remote: 'gitlab',
      url,
      token: 'glpat-wrong',
      clientId: null,
    });
    expect(wrong).toMatchObject({ ok: false, error: { message: expect.stringContaining('does not know') } });
    const other = await bench.remotes.connect({
      remote: 'gitlab',
      url: bench.salesforce.url,
      token: 'x',
      clientId: null,
    });
    expect(other).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('does not answer like GitLab') },
    });
    const readOnly = await bench.remotes.connect({
      remote: 'gitlab',
      url,
      token: 'glpat-read-only',
      clientId: null,
    });
    expect(readOnly).toMatchObject({ ok: true, value: { note: expect.stringContaining('lacks the scope') } });
    expect(await bench.remote.execute(anIssue())).toMatchObject({
      kind: 'refused',
      refusal: { code: 'insufficient_scope' },
    });
  });

  it('forgets everything on disconnecting', async () => {
    const bench = await start();
    await bench.remotes.disconnect('salesforce');
    await bench.remotes.disconnect('gitlab');
    expect(bench.secrets.size).toBe(0);
    expect(bench.remotes.connections().map(({ state }) => state)).toEqual(['not-set-up', 'not-set-up']);
    expect((await bench.remote.execute(aRequestPut(bench.partnerId))).kind).toBe('sign-in');
    expect((await bench.remote.pull({ stream: 'gitlab-epics', cursor: null, limit: 5 })).kind).toBe(
      'sign-in',
    );
  });
});

describe('the network', () => {
  it('a refused connection is certainly no write', async () => {
    const bench = await start();
    await bench.salesforce.stop();
    await bench.gitlab.stop();
    expect((await bench.remote.execute(aRequestPut(bench.partnerId))).kind).toBe('unreachable');
    expect((await bench.remote.execute(anIssue())).kind).toBe('unreachable');
    expect((await bench.remote.execute({ ...anIssue(), repeat: true })).kind).toBe('ambiguous');
    const states = await bench.remotes.check();
    expect(states.map(({ state }) => state)).toEqual(['unreachable', 'unreachable']);
    benches.length = 0;
  });

  it('comes back by itself', async () => {
    const bench = await start();
    await bench.offline('gitlab', true);
    expect((await bench.remotes.check()).map(({ state }) => state)).toEqual(['signed-in', 'unreachable']);
    await bench.offline('gitlab', false);
    expect((await bench.remotes.check()).map(({ state }) => state)).toEqual(['signed-in', 'signed-in']);
  });

  it('a server that does not answer in time leaves a write in doubt', async () => {
    const bench = await start({ options: { timeoutMs: 150 } });
    const put = aRequestPut(bench.partnerId);
    await bench.fault('salesforce', { kind: 'delay', ms: 1000, match: { method: 'PATCH' } });
    const outcome = await bench.remote.execute(put);
    expect(outcome).toMatchObject({ kind: 'ambiguous', why: expect.stringContaining('no answer within') });
  });

  it('G11 talks to the configured addresses only and logs no token', async () => {
    const asked = new Set<string>();
    const watch =
      (real: FetchLike): FetchLike =>
      (url, init) => {
        asked.add(new URL(url).origin);
        return real(url, init);
      };
    const bench = await start({ fetch: watch });
    await bench.fault('gitlab', {
      kind: 'status',
      status: 302,
      headers: { location: 'https://elsewhere.example/steal' },
      match: { method: 'GET', path: '/issues' },
    });
    await bench.remote.pull({ stream: 'gitlab-issues', cursor: null, limit: 5 });
    bench.salesforce.runtime.tokens.expireAccessTokens();
    await bench.remote.execute(aRequestPut(bench.partnerId));
    expect(asked).toEqual(new Set([bench.salesforce.url, bench.gitlab.url]));
    const said = [...bench.logged, ...bench.remotes.connections().map((state) => JSON.stringify(state))].join(
      '\n',
    );
    for (const secret of bench.secrets.values()) {
      for (const token of Object.values(JSON.parse(secret) as Record<string, string | null>))
        expect(token !== null && said.includes(token)).toBe(false);
    }
  });

  it('shows the use of the daily request budget', async () => {
    const bench = await start();
    await bench.remote.pull({ stream: 'partners', cursor: null, limit: 5 });
    const [salesforce] = bench.remotes.connections();
    expect(salesforce?.apiMax).toBe(15_000);
    expect(salesforce?.apiUsed).toBeGreaterThan(1);
  });
});
