import { describe, expect, it } from 'vitest';
import type { LocalStore } from '../../shared/ports/local-store';
import type { RemoteRow } from '../../shared/schema/remote-command';
import { SalesforceId } from '../../shared/schema/values';
import { LETTERS_PER_COMMIT, partsOf, ROWS_PER_COMMIT } from '../../shared/sync/pull/page-parts';
import { aFundRequest, aPartner } from '../support/records';
import { aDesk, Desk } from './support/desk';

const complete = {
  title: 'Made by a colleague',
  activityType: 'Events/Webinars',
  start: '2026-12-01',
  end: '2026-12-02',
  totalCost: { minor: 400_000, currency: 'EUR' },
  requested: { minor: 200_000, currency: 'EUR' },
  region: 'EMEA',
  status: 'draft',
};

async function accountOf(desk: Desk): Promise<string> {
  return (await desk.get('partner', 'partner-1')).salesforce?.id ?? '';
}

describe('what comes in', () => {
  it('SY-60 stores every page with its cursor, in order and to the end', async () => {
    const desk = new Desk(undefined, 3);
    for (let n = 0; n < 10; n += 1) desk.remote.addCrm('partner', { name: `Partner ${n}` });
    await desk.sync();
    expect(await desk.store.count('partner')).toBe(10);
    expect(
      desk.remote.pulls.filter(({ stream }) => stream === 'partners').map(({ cursor }) => cursor),
    ).toEqual([null, '3', '6', '9']);
    await desk.sync();
    expect(desk.remote.pulls.filter(({ stream }) => stream === 'partners').at(-1)?.cursor).toBe('10');
  });

  it('SY-60 does not move a cursor whose rows were not stored', async () => {
    const desk = new Desk();
    desk.remote.addCrm('partner', { name: 'Alpha' });
    let refuse = true;
    const full: LocalStore = {
      ...desk.store,
      async commit(commit) {
        if (refuse && (commit.cursors?.length ?? 0) > 0) {
          return { ok: false, error: { kind: 'storage', message: 'The disk is full.' } };
        }
        return desk.store.commit(commit);
      },
    };
    const engine = desk.newEngine({ store: full });
    const report = await engine.run();
    expect(report).toMatchObject({ complete: false, storeProblem: 'The disk is full.' });
    expect(await desk.store.cursor('partners')).toBeUndefined();
    expect(await desk.store.count('partner')).toBe(0);
    refuse = false;
    await engine.run();
    expect(await desk.store.count('partner')).toBe(1);
  });

  it('SY-70 changes nothing when the same rows come again', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.planItem();
    await desk.settle();
    const [request, item] = [
      await desk.get('fund-request', id),
      (await desk.store.list({ kind: 'plan-item' }))[0],
    ];
    for (const stream of ['partners', 'fund-requests', 'gitlab-issues'] as const) {
      await desk.commit({ cursors: [{ stream, value: '0', at: desk.clock.now() }] });
    }
    const report = await desk.sync();
    expect(report.received).toBe(0);
    expect(await desk.get('fund-request', id)).toEqual(request);
    expect((await desk.store.list({ kind: 'plan-item' }))[0]).toEqual(item);
  });

  it('SY-61 makes records of what only Salesforce had, with ids that are the same after a rebuild', async () => {
    const desk = await aDesk();
    const partner = await accountOf(desk);
    const request = desk.remote.addCrm('fund-request', { ...complete, partner, state: 'in-review-2' });
    desk.remote.addCrm('claim', {
      title: 'C',
      request: request.id,
      amount: { minor: 5, currency: 'EUR' },
      status: 'paid',
    });
    desk.remote.addCrm('budget', {
      title: 'Q4',
      amount: { minor: 9, currency: 'EUR' },
      start: '2026-11-01',
      partner,
    });
    const subject = desk.playbook.programs.offers[1]?.subject ?? '';
    desk.remote.addCrm('registration', {
      subject,
      partner,
      date: '2026-10-01',
      note: null,
      type: 'Marketing',
    });
    await desk.sync();
    const [record] = await desk.store.list({ kind: 'fund-request' });
    expect(record).toMatchObject({
      id: `sf-${request.id}`,
      title: 'Made by a colleague',
      activityType: 'events',
      partnerId: 'partner-1',
      currency: 'EUR',
      quarter: 'FY27-Q4',
      approval: { kind: 'in-review', level: 2 },
    });
    expect((await desk.store.list({ kind: 'claim' }))[0]).toMatchObject({
      requestId: record?.id,
      stage: 'completed',
      decision: { kind: 'paid' },
    });
    expect((await desk.store.list({ kind: 'budget' }))[0]).toMatchObject({
      quarter: 'FY27-Q4',
      partnerId: 'partner-1',
    });
    expect((await desk.store.list({ kind: 'registration' }))[0]).toMatchObject({
      subject,
      program: desk.playbook.programs.offers[1]?.key,
    });
    expect(await desk.store.quarantined()).toEqual([]);
  });

  it('SY-61 recognises an imported partner by its name and links it', async () => {
    const desk = await aDesk();
    await desk.save({
      kind: 'partner',
      record: aPartner({ id: 'imported', rev: 0, name: 'Öresund A/S', track: null }),
    });
    const account = desk.remote.addCrm('partner', { name: 'Oresund A/S', track: 'Select' });
    await desk.sync();
    expect(await desk.get('partner', 'imported')).toMatchObject({
      name: 'Oresund A/S',
      track: 'Select',
      salesforce: { id: account.id },
    });
    expect(await desk.store.count('partner')).toBe(2);
  });

  it('SY-61 links imported requests by their Salesforce id or portal number, and makes none twice', async () => {
    const desk = await aDesk();
    const partner = await desk.get('partner', 'partner-1');
    const fields = {
      title: 'In Salesforce',
      partner: String(partner.salesforce?.id),
      start: '2026-12-10',
      end: '2026-12-10',
      totalCost: { minor: 1_200_000, currency: 'EUR' },
      requested: { minor: 600_000, currency: 'EUR' },
    };
    const named = desk.remote.addCrm('fund-request', fields);
    const numbered = desk.remote.addCrm('fund-request', { ...fields, portalNumber: 'MDF-2' });
    const ref = { remote: 'salesforce', object: 'PartnerFundRequest', stamp: null, url: null } as const;
    const imported = [
      aFundRequest({ id: 'one', rev: 0, portalNumber: null, salesforce: { ...ref, id: named.id } as never }),
      aFundRequest({ id: 'two', rev: 0, portalNumber: 'MDF-2' }),
    ];
    for (const record of imported) await desk.save({ kind: 'fund-request', record });
    await desk.settle();
    expect(await desk.store.count('fund-request')).toBe(2);
    expect((await desk.get('fund-request', 'one')).salesforce).toMatchObject({ id: named.id });
    expect((await desk.get('fund-request', 'two')).salesforce).toMatchObject({ id: numbered.id });
    expect(desk.remote.records('fund-request')).toHaveLength(2);
  });

  it('SY-62 sets aside what cannot be a record, with the reason, and takes it once it can', async () => {
    const desk = await aDesk();
    const partner = await accountOf(desk);
    const bad = desk.remote.addCrm('fund-request', { ...complete, partner, start: null });
    const good = desk.remote.addCrm('fund-request', { ...complete, partner, title: 'Fine' });
    await desk.sync();
    expect((await desk.store.list({ kind: 'fund-request' })).map(({ id }) => id)).toEqual([`sf-${good.id}`]);
    const [held] = await desk.store.quarantined();
    expect(held).toMatchObject({
      source: 'salesforce',
      what: 'fund request “Made by a colleague” in Salesforce',
    });
    expect(held?.reason).toContain('start date');
    expect(held?.raw).toContain(bad.id);
    desk.remote.changeCrm(bad.id, { start: '2026-12-01' });
    await desk.sync();
    expect(await desk.store.count('fund-request')).toBe(2);
    expect(await desk.store.quarantined()).toEqual([]);
  });

  it('SY-62 keeps what the reader of a feed could not understand until it can', async () => {
    const desk = await aDesk();
    const partner = await accountOf(desk);
    const row = desk.remote.addCrm('fund-request', { ...complete, partner });
    const unreadable = {
      what: `Fund Request ${row.id}`,
      reason: 'Amount: expected a number',
      raw: '{"Amount":"x"}',
    };
    const whole = desk.remote.pull.bind(desk.remote);
    desk.remote.pull = async (request) => {
      const page = await whole(request);
      if (request.stream !== 'fund-requests' || page.kind !== 'page') return page;
      return { ...page, rows: [], unreadable: [unreadable] };
    };
    await desk.sync();
    expect(await desk.store.quarantined()).toMatchObject([unreadable]);
    desk.remote.pull = whole;
    desk.remote.changeCrm(row.id, { title: 'Readable' });
    await desk.sync();
    expect(await desk.store.quarantined()).toEqual([]);
    expect(await desk.store.count('fund-request')).toBe(1);
  });

  it('SY-62 sets aside a changed value that the record cannot take, and leaves the record whole', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.sync();
    const remote = desk.remote.records('fund-request')[0];
    desk.remote.changeCrm(remote?.id ?? '', { title: 'x'.repeat(300) });
    await desk.sync();
    expect((await desk.get('fund-request', id)).title).toBe('DevSecOps roadshow Hamburg');
    expect((await desk.store.quarantined())[0]?.reason).toContain('title');
  });

  it('SY-63 keeps an orphan until its parent comes', async () => {
    const desk = await aDesk();
    const orphan = desk.remote.addCrm('claim', {
      title: 'Early',
      request: '0TF000000000099AAA',
      status: 'draft',
    });
    await desk.sync();
    expect((await desk.store.quarantined())[0]?.reason).toContain('fund request is not on this device');
    const request = desk.remote.addCrm('fund-request', { ...complete, partner: await accountOf(desk) });
    desk.remote.changeCrm(orphan.id, { request: request.id });
    await desk.sync();
    expect(await desk.store.count('claim')).toBe(1);
    expect(await desk.store.quarantined()).toEqual([]);
  });

  it('SY-63 takes an orphan that does not change any more once its parent is here', async () => {
    const desk = await aDesk();
    const partner = await accountOf(desk);
    const request = desk.remote.addCrm('fund-request', { ...complete, partner, start: null });
    desk.remote.addCrm('claim', {
      title: 'Waits',
      request: request.id,
      status: 'draft',
      amount: { minor: 1, currency: 'EUR' },
    });
    await desk.sync();
    expect(await desk.store.quarantined()).toHaveLength(2);
    desk.remote.changeCrm(request.id, { start: '2026-12-01' });
    await desk.sync();
    expect(await desk.store.count('claim')).toBe(1);
    expect(await desk.store.quarantined()).toEqual([]);
  });

  it('SY-66 starts a feed again when its cursor is refused', async () => {
    const desk = await aDesk();
    desk.remote.addCrm('partner', { name: 'Beta' });
    desk.faults.onPull(({ stream }) => stream === 'partners', { kind: 'restart', why: 'too old' });
    await desk.sync();
    expect(await desk.store.count('partner')).toBe(2);
    const asked = desk.remote.pulls.filter(({ stream }) => stream === 'partners').map(({ cursor }) => cursor);
    expect(asked.slice(-2)).toEqual(['1', null]);
  });

  it('SY-67 goes on without a feed that the org does not have', async () => {
    const desk = new Desk();
    desk.faults.onPull(
      ({ stream }) => stream === 'budgets' || stream === 'gitlab-epics',
      { kind: 'absent', why: 'no such object' },
      99,
    );
    await desk.partner();
    const report = await desk.sync();
    expect(report.complete).toBe(true);
    expect(desk.engine.status().absent.map(({ stream }) => stream)).toEqual(['budgets', 'gitlab-epics']);
    const { id } = await desk.request();
    await desk.approve(id);
    await desk.settle();
    expect(desk.remote.items('epic')).toHaveLength(1);
  });

  it('SY-71 ignores Events that are no program registrations', async () => {
    const desk = await aDesk();
    desk.remote.addCrm('registration', {
      subject: 'Lunch with marketing',
      partner: await accountOf(desk),
      date: '2026-10-01',
    });
    desk.remote.addCrm('registration', {
      subject: 'Something else',
      partner: '001000000000077AAA',
      date: '2026-10-01',
    });
    await desk.sync();
    expect(await desk.store.count('registration')).toBe(0);
    expect(await desk.store.quarantined()).toEqual([]);
  });

  it('SY-83 tells how far a first reading has come, also after a restart in the middle of it', async () => {
    const desk = new Desk(undefined, 10);
    for (let n = 0; n < 45; n += 1) desk.remote.addCrm('partner', { name: `Partner ${n}` });
    const told: (string | null)[] = [];
    const listen = () =>
      desk.engine.subscribe(({ reading }) => {
        const line = reading && `${reading.stream} ${reading.done} of ${reading.total}`;
        if (line !== told.at(-1)) told.push(line);
      });
    listen();
    desk.faults.onPull(({ cursor }) => Number(cursor) >= 20, { kind: 'unreachable', why: 'off' });
    await desk.sync();
    expect(told).toEqual([null, 'partners 10 of 45', 'partners 20 of 45', null]);
    desk.restart();
    told.length = 0;
    listen();
    await desk.sync();
    expect(told).toEqual([null, 'partners 30 of 45', 'partners 40 of 45', null]);
    expect(await desk.store.count('partner')).toBe(45);
  });

  it('SY-84 asks the store for a page in a few requests, however many rows it has', async () => {
    const readsOf = async (rows: number): Promise<number> => {
      const desk = await aDesk();
      const partner = await accountOf(desk);
      let reads = 0;
      const counting = Object.fromEntries(
        Object.entries(desk.store).map(([name, work]) => [
          name,
          (...given: unknown[]) => {
            reads += 1;
            return (work as (...all: unknown[]) => unknown)(...given);
          },
        ]),
      ) as typeof desk.store;
      for (let n = 0; n < rows; n += 1)
        desk.remote.addCrm('fund-request', { ...complete, partner, portalNumber: `MDF-${n}` });
      await desk.newEngine({ store: counting }).run();
      expect(await desk.store.count('fund-request')).toBe(rows);
      return reads;
    };
    expect(await readsOf(40)).toBe(await readsOf(2));
  });

  it('SY-84 stores a page in one commit, and the cursor with the last part where its texts are too long for one', async () => {
    const desk = await aDesk();
    const partner = await accountOf(desk);
    const commits: { readonly puts: number; readonly moves: boolean }[] = [];
    const counting: LocalStore = {
      ...desk.store,
      async commit(commit) {
        const puts = commit.puts?.filter(({ kind }) => kind === 'fund-request').length ?? 0;
        if (puts > 0) commits.push({ puts, moves: (commit.cursors?.length ?? 0) > 0 });
        return desk.store.commit(commit);
      },
    };
    const engine = desk.newEngine({ store: counting });
    for (let n = 0; n < 3; n += 1) desk.remote.addCrm('fund-request', { ...complete, partner });
    await engine.run();
    expect(commits.splice(0)).toEqual([{ puts: 3, moves: true }]);
    const description = 'x'.repeat(LETTERS_PER_COMMIT / 2 - 1000);
    for (let n = 0; n < 3; n += 1) desk.remote.addCrm('fund-request', { ...complete, partner, description });
    await engine.run();
    expect(commits).toEqual([
      { puts: 2, moves: false },
      { puts: 1, moves: true },
    ]);
    expect(await desk.store.count('fund-request')).toBe(6);
  });

  it('SY-84 reads the rows of a page again whose first part was stored before the store refused', async () => {
    const desk = await aDesk();
    const partner = await accountOf(desk);
    let refuse = true;
    const full: LocalStore = {
      ...desk.store,
      async commit(commit) {
        const moves = commit.cursors?.some(({ stream }) => stream === 'fund-requests') ?? false;
        if (refuse && moves && (commit.puts?.length ?? 0) > 0)
          return { ok: false, error: { kind: 'storage', message: 'The disk is full.' } };
        return desk.store.commit(commit);
      },
    };
    const engine = desk.newEngine({ store: full });
    const description = 'x'.repeat(LETTERS_PER_COMMIT / 2 - 1000);
    for (let n = 0; n < 3; n += 1) desk.remote.addCrm('fund-request', { ...complete, partner, description });
    expect(await engine.run()).toMatchObject({ complete: false, storeProblem: 'The disk is full.' });
    expect(await desk.store.count('fund-request')).toBe(2);
    refuse = false;
    await engine.run();
    expect(await desk.store.count('fund-request')).toBe(3);
  });

  it('SY-84 gives a row that is too large for any part a part of its own', () => {
    const row = (letters: number): RemoteRow => ({
      stream: 'partners',
      ref: {
        remote: 'salesforce',
        object: 'Account',
        id: SalesforceId.parse('001000000000001AAA'),
        stamp: null,
        url: null,
      },
      recordId: null,
      fields: { name: 'x'.repeat(letters) },
      deleted: false,
    });
    const sizes = (letters: readonly number[]) => partsOf(letters.map(row)).map(({ length }) => length);
    expect(sizes([])).toEqual([0]);
    expect(sizes([1, LETTERS_PER_COMMIT + 1, 1])).toEqual([1, 1, 1]);
    expect(sizes([LETTERS_PER_COMMIT - 1, 1, 1])).toEqual([2, 1]);
    expect(sizes(Array.from({ length: ROWS_PER_COMMIT + 1 }, () => 1))).toEqual([ROWS_PER_COMMIT, 1]);
  });

  it('SY-84 finds out by itself when an id that it took for free is not', async () => {
    const desk = await aDesk();
    const row = desk.remote.addCrm('partner', { name: 'Cut off' });
    const id = `sf-${row.id}`;
    await desk.save({ kind: 'partner', record: aPartner({ id, rev: 0, name: 'Kept', salesforce: null }) });
    await desk.sync();
    expect(await desk.get('partner', id)).toMatchObject({ name: 'Cut off', salesforce: { id: row.id } });
    expect(await desk.store.count('partner')).toBe(2);
  });
});
