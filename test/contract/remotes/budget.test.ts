import { describe, expect, it } from 'vitest';
import { createBudget, usageOf } from '../../../electron/remotes/salesforce/budget';
import { Instant } from '../../../shared/schema/values';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { useBenches } from './bench-pool';
import { aRequestPut, done } from './commands';
import type { EmulatorBench } from './emulator-bench';

const start = useBenches();
const partners = { stream: 'partners', cursor: null, limit: 5 } as const;

/** A bench whose clock stands still until it is told, with the shipped shares of 20 and 5 percent of 1,000 requests. */
async function spentBench(): Promise<
  EmulatorBench & { spend(used: number): void; later(minutes: number): Promise<void> }
> {
  const began = Date.now();
  let now = began;
  const bench = await start({
    salesforce: { dailyApiRequests: 1000 },
    options: {
      clock: { now: () => Instant.parse(new Date(now).toISOString()), sleep: () => Promise.resolve() },
    },
  });
  return {
    ...bench,
    spend(used) {
      bench.salesforce.runtime.org.usage.used = used;
    },
    async later(minutes) {
      now += minutes * 60_000;
      await bench.skew('salesforce', now - began);
    },
  };
}

describe('SY-29 G9 the daily requests of the org', () => {
  it('below the first share reading stops and sending goes on', async () => {
    const bench = await spentBench();
    bench.spend(850);
    expect((await bench.remote.pull(partners)).kind).toBe('page');
    await bench.requests('salesforce');
    expect(await bench.remote.pull(partners)).toMatchObject({
      kind: 'held',
      why: expect.stringContaining('kept for what you send'),
    });
    expect(await bench.requests('salesforce')).toEqual([]);
    expect(bench.remotes.connections()[0]).toMatchObject({
      state: 'signed-in',
      apiMax: 1000,
      apiReserve: 200,
      note: expect.stringContaining('requests that Salesforce allows your org in a day are left'),
    });
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
  });

  it('below the second share sending waits too, without a request', async () => {
    const bench = await spentBench();
    bench.spend(960);
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
    await bench.requests('salesforce');
    expect(await bench.remote.execute(aRequestPut(bench.partnerId))).toMatchObject({
      kind: 'wait',
      afterMs: 15 * 60_000,
      why: expect.stringContaining('sent by itself'),
    });
    expect(await bench.requests('salesforce')).toEqual([]);
  });

  it('both go on by themselves; one request after a while tells that there are more', async () => {
    const bench = await spentBench();
    bench.spend(990);
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
    bench.spend(100);
    await bench.requests('salesforce');
    expect((await bench.remote.pull(partners)).kind).toBe('held');
    await bench.later(14);
    expect((await bench.remote.execute(aRequestPut(bench.partnerId))).kind).toBe('wait');
    expect(await bench.requests('salesforce')).toEqual([]);
    await bench.later(1);
    expect((await bench.remote.pull(partners)).kind).toBe('page');
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
    expect(bench.remotes.connections()[0]?.note).toBeNull();
  });

  it('what was learnt before the clock was set back is asked again', () => {
    let now = 10 * 3_600_000;
    const budget = createBudget(
      () => shippedPlaybook().salesforce.requests,
      () => now,
    );
    budget.note(990, 1000);
    expect(budget.isStale()).toBe(false);
    now -= 3_600_000;
    expect(budget.isStale()).toBe(true);
  });

  it('a day that is spent is waited for', async () => {
    const bench = await spentBench();
    bench.spend(1000);
    expect(await bench.remote.pull(partners)).toMatchObject({ kind: 'wait', afterMs: 15 * 60_000 });
    expect((await bench.remote.pull(partners)).kind).toBe('held');
    expect(bench.remotes.connections()[0]?.apiUsed).toBe(1000);
  });

  it.each([
    ['api-usage=18/15000', { used: 18, max: 15_000 }],
    ['api-usage=25/5000; per-app-api-usage=17/250(appName=sample)', { used: 25, max: 5000 }],
    ['per-app-api-usage=17/250(appName=sample); api-usage=25/5000', { used: 25, max: 5000 }],
    ['per-app-api-usage=17/250(appName=sample)', null],
    ['', null],
    [null, null],
  ])('the header %j is read', (header, usage) => {
    expect(usageOf(header)).toEqual(usage);
  });
});
