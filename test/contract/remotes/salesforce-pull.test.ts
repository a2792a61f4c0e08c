import { describe, expect, it } from 'vitest';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import { aRequestPut, rowOf } from './commands';
import { useBenches } from './bench-pool';
import type { EmulatorBench } from './emulator-bench';

const start = useBenches();

async function round(
  bench: EmulatorBench,
  stream: 'budgets' | 'partners',
  from: string | null,
  limit: number,
) {
  const rows: RemoteRow[] = [];
  for (let cursor = from; ; ) {
    const page = await bench.remote.pull({ stream, cursor, limit });
    if (page.kind !== 'page') throw new Error(JSON.stringify(page));
    rows.push(...page.rows);
    cursor = page.cursor;
    if (!page.more) return { rows, cursor };
  }
}

function budgets(count: number, stamp: string) {
  return {
    object: 'PartnerMarketingBudget',
    items: Array.from({ length: count }, (_, n) => ({
      Title: `Budget ${n}`,
      Amount: 100,
      Type: 'MarketingFunds',
      CreatedDate: stamp,
      LastModifiedDate: stamp,
    })),
  };
}

describe('pulling from an org', () => {
  it('G6 reads 2,500 rows of one stamp in pages of 200, each once', async () => {
    const bench = await start({ salesforce: { records: [budgets(2500, '2026-10-01T10:00:00.000Z')] } });
    const { rows } = await round(bench, 'budgets', null, 200);
    expect(rows).toHaveLength(2500);
    expect(new Set(rows.map(({ ref }) => ref.id)).size).toBe(2500);
  });

  it('G6 a row that shows up late with an earlier stamp is still read', async () => {
    const bench = await start({ salesforce: { records: [budgets(3, '2026-10-01T10:00:00.000Z')] } });
    const first = await round(bench, 'budgets', null, 200);
    // A transaction that began three minutes ago and shows its rows only now.
    await bench.skew('salesforce', -3 * 60_000);
    await bench.crmChange({
      action: 'create',
      object: 'PartnerMarketingBudget',
      fields: { Title: 'Late', Amount: 1, Type: 'MarketingFunds' },
    });
    await bench.skew('salesforce', 0);
    const { rows } = await round(bench, 'budgets', first.cursor, 200);
    expect(rows.map(({ fields }) => fields['title'])).toContain('Late');
  });

  it('G6 a record that came back from the recycle bin is not deleted', async () => {
    let alive = '';
    const bench = await start({
      fetch: (real) => async (url, init) => {
        const answer = await real(url, init);
        if (!url.includes('/deleted/') || alive === '') return answer;
        const body = (await answer.json()) as { deletedRecords: unknown[] };
        body.deletedRecords.push({ id: alive.slice(0, 15), deletedDate: '2026-11-22T00:00:00.000+0000' });
        return Response.json(body);
      },
    });
    const create = () =>
      bench.crmChange({
        action: 'create',
        object: 'PartnerMarketingBudget',
        fields: { Title: 'Budget', Amount: 1, Type: 'MarketingFunds' },
      });
    alive = await create();
    const gone = await create();
    const { cursor } = await round(bench, 'budgets', null, 200);
    await bench.crmChange({ action: 'delete', object: 'PartnerMarketingBudget', id: gone });
    const { rows } = await round(bench, 'budgets', cursor, 200);
    expect(rows.filter(({ deleted }) => deleted).map(({ ref }) => ref.id)).toEqual([gone]);
  });

  it('says which objects are absent and goes on with the others', async () => {
    const bench = await start({
      salesforce: { omitObjects: ['PartnerMarketingBudget', 'PartnerFundAllocation'], records: [] },
    });
    const page = await bench.remote.pull({ stream: 'budgets', cursor: null, limit: 50 });
    expect(page).toMatchObject({ kind: 'absent', why: expect.stringContaining('PartnerMarketingBudget') });
    expect((await bench.remote.pull({ stream: 'partners', cursor: null, limit: 50 })).kind).toBe('page');
    expect(bench.remotes.missing().join()).toContain('PartnerMarketingBudget');
  });

  it('a stream that the playbook does not map is absent', async () => {
    const bench = await start({
      playbook: (playbook) => ({
        ...playbook,
        salesforce: {
          ...playbook.salesforce,
          mappings: playbook.salesforce.mappings.map((mapping) => ({
            ...mapping,
            entities: { ...mapping.entities, budget: null },
          })),
        },
      }),
    });
    expect((await bench.remote.pull({ stream: 'budgets', cursor: null, limit: 50 })).kind).toBe('absent');
  });

  it('leaves out fields that the org lacks and says which', async () => {
    const bench = await start({
      salesforce: {
        omitFields: ['PartnerFundRequest.GTM_Motion__c', 'PartnerFundRequest.Region__c'],
        records: [],
      },
    });
    const put = aRequestPut('0015g00000Ab102AAB', {
      fields: { title: 'x', gtmMotion: 'security', requested: { minor: 100, currency: 'EUR' } },
    });
    const row = rowOf(await bench.remote.execute(put));
    expect(row.fields).not.toHaveProperty('gtmMotion');
    expect(bench.remotes.missing()).toEqual([
      expect.stringContaining('GTM_Motion__c'),
      expect.stringContaining('Region__c'),
    ]);
    expect(bench.remotes.connections()[0]?.note).toContain('GTM_Motion__c');
  });

  it('a column that only the query knows to be missing is dropped, and the rest is read', async () => {
    const bench = await start({
      playbook: (playbook) => ({
        ...playbook,
        salesforce: {
          ...playbook.salesforce,
          mappings: playbook.salesforce.mappings.map((mapping) => ({
            ...mapping,
            entities: {
              ...mapping.entities,
              partner: {
                ...mapping.entities.partner,
                fields: { ...mapping.entities.partner.fields, camEmail: 'Owner.Nonsense__c' },
              },
            },
          })),
        },
      }),
    });
    const page = await bench.remote.pull({ stream: 'partners', cursor: null, limit: 5 });
    expect(page.kind === 'page' && page.rows[0]?.fields['cam']).toBeTruthy();
    expect(page.kind === 'page' && page.rows[0]?.fields).not.toHaveProperty('camEmail');
    expect(bench.remotes.missing()).toEqual([expect.stringContaining('Owner.Nonsense__c')]);
  });

  it('G10 sets a row aside that cannot be understood, and reads the others', async () => {
    const bench = await start({
      fetch: (real) => async (url, init) => {
        const answer = await real(url, init);
        if (!decodeURIComponent(url).includes('FROM PartnerMarketingBudget')) return answer;
        const text = (await answer.text())
          .replace('"Amount":100.0', '"Amount":100')
          .replace('"Amount":100', '"Amount":"a lot"');
        return new Response(text, { status: answer.status, headers: { 'content-type': 'application/json' } });
      },
      salesforce: { records: [budgets(3, '2026-10-01T10:00:00.000Z')] },
    });
    const page = await bench.remote.pull({ stream: 'budgets', cursor: null, limit: 50 });
    expect(page.kind === 'page' && page.rows).toHaveLength(2);
    expect(page.kind === 'page' && page.unreadable).toEqual([
      {
        what: expect.stringContaining('0TZ'),
        reason: expect.stringContaining('Amount'),
        raw: expect.stringContaining('a lot'),
      },
    ]);
  });

  it('G6 says when deletions can no longer be listed, and lists them again from there', async () => {
    const bench = await start({});
    const { cursor } = await round(bench, 'partners', null, 2000);
    const old = JSON.stringify({
      ...(JSON.parse(cursor) as object),
      deletedSince: '2026-01-01T00:00:00.000+0000',
    });
    const page = await bench.remote.pull({ stream: 'partners', cursor: old, limit: 2000 });
    expect(page).toMatchObject({ kind: 'page', more: false, deletions: 'owed' });
    const next = page.kind === 'page' ? page.cursor : '';
    expect(await bench.remote.pull({ stream: 'partners', cursor: next, limit: 2000 })).not.toHaveProperty(
      'deletions',
    );
  });

  it('G6 a deletion log that was emptied two hours later is noticed, and an object that is gone is told', async () => {
    const bench = await start({});
    const { cursor } = await round(bench, 'partners', null, 2000);
    await bench.skew('salesforce', 3 * 60 * 60_000);
    const control = (path: string, body?: unknown) =>
      fetch(`${bench.salesforce.controlUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
      });
    await control('/deletions/purge');
    const page = await bench.remote.pull({ stream: 'partners', cursor, limit: 2000 });
    expect(page).toMatchObject({ kind: 'page', deletions: 'owed' });
    await control('/objects', { object: 'Account', hidden: true });
    expect((await bench.remote.pull({ stream: 'partners', cursor, limit: 2000 })).kind).toBe('absent');
    const rows = [{ id: bench.partnerId, iid: null, url: null }];
    expect((await bench.remote.presence({ stream: 'partners', rows })).kind).toBe('absent');
    await control('/objects', { object: 'Account', hidden: false });
    expect(await bench.remote.presence({ stream: 'partners', rows })).toMatchObject({ gone: [], unseen: [] });
  });

  it('SY-66 starts again when the playbook names another object', async () => {
    const bench = await start({});
    const { cursor } = await round(bench, 'budgets', null, 2000);
    const before = JSON.parse(cursor) as { object: string };
    const elsewhere = JSON.stringify({ ...before, object: 'Former_Budget__c' });
    const ask = (from: string) => bench.remote.pull({ stream: 'budgets', cursor: from, limit: 50 });
    expect(await ask(elsewhere)).toMatchObject({ kind: 'restart', why: expect.stringContaining('object') });
    expect((await ask(cursor)).kind).toBe('page');
    // A bookmark from before the object was noted goes on.
    expect((await ask(JSON.stringify({ ...before, object: undefined }))).kind).toBe('page');
  });

  it('starts again when another org is connected', async () => {
    const bench = await start({});
    const { cursor } = await round(bench, 'partners', null, 2000);
    const parsed = JSON.parse(cursor) as { org: string };
    const elsewhere = JSON.stringify({ ...parsed, org: '00D000000000000EAA' });
    expect((await bench.remote.pull({ stream: 'partners', cursor: elsewhere, limit: 50 })).kind).toBe(
      'restart',
    );
  });
});
