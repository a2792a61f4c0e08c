import { describe, expect, it } from 'vitest';
import { DEFAULT_SCENARIO, loadScenario } from '../../emulators/scenario/scenario';
import { useBenches } from './bench-pool';
import { agree } from './browser';
import { anIssue, aRequestPut, done } from './commands';

const start = useBenches();
const { org } = loadScenario(DEFAULT_SCENARIO).salesforce;

describe('another org or instance than the one that this desk holds', () => {
  it('is refused after sign-in at Salesforce, and nothing of the desk goes there', async () => {
    const bench = await start({ options: { openBrowser: agree } });
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
    const other = await start({ salesforce: { org: { ...org, id: '00D5g00000Othr1' } } });
    await other.requests('salesforce');
    const { loginUrl, clientId } = other.salesforce.login('channel-desk');
    const result = await bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId });
    expect(result).toMatchObject({
      ok: false,
      error: {
        message: expect.stringContaining('not mixed; nothing was read or sent'),
        fix: expect.stringContaining('Sign in with an account of'),
      },
    });
    const asked = await other.requests('salesforce');
    expect(asked.filter((request) => !request.includes('/services/oauth2/'))).toEqual([]);
    // The sign-in that nobody wanted does not stay valid, and the right one still works.
    expect(asked.some((request) => request.includes('/oauth2/revoke'))).toBe(true);
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
  });

  it('stays refused after disconnecting, and the right one is taken back', async () => {
    const bench = await start();
    done(await bench.remote.execute(anIssue()));
    await bench.remotes.disconnect('gitlab');
    const other = await start();
    await other.requests('gitlab');
    const elsewhere = {
      remote: 'gitlab',
      url: other.gitlab.url,
      token: 'glpat-dana',
      clientId: null,
    } as const;
    expect(await bench.remotes.connect(elsewhere)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining(bench.gitlab.url) },
    });
    expect(await other.requests('gitlab')).toEqual([]);
    expect((await bench.remotes.connect({ ...elsewhere, url: bench.gitlab.url })).ok).toBe(true);
    done(await bench.remote.execute(anIssue()));
  });

  it('may be chosen as long as nothing was exchanged', async () => {
    const bench = await start();
    const other = await start();
    const elsewhere = {
      remote: 'gitlab',
      url: other.gitlab.url,
      token: 'glpat-dana',
      clientId: null,
    } as const;
    expect((await bench.remotes.connect(elsewhere)).ok).toBe(true);
  });
});
