import { describe, expect, it } from 'vitest';
import type { LocalStore } from '../../shared/ports/local-store';
import { startDraft } from '../../shared/sync/draft';
import { aDesk } from './support/desk';
import { faults, toSalesforce } from './support/fault-plan';
import { choose, onlyConflict, remoteFields, synced } from './support/synced';

describe('two people change one record', () => {
  it('SY-50 merges disjoint edits and sends its own with the new stamp', async () => {
    const { desk, id, remoteId } = await synced();
    desk.remote.changeCrm(remoteId, { region: 'APAC' });
    await desk.edit(id, { title: 'B' });
    await desk.sync();
    expect(remoteFields(desk)).toMatchObject({ title: 'B', region: 'APAC' });
    expect(await desk.get('fund-request', id)).toMatchObject({ title: 'B', region: 'APAC' });
    expect(await desk.store.openConflicts()).toEqual([]);
    expect(
      desk.remote.commands.flatMap((command) => (command.kind === 'crm.put' ? [command.fields] : [])).at(-1),
    ).toEqual({ title: 'B' });
  });

  it('SY-41 sees no conflict when both chose the same', async () => {
    const { desk, id, remoteId } = await synced();
    desk.remote.changeCrm(remoteId, { title: 'B' });
    await desk.edit(id, { title: 'B' });
    await desk.sync();
    expect(await desk.store.openConflicts()).toEqual([]);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-130 writes nothing back over what a colleague emptied, and says once that it stays here', async () => {
    const { desk, id, remoteId } = await synced();
    const { end } = await desk.get('fund-request', id);
    desk.remote.changeCrm(remoteId, { title: null, end: null, totalCost: null });
    await desk.settle();
    for (const region of ['AMER', 'APAC']) {
      desk.remote.changeCrm(remoteId, { region });
      await desk.settle();
    }
    await desk.edit(id, { description: 'Newer' });
    await desk.settle();
    expect(remoteFields(desk)).toMatchObject({
      title: null,
      end: null,
      totalCost: null,
      description: 'Newer',
    });
    expect(await desk.get('fund-request', id)).toMatchObject({ title: 'A', end });
    const said = desk.store.logged().filter(({ text }) => text.includes('What is here stays'));
    expect(said.map(({ text }) => text)).toEqual([
      expect.stringContaining('“A” has no end, title, total cost in Salesforce any more.'),
    ]);
    desk.remote.changeCrm(remoteId, { title: 'B', end: '2026-12-12' });
    await desk.settle();
    expect(await desk.get('fund-request', id)).toMatchObject({ title: 'B', end: '2026-12-12' });
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-130 MDF-5 takes the reason of a decline that was there before the decline', async () => {
    const { desk, id, remoteId } = await synced();
    desk.remote.changeCrm(remoteId, { status: 'approved', state: 'approved', declineReason: 'Too late.' });
    await desk.settle();
    desk.remote.changeCrm(remoteId, { status: 'rejected', state: 'declined' });
    await desk.settle();
    expect((await desk.get('fund-request', id)).approval).toMatchObject({
      kind: 'declined',
      reason: 'Too late.',
    });
    await desk.edit(id, { description: 'Newer' });
    await desk.settle();
    expect(remoteFields(desk)).toMatchObject({ declineReason: 'Too late.' });
  });

  it('SY-51 keeps both values of a contested field and neither sends nor overwrites it; the rest goes on', async () => {
    const { desk, id, remoteId } = await synced();
    desk.remote.changeCrm(remoteId, { title: 'Theirs' });
    await desk.edit(id, { title: 'Mine', description: 'New text' });
    await desk.sync();
    const conflict = await onlyConflict(desk);
    expect(conflict).toMatchObject({
      kind: 'fields',
      fields: [{ field: 'title', base: 'A', mine: 'Mine', theirs: 'Theirs' }],
      theirs: { title: 'Theirs' },
    });
    expect(remoteFields(desk)).toMatchObject({ title: 'Theirs', description: 'New text' });
    desk.remote.changeCrm(remoteId, { title: 'Theirs again', region: 'AMER' });
    await desk.edit(id, { portalNumber: 'MDF-1' });
    await desk.sync();
    expect(await desk.get('fund-request', id)).toMatchObject({ title: 'Mine', region: 'AMER' });
    expect(remoteFields(desk)).toMatchObject({ title: 'Theirs again', portalNumber: 'MDF-1' });
    const same = await onlyConflict(desk);
    expect(same.id).toBe(conflict.id);
    expect(same.fields).toMatchObject([{ theirs: 'Theirs again' }]);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-52 closes a conflict when both sides come to agree by themselves', async () => {
    const { desk, id, remoteId } = await synced();
    desk.remote.changeCrm(remoteId, { title: 'Theirs' });
    await desk.edit(id, { title: 'Mine' });
    await desk.sync();
    await onlyConflict(desk);
    desk.remote.changeCrm(remoteId, { title: 'Mine' });
    await desk.sync();
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it.each(['mine', 'theirs'] as const)('SY-59 carries out the choice of %s on both sides', async (side) => {
    const { desk, id, remoteId } = await synced();
    desk.remote.changeCrm(remoteId, { title: 'Theirs' });
    await desk.edit(id, { title: 'Mine' });
    await desk.sync();
    await choose(desk, { title: side });
    await desk.sync();
    const title = side === 'mine' ? 'Mine' : 'Theirs';
    expect((await desk.get('fund-request', id)).title).toBe(title);
    expect(remoteFields(desk)?.title).toBe(title);
    expect(await desk.store.openConflicts()).toEqual([]);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it.each(['mine', 'theirs'] as const)(
    'SY-59 a choice of %s that comes while a reading is being stored stays made',
    async (side) => {
      const { desk, id, remoteId } = await synced();
      desk.remote.changeCrm(remoteId, { title: 'Theirs' });
      await desk.edit(id, { title: 'Mine' });
      await desk.sync();
      await onlyConflict(desk);
      desk.remote.changeCrm(remoteId, { region: 'APAC' });
      let isChosen = false;
      const store: LocalStore = {
        ...desk.store,
        async commit(commit) {
          if (!isChosen && (commit.conflicts ?? []).length > 0) {
            isChosen = true;
            await choose(desk, { title: side });
          }
          return desk.store.commit(commit);
        },
      };
      desk.engine = desk.newEngine({ store });
      await desk.sync();
      expect(isChosen).toBe(true);
      expect(await desk.store.openConflicts()).toEqual([]);
      await desk.settle();
      const title = side === 'mine' ? 'Mine' : 'Theirs';
      expect(await desk.get('fund-request', id)).toMatchObject({ title, region: 'APAC' });
      expect(remoteFields(desk)).toMatchObject({ title, region: 'APAC' });
    },
  );

  it('SY-59 a choice stays made also where the reading says nothing new of the record', async () => {
    const { desk, id, remoteId } = await synced();
    desk.remote.changeCrm(remoteId, { title: 'Theirs' });
    await desk.edit(id, { title: 'Mine' });
    await desk.sync();
    const before = await onlyConflict(desk);
    const draft = startDraft(desk.store, desk.clock.now());
    await draft.get('fund-request', id);
    draft.putConflict({ ...before, resolvedAt: null });
    await choose(desk, { title: 'mine' });
    expect(await draft.commit()).toMatchObject({ ok: false, error: { kind: 'moved-on' } });
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-57 knows its own write when only the reply was lost and the person edited again', async () => {
    const { desk, id } = await synced();
    desk.faults.on(toSalesforce, faults.lostReply);
    desk.faults.onPull(() => true, { kind: 'unreachable', why: 'slow' }, 2);
    await desk.edit(id, { title: 'B' });
    await desk.sync();
    expect(remoteFields(desk)?.title).toBe('B');
    await desk.edit(id, { title: 'C' });
    await desk.settle();
    expect(remoteFields(desk)?.title).toBe('C');
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-57 knows it also when a pull brings it back first', async () => {
    const { desk, id } = await synced();
    desk.faults.on(toSalesforce, faults.lostReply);
    await desk.edit(id, { title: 'B' });
    const run = desk.sync();
    await desk.edit(id, { title: 'C' });
    await run;
    await desk.settle();
    expect(remoteFields(desk)?.title).toBe('C');
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-57 G4 seed 2: takes its own value for theirs when it comes a second time', async () => {
    const { desk, id, remoteId } = await synced();
    desk.faults.on(toSalesforce, faults.lostReply, 9);
    await desk.edit(id, { region: 'APAC' });
    await desk.sync();
    const [intent] = await desk.store.openIntents();
    if (!intent) throw new Error('the write was answered');
    await desk.commit({ intents: [{ ...intent, state: 'parked', rev: (intent.rev ?? 0) + 1 }] });
    for (const region of ['AMER', 'APAC']) {
      desk.remote.changeCrm(remoteId, { region });
      await desk.sync();
      expect((await desk.get('fund-request', id)).region).toBe(region);
    }
    const [parked] = await desk.store.openIntents();
    if (!parked) throw new Error('nothing is parked');
    await desk.commit({ intents: [{ ...parked, state: 'waiting', rev: (parked.rev ?? 0) + 1 }] });
    await desk.settle();
    expect(remoteFields(desk)?.region).toBe('APAC');
    expect((await desk.get('fund-request', id)).region).toBe('APAC');
  });

  it('SY-136 never takes a colleague’s value for its own because it was about to send the same', async () => {
    const { desk, id, remoteId } = await synced();
    desk.faults.on(toSalesforce, faults.lostRequest);
    await desk.edit(id, { region: 'APAC' });
    await desk.sync();
    desk.faults.on(toSalesforce, { before: { kind: 'ambiguous', why: 'refused', unsent: true } });
    await desk.edit(id, { region: 'AMER' });
    desk.clock.advance(3_600_000);
    await desk.sync();
    desk.remote.changeCrm(remoteId, { region: 'AMER' });
    await desk.edit(id, { region: 'PubSec' });
    desk.clock.advance(3_600_000);
    await desk.sync();
    const { fields } = await onlyConflict(desk);
    expect(fields).toMatchObject([{ field: 'region', mine: 'PubSec', theirs: 'AMER' }]);
    expect(remoteFields(desk)?.region).toBe('AMER');
  });

  it.each([
    ['asks about what both changed', '2026-12-12', [{ field: 'due', mine: '2026-12-12' }]],
    ['takes what was not changed here', '2026-11-21', []],
  ] as const)('SY-136 an issue that is found again: it %s', async (_what, end, asked) => {
    const desk = await aDesk();
    desk.faults.on(({ kind }) => kind === 'git.issue', faults.lostReply);
    desk.faults.onPull(() => true, { kind: 'unreachable', why: 'slow' }, 9);
    const { id } = await desk.planItem({ end: '2026-11-21' });
    await desk.sync();
    const [issue] = desk.remote.items('issue');
    desk.remote.changeItem(issue?.id ?? 0, { due: '2026-12-13' });
    if (end !== '2026-11-21') await desk.planItem({ id, end });
    desk.clock.advance(3_600_000);
    await desk.sync();
    const open = await desk.store.openConflicts();
    expect(open.flatMap(({ fields }) => fields)).toMatchObject(asked);
    expect((await desk.get('plan-item', id)).end).toBe(asked.length === 0 ? '2026-12-13' : end);
    expect(issue?.fields['due']).toBe('2026-12-13');
  });

  it('SY-58 keeps an edit made while the request was on its way, and sends it', async () => {
    const { desk, id } = await synced();
    await desk.edit(id, { title: 'B' });
    const original = desk.remote.execute.bind(desk.remote);
    let edited = false;
    desk.remote.execute = async (command) => {
      const outcome = await original(command);
      if (!edited) {
        edited = true;
        await desk.edit(id, { title: 'C' });
      }
      return outcome;
    };
    await desk.settle();
    expect(remoteFields(desk)?.title).toBe('C');
    expect((await desk.get('fund-request', id)).title).toBe('C');
    expect(await desk.store.openConflicts()).toEqual([]);
  });
});

describe('what the remote makes of a write', () => {
  it('SY-2 takes the remote’s own spelling of what was sent, without a question', async () => {
    const { desk, id } = await synced();
    await desk.edit(id, { title: 'webcast' });
    const original = desk.remote.execute.bind(desk.remote);
    desk.remote.execute = async (command) => {
      const outcome = await original(command);
      if (outcome.kind !== 'done' || outcome.row === null) return outcome;
      const [record] = desk.remote.records('fund-request');
      if (record) record.fields.title = 'Webcast';
      return { ...outcome, row: { ...outcome.row, fields: { ...outcome.row.fields, title: 'Webcast' } } };
    };
    await desk.settle();
    expect((await desk.get('fund-request', id)).title).toBe('Webcast');
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-58 never overwrites an edit that was stored between reading and writing the record', async () => {
    const { desk, id } = await synced();
    let edits = 0;
    const racing: LocalStore = {
      ...desk.store,
      async commit(commit) {
        if (edits < 3 && commit.puts?.some(({ record }) => record.id === id)) {
          edits += 1;
          await desk.save({
            kind: 'fund-request',
            record: {
              ...(await desk.get('fund-request', id)),
              delivery: edits % 2 ? 'virtual' : 'in-person',
            },
          });
        }
        return desk.store.commit(commit);
      },
    };
    await desk.edit(id, { title: 'B' });
    await desk.newEngine({ store: racing }).run();
    expect(edits).toBe(3);
    expect(await desk.get('fund-request', id)).toMatchObject({ title: 'B', delivery: 'virtual' });
    expect((await desk.get('fund-request', id)).salesforce?.stamp).toBe(
      (await desk.store.base({ kind: 'fund-request', id }, 'salesforce'))?.stamp,
    );
  });
});
