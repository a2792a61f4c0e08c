import { describe, expect, it } from 'vitest';
import { createRemotes } from '../../../electron/remotes/remotes';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { useBenches } from './bench-pool';
import { agree, OAUTH_APP } from './browser';
import { anIssue, aRequestPut, done } from './commands';
import { memoryOptions } from './emulator-bench';

const start = useBenches();

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

  it('ends at once when the person gives up', async () => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const bench = await start({ options: { openBrowser: async () => open() } });
    const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
    const connecting = bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId });
    await opened;
    bench.remotes.cancelConnect();
    expect(await connecting).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('cancelled') },
    });
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
    expect(readOnly).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('lacks the scope'), fix: expect.stringContaining('api') },
    });
    // What was connected before still works.
    done(await bench.remote.execute(anIssue()));
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
