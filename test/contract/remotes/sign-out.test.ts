import { describe, expect, it } from 'vitest';
import type { Connections } from '../../../electron/remotes/common/ports';
import { useBenches } from './bench-pool';
import { agree, OAUTH_APP } from './browser';
import { anIssue, aRequestPut, done } from './commands';
import type { EmulatorBench } from './emulator-bench';

const start = useBenches();

function refreshTokenOf(bench: EmulatorBench, key: string): string {
  const { refresh } = JSON.parse(bench.secrets.get(key) ?? '{}') as { refresh?: string };
  if (refresh === undefined) throw new Error(`no refresh token under ${key}`);
  return refresh;
}

/** What the server says when somebody who kept the old token tries to use it. */
async function tryToRenew(tokenUrl: string, clientId: string, refresh: string): Promise<number> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refresh,
    redirect_uri: 'http://127.0.0.1/callback',
  });
  return (await fetch(tokenUrl, { method: 'POST', body })).status;
}

async function signInToGitlab(bench: EmulatorBench): Promise<void> {
  const { url } = bench.gitlab;
  const result = await bench.remotes.connect({ remote: 'gitlab', url, token: null, clientId: OAUTH_APP });
  expect(result.ok).toBe(true);
}

describe('signing out', () => {
  it('ends the sign-in at both servers, not only here', async () => {
    const bench = await start({ options: { openBrowser: agree } });
    await signInToGitlab(bench);
    const salesforce = refreshTokenOf(bench, 'salesforce.tokens');
    const gitlab = refreshTokenOf(bench, 'gitlab.tokens');
    expect(await bench.remotes.disconnect('salesforce')).toBeNull();
    expect(await bench.remotes.disconnect('gitlab')).toBeNull();
    expect(bench.secrets.size).toBe(0);
    expect(
      await tryToRenew(`${bench.salesforce.url}/services/oauth2/token`, 'channel-desk', salesforce),
    ).toBe(400);
    expect(await tryToRenew(`${bench.gitlab.url}/oauth/token`, OAUTH_APP, gitlab)).toBe(400);
  });

  it('without a network wipes everything here at once and says what stays valid there', async () => {
    const bench = await start({ options: { openBrowser: agree } });
    await signInToGitlab(bench);
    await bench.offline('salesforce', true);
    await bench.offline('gitlab', true);
    expect(await bench.remotes.disconnect('salesforce')).toContain('Salesforce could not be told');
    expect(await bench.remotes.disconnect('gitlab')).toContain('GitLab could not be told');
    expect(bench.secrets.size).toBe(0);
    expect(bench.remotes.connections().map(({ state }) => state)).toEqual(['not-set-up', 'not-set-up']);
  });

  it('leaves a personal access token to the person and says so', async () => {
    const bench = await start();
    expect(await bench.remotes.disconnect('gitlab')).toContain('revoke it in your GitLab preferences');
    expect(bench.secrets.has('gitlab.tokens')).toBe(false);
  });

  it('during a renewal wins: what comes late is not kept and does not stay valid', async () => {
    const late: string[] = [];
    let armed = false;
    const bench = await start({
      fetch: (real) => async (url, init) => {
        const answer = await real(url, init);
        if (url.includes('/oauth2/token') && late.length === 0 && armed) {
          const text = await answer.clone().text();
          late.push((JSON.parse(text) as { refresh_token: string }).refresh_token);
          void bench.remotes.disconnect('salesforce');
          await expect.poll(() => bench.secrets.has('salesforce.tokens')).toBe(false);
        }
        return answer;
      },
    });
    bench.salesforce.runtime.tokens.expireAccessTokens();
    armed = true;
    const outcome = await bench.remote.execute(aRequestPut(bench.partnerId));
    expect(['unreachable', 'sign-in']).toContain(outcome.kind);
    expect(bench.secrets.has('salesforce.tokens')).toBe(false);
    expect(bench.remotes.connections()[0]?.state).toBe('not-set-up');
    const url = `${bench.salesforce.url}/services/oauth2/token`;
    await expect.poll(() => tryToRenew(url, 'channel-desk', late[0] ?? '')).toBe(400);
  });

  it.each([
    ['salesforce', '/oauth2/token'],
    ['gitlab', '/oauth/token'],
  ] as const)(
    'that is over before a renewal is answered ends the new pair too, at %s',
    async (where, path) => {
      const late: string[] = [];
      const revoked: (string | null)[] = [];
      let saved: Connections | null = null;
      let armed = false;
      const store = {
        load: async () => null,
        save: async (connections: Connections) => void (saved = connections),
      };
      const bench = await start({
        options: { openBrowser: agree, store },
        fetch: (real) => async (url, init) => {
          const answer = await real(url, init);
          if (url.endsWith('/revoke')) revoked.push(new URLSearchParams(String(init.body)).get('token'));
          if (!armed || !url.includes(path)) return answer;
          armed = false;
          const body = (await answer.json()) as { refresh_token: string };
          late.push(body.refresh_token);
          void bench.remotes.disconnect(where);
          await expect.poll(() => saved?.[where]).toBeNull();
          // An org that has moved meanwhile must not bring the connection back.
          const moved = where === 'salesforce' ? { instance_url: 'http://127.0.0.1:9' } : {};
          return Response.json({ ...body, ...moved });
        },
      });
      await signInToGitlab(bench);
      await bench.fault(where, { kind: 'expire-tokens' });
      armed = true;
      const write = where === 'gitlab' ? anIssue() : aRequestPut(bench.partnerId);
      expect(['unreachable', 'sign-in']).toContain((await bench.remote.execute(write)).kind);
      const [url, app] =
        where === 'gitlab'
          ? [`${bench.gitlab.url}/oauth/token`, OAUTH_APP]
          : [`${bench.salesforce.url}/services/oauth2/token`, 'channel-desk'];
      await expect.poll(() => revoked).toContain(late[0]);
      expect(await tryToRenew(url, app, late[0] ?? '')).toBe(400);
      expect(saved).toMatchObject({ [where]: null });
    },
  );

  it.each(['the pair cannot be ended', 'the pair never arrives'] as const)(
    'during a renewal does not say that all is over when %s',
    async (what) => {
      let late: string | null = null;
      let told: Promise<string | null> | null = null;
      let armed = false;
      const bench = await start({
        options: { openBrowser: agree },
        fetch: (real) => async (url, init) => {
          const isLate = late !== null && String(init.body).includes(late);
          if (url.endsWith('/revoke') && isLate) throw new TypeError('fetch failed');
          const answer = await real(url, init);
          if (!armed || !url.includes('/oauth/token')) return answer;
          armed = false;
          late = ((await answer.clone().json()) as { refresh_token: string }).refresh_token;
          told = bench.remotes.disconnect('gitlab');
          await expect.poll(() => bench.secrets.has('gitlab.tokens')).toBe(false);
          if (what === 'the pair never arrives') throw new TypeError('terminated');
          return answer;
        },
      });
      await signInToGitlab(bench);
      await bench.fault('gitlab', { kind: 'expire-tokens' });
      armed = true;
      await bench.remote.execute(anIssue());
      expect(await told).toContain('GitLab could not be told');
    },
  );

  it('while a sign-in is still being settled is not undone by it', async () => {
    let saved: Connections | null = null;
    let armed = false;
    const store = {
      load: async () => null,
      save: async (connections: Connections) => void (saved = connections),
    };
    const bench = await start({
      options: { openBrowser: agree, store },
      fetch: (real) => async (url, init) => {
        const answer = await real(url, init);
        if (!armed || !url.includes('/id/')) return answer;
        armed = false;
        await bench.remotes.disconnect('salesforce');
        return answer;
      },
    });
    armed = true;
    const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
    await bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId });
    expect(saved).toMatchObject({ salesforce: null });
    expect(bench.remotes.connections()[0]?.state).toBe('not-set-up');
  });

  it('a new sign-in ends the one that it replaces', async () => {
    const bench = await start({ options: { openBrowser: agree } });
    await signInToGitlab(bench);
    const first = refreshTokenOf(bench, 'gitlab.tokens');
    await signInToGitlab(bench);
    expect(await tryToRenew(`${bench.gitlab.url}/oauth/token`, OAUTH_APP, first)).toBe(400);
    done(await bench.remote.execute(anIssue()));
  });
});
