import { describe, expect, it } from 'vitest';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import type { Stream } from '../../../shared/schema/sync-state';
import { anEpic, anIssue, aRegistrationPut, aRequestPut, crmId, gitRef } from './commands';
import type { ContractBench } from './contract-bench';

/** What every remote does when a stream is read. */
export function pullContract(bench: () => ContractBench): void {
  async function pull(stream: Stream, cursor: string | null, limit: number) {
    const page = await bench().remote.pull({ stream, cursor, limit });
    if (page.kind !== 'page') throw new Error(`no page: ${JSON.stringify(page)}`);
    return page;
  }

  /** Reads a stream to its end, page by page. */
  async function round(
    stream: Stream,
    from: string | null,
    limit: number,
  ): Promise<{ rows: RemoteRow[]; cursor: string; pages: number }> {
    const rows: RemoteRow[] = [];
    let cursor = from;
    for (let pages = 1; ; pages += 1) {
      if (pages > 200) throw new Error(`${stream} does not come to an end`);
      const page = await pull(stream, cursor, limit);
      rows.push(...page.rows);
      cursor = page.cursor;
      if (!page.more) return { rows, cursor, pages };
    }
  }

  function idsOf(rows: readonly RemoteRow[]): Set<unknown> {
    return new Set(rows.map(({ ref }) => ref.id));
  }

  describe('pull', () => {
    it('G6 reads every row of a stream over many pages', async () => {
      const whole = await round('partners', null, 2000);
      const small = await round('partners', null, 4);
      expect(whole.pages).toBe(1);
      expect(small.pages).toBeGreaterThan(5);
      expect(idsOf(small.rows)).toEqual(idsOf(whole.rows));
      const partners = (await bench().crmRecords('Account')).filter(({ Type }) => Type === 'Partner');
      expect(whole.rows).toHaveLength(partners.length);
    });

    it('G6 loses none of many rows with one stamp, whatever the page size', async () => {
      const ids = new Set<string>();
      for (let n = 0; n < 25; n += 1) {
        ids.add(
          await bench().crmChange({
            action: 'create',
            object: 'PartnerMarketingBudget',
            fields: {
              Title: `Budget ${n}`,
              Amount: 100,
              Type: 'MarketingFunds',
            },
          }),
        );
      }
      const { rows } = await round('budgets', null, 7);
      const read = idsOf(rows);
      expect([...ids].filter((id) => !read.has(id))).toEqual([]);
    });

    it('G6 brings only what is new in the next round, and every change', async () => {
      const first = await round('fund-requests', null, 50);
      const id = crmId(await bench().remote.execute(aRequestPut(bench().partnerId)));
      const second = await round('fund-requests', first.cursor, 50);
      expect(idsOf(second.rows).has(id)).toBe(true);
      await bench().crmChange({
        action: 'update',
        object: 'PartnerFundRequest',
        id,
        fields: { Title: 'Later' },
      });
      const third = await round('fund-requests', second.cursor, 50);
      const row = third.rows.find(({ ref }) => ref.id === id);
      expect(row?.fields['title']).toBe('Later');
    });

    it('G6 brings deletions, and does not take a hidden record for a deleted one', async () => {
      const deleted = crmId(await bench().remote.execute(aRequestPut(bench().partnerId)));
      const hidden = crmId(await bench().remote.execute(aRequestPut(bench().partnerId)));
      const { cursor } = await round('fund-requests', null, 50);
      await bench().crmChange({ action: 'delete', object: 'PartnerFundRequest', id: deleted });
      await bench().crmChange({ action: 'hide', object: 'PartnerFundRequest', id: hidden });
      const { rows } = await round('fund-requests', cursor, 50);
      expect(rows.find(({ ref }) => ref.id === deleted)).toMatchObject({ deleted: true });
      expect(rows.some(({ ref, deleted: gone }) => ref.id === hidden && gone)).toBe(false);
    });

    it('G6 tells what is deleted from what is hidden, and says nothing of what is there', async () => {
      const made = async () => crmId(await bench().remote.execute(aRequestPut(bench().partnerId)));
      const [deleted, hidden, purged, there] = [await made(), await made(), await made(), await made()];
      const object = 'PartnerFundRequest';
      await bench().crmChange({ action: 'delete', object, id: deleted });
      await bench().crmChange({ action: 'hide', object, id: hidden });
      await bench().crmChange({ action: 'purge', object, id: purged });
      const rows = [deleted, hidden, purged, there].map((id) => ({ id, iid: null, url: null }));
      const answer = await bench().remote.presence({ stream: 'fund-requests', rows });
      expect(answer).toMatchObject({ kind: 'presence', gone: [deleted], unseen: [hidden, purged] });
    });

    it('G6 finds deleted issues and epics by the number people see', async () => {
      const issues = [
        gitRef(await bench().remote.execute(anIssue())),
        gitRef(await bench().remote.execute(anIssue())),
      ];
      const epic = gitRef(await bench().remote.execute(anEpic()));
      const stays = gitRef(await bench().remote.execute(anEpic()));
      await bench().gitChange('DELETE', `/projects/{project}/issues/${issues[0]?.iid}`);
      await bench().gitChange('DELETE', `/groups/{group}/epics/${epic.iid}`);
      const known = issues.map(({ id, iid, url }) => ({ id: String(id), iid, url }));
      const ask = (stream: Stream, rows: typeof known) => bench().remote.presence({ stream, rows });
      expect(await ask('gitlab-issues', known)).toEqual({
        kind: 'presence',
        gone: [String(issues[0]?.id)],
        unseen: [],
        elsewhere: [],
        why: null,
      });
      const epics = [epic, stays].map(({ id, iid, url }) => ({ id: String(id), iid, url }));
      expect(await ask('gitlab-epics', epics)).toMatchObject({
        gone: [String(epic.id)],
      });
    });

    it('PROG-2 reads events of all subjects as registrations', async () => {
      const put = aRegistrationPut(bench().partnerId, {
        fields: { subject: 'Free trial program - SaaS', partner: bench().partnerId, date: '2026-11-29' },
      });
      const id = crmId(await bench().remote.execute(put));
      const { rows } = await round('registrations', null, 3);
      expect(rows.find(({ ref }) => ref.id === id)).toMatchObject({
        recordId: put.recordId,
        fields: {
          subject: 'Free trial program - SaaS',
          type: 'Marketing',
          reminder: false,
          date: '2026-11-29',
        },
      });
    });

    it('G6 reads issues and epics over many pages and later changes of them', async () => {
      const issue = anIssue({ title: 'To be read' });
      const { iid, id } = gitRef(await bench().remote.execute(issue));
      const epic = anEpic({ title: 'To be read too' });
      const made = gitRef(await bench().remote.execute(epic));
      const issues = await round('gitlab-issues', null, 5);
      expect(idsOf(issues.rows)).toEqual(new Set((await bench().gitItems('issue')).map((item) => item.id)));
      expect(issues.rows.find(({ ref }) => ref.id === id)).toMatchObject({
        recordId: issue.marker,
        fields: { body: issue.body, kind: 'issue' },
      });
      const epics = await round('gitlab-epics', null, 1);
      expect(epics.rows.find(({ ref }) => ref.id === made.id)).toMatchObject({
        recordId: epic.marker,
        fields: { kind: 'epic' },
      });
      await bench().gitChange('PUT', `/projects/{project}/issues/${iid}`, { title: 'Changed' });
      const next = await round('gitlab-issues', issues.cursor, 5);
      expect(next.rows.findLast(({ ref }) => ref.id === id)?.fields['title']).toBe('Changed');
    });

    it('asks to start again when the bookmark is not one', async () => {
      for (const stream of ['partners', 'gitlab-issues'] as const)
        expect((await bench().remote.pull({ stream, cursor: 'nonsense', limit: 5 })).kind).toBe('restart');
    });
  });
}
