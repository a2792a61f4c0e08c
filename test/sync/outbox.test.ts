import { describe, expect, it } from 'vitest';
import { aPartner } from '../support/records';
import { aDesk, Desk } from './support/desk';
import { faults, toSalesforce } from './support/fault-plan';

const puts = (desk: Desk) =>
  desk.remote.commands.flatMap((command) => (command.kind === 'crm.put' ? [command] : []));

describe('what a person did leaves in order', () => {
  it('SY-3 finds what an earlier intent made instead of making it again', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.approve(id);
    await desk.settle();
    const made = desk.remote.commands.filter(({ kind }) => kind === 'git.issue' || kind === 'git.epic');
    expect(made.map(({ marker }) => marker)).toEqual([
      `${id}-epic`,
      `${id}-issue-campaign-creation`,
      `${id}-issue-list-upload`,
      `${id}-issue-mdf-pop`,
    ]);
    await desk.save(
      { kind: 'fund-request', record: await desk.get('fund-request', id) },
      { kind: 'fund-request.approved' },
    );
    await desk.settle();
    expect(desk.remote.items('epic')).toHaveLength(1);
    expect(desk.remote.items('issue')).toHaveLength(3);
  });

  it('SY-7 builds a step from the records as they are when its turn comes', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.edit(id, { title: 'Renamed while offline' });
    await desk.sync();
    expect(desk.remote.records('fund-request').map(({ fields }) => fields.title)).toEqual([
      'Renamed while offline',
    ]);
  });

  it('SY-8 joins waiting changes of one record into one request', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.sync();
    await desk.edit(id, { title: 'One' });
    await desk.edit(id, { description: 'Two' });
    await desk.edit(id, { title: 'Three' });
    await desk.sync();
    expect(puts(desk).slice(1)).toMatchObject([{ fields: { title: 'Three', description: 'Two' } }]);
    const intents = await desk.intents('fund-request', id);
    expect(intents.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
    expect(intents[1]?.steps).toMatchObject([{ key: 'joined', state: 'done' }]);
  });

  it('SY-8 never joins across a decision, and keeps the decision out of what comes before it', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.approve(id);
    await desk.edit(id, { description: 'Written after the approval' });
    await desk.sync();
    expect(puts(desk).map(({ fields }) => fields.status)).toEqual(['draft', 'approved']);
    expect(puts(desk)[1]?.fields).toMatchObject({ status: 'approved', state: 'approved' });
  });

  it('SY-8 does not join a change that may have left already', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    desk.faults.on(toSalesforce, faults.lostReply);
    await desk.sync();
    await desk.edit(id, { title: 'Edited after the reply was lost' });
    await desk.settle();
    const [first] = await desk.intents('fund-request', id);
    expect(first?.steps).toMatchObject([{ key: 'crm', state: 'done' }]);
    expect(desk.remote.records('fund-request')).toMatchObject([
      { fields: { title: 'Edited after the reply was lost' } },
    ]);
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-9 drops a decision that was taken back before it left', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.sync();
    await desk.approve(id);
    const approved = await desk.get('fund-request', id);
    const approval = {
      kind: 'withdrawn' as const,
      at: desk.clock.now(),
      reason: 'The partner stepped back.',
    };
    await desk.save(
      { kind: 'fund-request', record: { ...approved, approval } },
      { kind: 'fund-request.put', fields: ['status', 'state'] },
    );
    await desk.settle();
    expect((await desk.intents('fund-request', id)).map(({ state }) => state)).toEqual([
      'done',
      'discarded',
      'done',
    ]);
    expect(desk.remote.items('epic')).toEqual([]);
    expect(desk.remote.records('fund-request')).toMatchObject([
      { fields: { status: 'rejected', state: 'withdrawn' } },
    ]);
  });

  it('SY-10 sends nothing to a remote that was never read', async () => {
    const desk = new Desk();
    await desk.partner();
    const number = 'MDF-10900';
    const theirs = { title: 'As imported', start: '2026-12-10', end: '2026-12-10', portalNumber: number };
    desk.remote.addCrm('fund-request', {
      ...theirs,
      partner: (await desk.get('partner', 'partner-1')).salesforce?.id ?? '',
    });
    const { id } = await desk.request({ portalNumber: number, title: 'As imported' });
    await desk.sync();
    expect(desk.remote.records('fund-request')).toHaveLength(1);
    expect((await desk.get('fund-request', id)).salesforce?.id).toBe(
      desk.remote.records('fund-request')[0]?.id,
    );
    expect(puts(desk)[0]?.salesforceId).not.toBeNull();
  });

  it.each([1, 2])(
    'SY-10 nor while its first reading is interrupted, here after page %i of three',
    async (pages) => {
      const desk = new Desk(undefined, 1);
      await desk.partner();
      const partner = (await desk.get('partner', 'partner-1')).salesforce?.id ?? '';
      for (const number of ['MDF-1', 'MDF-2', 'MDF-77'])
        desk.remote.addCrm('fund-request', {
          title: `Imported ${number}`,
          start: '2026-12-10',
          end: '2026-12-10',
          portalNumber: number,
          partner,
        });
      const { id } = await desk.request({ portalNumber: 'MDF-77', title: 'As imported' });
      let asked = 0;
      const isBroken = ({ stream }: { stream: string }): boolean =>
        stream === 'fund-requests' && (asked += 1) > pages;
      desk.faults.onPull(isBroken, { kind: 'unreachable', why: 'no network' });
      await desk.sync();
      expect(await desk.store.cursor('fund-requests')).toMatchObject({ readOnce: false });
      desk.faults.clear();
      desk.restart();
      await desk.settle();
      expect(desk.remote.records('fund-request')).toHaveLength(3);
      expect((await desk.get('fund-request', id)).salesforce).not.toBeNull();
      const here = await desk.store.list({ kind: 'fund-request' });
      expect(here.filter(({ portalNumber }) => portalNumber === 'MDF-77')).toHaveLength(1);
    },
  );

  it.each([
    ['fund-requests', 'fund-request'],
    ['claims', 'claim'],
    ['registrations', 'registration'],
  ] as const)(
    'SY-10 nor in the next pass when the first reading broke off within %s',
    async (feed, entity) => {
      const desk = new Desk(undefined, 1);
      await desk.partner();
      for (const title of ['One', 'Two', 'Three']) desk.remote.addCrm(entity, { title, subject: title });
      await desk.request();
      let asked = 0;
      const isBroken = ({ stream }: { stream: string }): boolean => stream === feed && (asked += 1) > 1;
      desk.faults.onPull(isBroken, { kind: 'unreachable', why: 'no network' }, 50);
      await desk.sync();
      expect(await desk.store.cursor(feed)).toMatchObject({ readOnce: false });
      desk.clock.advance(3_600_000);
      await desk.sync();
      expect(puts(desk)).toEqual([]);
      desk.faults.clear();
      await desk.settle();
      expect(puts(desk)).toHaveLength(1);
    },
  );
});

describe('order of what depends on each other', () => {
  it('SY-12 brings the request before its claim and the claim before its file', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.document(id);
    await desk.claim(id);
    await desk.sync();
    expect(desk.remote.commands.map(({ kind }) => kind)).toEqual(['crm.put', 'crm.put', 'crm.file']);
    const [claim] = desk.remote.records('claim');
    expect(claim?.fields.request).toBe(desk.remote.records('fund-request')[0]?.id);
    expect(desk.remote.files).toMatchObject([{ target: claim?.id }]);
  });

  it('SY-12 hangs the file on the request when there is no claim', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.document(id);
    await desk.sync();
    expect(desk.remote.files).toMatchObject([{ target: desk.remote.records('fund-request')[0]?.id }]);
  });

  it('SY-13 SY-14 parks a refused change with its reason; only its dependents wait, and say why', async () => {
    const desk = await aDesk();
    const bad = await desk.request({ title: 'Too long' });
    const claim = await desk.claim(bad.id);
    const good = await desk.request({ id: '11111111-0000-4000-8000-000000000002', title: 'Fine' });
    await desk.registration();
    desk.faults.on(
      (command) => command.kind === 'crm.put' && command.recordId === bad.id,
      faults.refused,
      99,
    );
    const report = await desk.sync();
    const [parked] = await desk.intents('fund-request', bad.id);
    expect(parked).toMatchObject({
      state: 'parked',
      problem: { code: 'STRING_TOO_LONG', fix: 'Shorten it.' },
    });
    const [waiting] = await desk.intents('claim', claim.id);
    expect(waiting).toMatchObject({ state: 'waiting', problem: { code: 'waits-for-parked' } });
    expect(waiting?.problem?.message).toContain('The title is too long.');
    expect((await desk.intents('fund-request', good.id))[0]?.state).toBe('done');
    expect(desk.remote.records('registration')).toHaveLength(1);
    expect(report).toMatchObject({ parked: 1, waiting: 1 });
  });

  it('SY-11 holds an approval back while an earlier change of the request is stopped', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.sync();
    await desk.edit(id, { title: 'Too long' });
    await desk.approve(id);
    desk.faults.on(toSalesforce, faults.refused);
    await desk.sync();
    const [, change, approval] = await desk.intents('fund-request', id);
    expect(change?.state).toBe('parked');
    expect(approval).toMatchObject({ state: 'waiting', problem: { code: 'waits-for-parked' } });
    expect(desk.remote.items('epic')).toEqual([]);
    if (!change) throw new Error('no intent');
    await desk.commit({ intents: [{ ...change, state: 'waiting', problem: null }] });
    await desk.settle();
    expect(desk.remote.items('epic')).toHaveLength(1);
  });

  it('SY-16 goes on when the person retries, with what she changed meanwhile, and frees the dependents', async () => {
    const desk = await aDesk();
    const { id } = await desk.request({ title: 'Too long' });
    const claim = await desk.claim(id);
    desk.faults.on(toSalesforce, faults.refused);
    await desk.sync();
    const [parked] = await desk.intents('fund-request', id);
    if (!parked) throw new Error('no intent');
    const record = { ...(await desk.get('fund-request', id)), title: 'Short' };
    await desk.save({ kind: 'fund-request', record });
    await desk.commit({ intents: [{ ...parked, state: 'waiting', problem: null }] });
    await desk.sync();
    expect(desk.remote.records('fund-request')).toMatchObject([{ fields: { title: 'Short' } }]);
    expect((await desk.intents('claim', claim.id))[0]).toMatchObject({ state: 'done', problem: null });
  });

  it('SY-15 goes on by itself when the partner’s account arrives', async () => {
    const desk = await aDesk();
    await desk.save({
      kind: 'partner',
      record: aPartner({ id: 'partner-2', rev: 0, name: 'Späti Nord AG' }),
    });
    const { id } = await desk.request({ partnerId: 'partner-2' });
    await desk.sync();
    expect((await desk.intents('fund-request', id))[0]).toMatchObject({
      state: 'parked',
      problem: { code: 'needs-partner' },
    });
    desk.remote.addCrm('partner', { name: 'SPATI nord ag', region: 'EMEA' });
    await desk.sync();
    expect((await desk.intents('fund-request', id))[0]?.state).toBe('done');
    expect(await desk.store.count('partner')).toBe(2);
  });

  it('SY-11 keeps the order of one record on one remote, while its other remote is away', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.approve(id);
    await desk.sync();
    await desk.claim(id, { stage: 'approval-needed' });
    desk.faults.on((command) => command.kind.startsWith('git.'), faults.unreachable, 99);
    await desk.sync();
    await desk.claim(id, {
      stage: 'approved',
      decision: { kind: 'accepted', at: desk.clock.now(), by: 'Mara' },
    });
    await desk.sync();
    expect(desk.remote.records('claim')).toMatchObject([{ fields: { status: 'approved' } }]);
    desk.faults.clear();
    await desk.settle();
    const [pop] = desk.remote.items('issue').filter(({ marker }) => marker?.endsWith('mdf-pop'));
    expect(pop?.fields.labels).toEqual(['MDF-POP', 'MDF::POP Approved']);
  });
});
