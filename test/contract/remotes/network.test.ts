import { describe, expect, it } from 'vitest';
import type { FetchLike } from '../../../electron/remotes/common/ports';
import { useBenches } from './bench-pool';
import { anIssue, aRequestPut } from './commands';

const start = useBenches();

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
    await bench.fault('salesforce', { kind: 'delay', ms: 1000, match: { method: 'POST' } });
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

  it('G11 keeps to itself a token that a server repeats, in errors and in answers that cannot be read', async () => {
    const bench = await start();
    const { access } = JSON.parse(bench.secrets.get('gitlab.tokens') ?? '{}') as { access: string };
    const echo = { message: `your token is ${access}` };
    const match = { method: 'POST', path: '/issues$' };
    await bench.fault(
      'gitlab',
      { kind: 'status', status: 400, body: echo, match },
      { kind: 'status', status: 201, body: echo, match },
    );
    for (const kind of ['refused', 'unreadable']) {
      const outcome = await bench.remote.execute(anIssue());
      expect(outcome.kind).toBe(kind);
      expect(JSON.stringify(outcome)).toContain('your token is …');
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
