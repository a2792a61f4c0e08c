import { describe, expect, it } from 'vitest';
import type { Choices } from '../../shared/domain/merging/resolve';
import type { Conflict } from '../../shared/schema/sync-state';
import type { LocalStore } from '../../shared/ports/local-store';
import { chooseSide } from './support/choose';
import { aDesk, type Desk } from './support/desk';
import { faults, toSalesforce } from './support/fault-plan';

async function synced(): Promise<{ desk: Desk; id: string; remoteId: string }> {
  const desk = await aDesk();
  const { id } = await desk.request({ title: 'A', description: 'Text' });
  await desk.sync();
  const remoteId = desk.remote.records('fund-request')[0]?.id ?? '';
  return { desk, id, remoteId };
}

const remoteFields = (desk: Desk) => desk.remote.records('fund-request')[0]?.fields;

async function onlyConflict(desk: Desk): Promise<Conflict> {
  const open = await desk.store.openConflicts();
  expect(open).toHaveLength(1);
  if (!open[0]) throw new Error('no conflict');
  return open[0];
}

async function choose(desk: Desk, choices: Choices): Promise<void> {
  await chooseSide(desk, await onlyConflict(desk), choices);
}

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

describe('a decision on outdated facts', () => {
  it('SY-53 asks for a second look when the amount changed meanwhile, and makes nothing', async () => {
    const { desk, id, remoteId } = await synced();
    await desk.approve(id);
    desk.remote.changeCrm(remoteId, { requested: { minor: 900_000, currency: 'EUR' } });
    await desk.sync();
    const conflict = await onlyConflict(desk);
    expect(conflict.kind).toBe('stale-decision');
    expect(conflict.fields).toMatchObject([
      { field: 'requested', mine: { minor: 600_000 }, theirs: { minor: 900_000 } },
      { field: 'status', mine: 'approved', theirs: 'draft' },
    ]);
    expect((await desk.intents('fund-request', id)).at(-1)).toMatchObject({
      state: 'parked',
      problem: { code: 'needs-review' },
    });
    expect(remoteFields(desk)?.status).toBe('draft');
    expect(desk.remote.items('epic')).toEqual([]);
  });

  it('SY-53 notices it in a pull too, before the decision ever left', async () => {
    const { desk, id, remoteId } = await synced();
    desk.faults.on(toSalesforce, faults.slowDown);
    await desk.approve(id);
    desk.remote.changeCrm(remoteId, { end: '2026-12-12' });
    await desk.sync();
    expect(await onlyConflict(desk)).toMatchObject({ kind: 'stale-decision' });
    desk.clock.advance(3_600_000);
    await desk.sync();
    expect(remoteFields(desk)?.status).toBe('draft');
  });

  it('SY-53 sends the decision with the new stamp when what changed does not matter to it', async () => {
    const { desk, id, remoteId } = await synced();
    await desk.approve(id);
    desk.remote.changeCrm(remoteId, { description: 'Reworded by a colleague' });
    await desk.sync();
    expect(await desk.store.openConflicts()).toEqual([]);
    expect(remoteFields(desk)).toMatchObject({ status: 'approved', description: 'Reworded by a colleague' });
    expect(desk.remote.items('epic')).toHaveLength(1);
  });

  it('SY-53 asks when somebody else decided otherwise', async () => {
    const { desk, id, remoteId } = await synced();
    await desk.approve(id);
    desk.remote.changeCrm(remoteId, { status: 'rejected', state: 'declined' });
    await desk.sync();
    expect((await onlyConflict(desk)).fields).toMatchObject([
      { field: 'status', mine: 'approved', theirs: 'rejected' },
    ]);
    expect(remoteFields(desk)?.status).toBe('rejected');
  });

  it('SY-54 sends a decision that stands after the second look', async () => {
    const { desk, id, remoteId } = await synced();
    await desk.approve(id);
    desk.remote.changeCrm(remoteId, { requested: { minor: 900_000, currency: 'EUR' } });
    await desk.sync();
    await choose(desk, { requested: 'theirs', status: 'mine' });
    await desk.settle();
    expect(remoteFields(desk)).toMatchObject({ status: 'approved', requested: { minor: 900_000 } });
    expect(desk.remote.items('epic')).toHaveLength(1);
    expect(await desk.get('fund-request', id)).toMatchObject({
      requested: { minor: 900_000 },
      approval: { kind: 'approved' },
    });
  });

  it('SY-54 drops a decision that does not stand, and the request is open again', async () => {
    const { desk, id, remoteId } = await synced();
    await desk.approve(id);
    desk.remote.changeCrm(remoteId, { requested: { minor: 900_000, currency: 'EUR' } });
    await desk.sync();
    await choose(desk, { requested: 'theirs', status: 'theirs' });
    await desk.settle();
    expect(remoteFields(desk)).toMatchObject({ status: 'draft', requested: { minor: 900_000 } });
    expect(desk.remote.items('epic')).toEqual([]);
    const record = await desk.get('fund-request', id);
    expect(record.approval.kind).toBe('draft');
    expect(record.decisions).toEqual([]);
    expect((await desk.intents('fund-request', id)).map(({ state }) => state)).toEqual(['done', 'discarded']);
  });

  it('SY-53 does not disturb a decision that has been sent', async () => {
    const { desk, id, remoteId } = await synced();
    await desk.approve(id);
    desk.faults.on((command) => command.kind === 'git.epic', faults.unreachable, 2);
    await desk.sync();
    desk.remote.changeCrm(remoteId, { requested: { minor: 900_000, currency: 'EUR' } });
    await desk.settle();
    expect(await desk.store.openConflicts()).toEqual([]);
    expect(desk.remote.items('epic')).toHaveLength(1);
  });
});

describe('a record that was deleted remotely', () => {
  it('SY-55 is marked when nothing local is at stake, and comes back when it does', async () => {
    const { desk, id, remoteId } = await synced();
    desk.remote.deleteCrm(remoteId);
    await desk.sync();
    expect(await desk.get('fund-request', id)).toMatchObject({ deletedRemotely: true, title: 'A' });
    const record = desk.remote.crm.get(remoteId);
    if (record) record.deleted = false;
    desk.remote.changeCrm(remoteId, { title: 'Restored' });
    await desk.sync();
    expect(await desk.get('fund-request', id)).toMatchObject({ deletedRemotely: false, title: 'Restored' });
  });

  it('SY-55 is never lost while it is edited here', async () => {
    const { desk, id, remoteId } = await synced();
    desk.remote.deleteCrm(remoteId);
    await desk.edit(id, { title: 'Mine' });
    await desk.sync();
    expect(await onlyConflict(desk)).toMatchObject({ kind: 'remote-delete' });
    expect(await desk.get('fund-request', id)).toMatchObject({ deletedRemotely: false, title: 'Mine' });
    expect((await desk.intents('fund-request', id)).at(-1)).toMatchObject({
      state: 'parked',
      problem: { code: 'needs-review' },
    });
  });

  it('SY-56 is made again when the person keeps hers', async () => {
    const { desk, id, remoteId } = await synced();
    desk.remote.deleteCrm(remoteId);
    await desk.edit(id, { title: 'Mine' });
    await desk.sync();
    await choose(desk, { record: 'mine' });
    await desk.settle();
    expect(desk.remote.records('fund-request')).toMatchObject([
      { fields: { title: 'Mine', description: 'Text' } },
    ]);
    expect((await desk.get('fund-request', id)).salesforce?.id).toBe(
      desk.remote.records('fund-request')[0]?.id,
    );
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-56 stays deleted when she lets it go, and her change is dropped', async () => {
    const { desk, id, remoteId } = await synced();
    desk.remote.deleteCrm(remoteId);
    await desk.edit(id, { title: 'Mine' });
    await desk.sync();
    await choose(desk, { record: 'theirs' });
    await desk.settle();
    expect(desk.remote.records('fund-request')).toEqual([]);
    expect((await desk.get('fund-request', id)).deletedRemotely).toBe(true);
    expect((await desk.intents('fund-request', id)).at(-1)?.state).toBe('discarded');
  });

  it('SY-59 refuses a choice that leaves a field open', async () => {
    const { desk, id, remoteId } = await synced();
    desk.remote.changeCrm(remoteId, { title: 'Theirs' });
    await desk.edit(id, { title: 'Mine' });
    await desk.sync();
    await expect(choose(desk, {})).rejects.toThrow('choice-missing');
  });
});
