import { describe, expect, it } from 'vitest';
import { discardIntent } from '../../shared/usecases/sync/discard-intent';
import { resolveConflict } from '../../shared/usecases/sync/resolve-conflict';
import { sendAfterAll } from '../../shared/usecases/sync/retry-intent';
import { useCaseContext } from '../support/use-case-context';
import { faults, toSalesforce } from './support/fault-plan';
import { choose, onlyConflict, remoteFields, synced } from './support/synced';

/** A request whose amount was changed here and there, before it was decided. */
async function contested(mine = {}, theirs = {}) {
  const { desk, id, remoteId } = await synced();
  await desk.edit(id, { requested: { minor: 500_000, currency: 'EUR' } as never, ...mine });
  desk.remote.changeCrm(remoteId, { requested: { minor: 900_000, currency: 'EUR' }, ...theirs });
  await desk.sync();
  expect((await onlyConflict(desk)).kind).toBe('fields');
  return { desk, id, remoteId };
}

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

  it.each(['sent-back', 'in-review-2'])(
    'SY-53 asks when it became %s there meanwhile, which the status does not tell',
    async (state) => {
      const { desk, id, remoteId } = await synced();
      await desk.approve(id);
      desk.remote.changeCrm(remoteId, { state });
      await desk.settle();
      expect((await onlyConflict(desk)).fields).toMatchObject([
        { field: 'status', mine: 'approved', theirs: state },
      ]);
      expect(remoteFields(desk)).toMatchObject({ status: 'draft', state });
      expect(desk.remote.items('epic')).toEqual([]);
    },
  );

  it('SY-53 SY-51 waits while the amount that it rests on is a question, and asks for both', async () => {
    const { desk, id } = await contested();
    await desk.approve(id);
    await desk.settle();
    const conflict = await onlyConflict(desk);
    expect(conflict.kind).toBe('stale-decision');
    expect(conflict.fields).toMatchObject([
      { field: 'requested', mine: { minor: 500_000 }, theirs: { minor: 900_000 } },
      { field: 'status', mine: 'approved', theirs: 'draft' },
    ]);
    expect(remoteFields(desk)?.status).toBe('draft');
    expect(desk.remote.items('epic')).toEqual([]);
    await desk.settle();
    expect(await onlyConflict(desk)).toEqual(conflict);
    await choose(desk, { requested: 'theirs', status: 'mine' });
    await desk.settle();
    expect(remoteFields(desk)).toMatchObject({ status: 'approved', requested: { minor: 900_000 } });
  });

  it('SY-53 asks for the values alone where a colleague decided while only a submission waited', async () => {
    const { desk, id, remoteId } = await synced();
    await desk.edit(id, { title: 'Mine' });
    const before = await desk.get('fund-request', id);
    const at = desk.clock.now();
    await desk.save(
      {
        kind: 'fund-request',
        record: { ...before, approval: { kind: 'in-review', level: 1, submittedAt: at, levelSince: at } },
      },
      { kind: 'fund-request.put', fields: ['status', 'state'] },
    );
    desk.remote.changeCrm(remoteId, { title: 'Theirs', status: 'approved' });
    await desk.settle();
    expect(await onlyConflict(desk)).toMatchObject({
      kind: 'fields',
      fields: [{ field: 'title', base: 'A', mine: 'Mine', theirs: 'Theirs' }],
    });
    await choose(desk, { title: 'mine' });
    await desk.settle();
    expect(remoteFields(desk)).toMatchObject({ title: 'Mine', status: 'approved' });
    expect(await desk.get('fund-request', id)).toMatchObject({ approval: { kind: 'approved' } });
    expect(await desk.store.openConflicts()).toEqual([]);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-53 keeps the rest of the question when a decision was made over a part of it', async () => {
    const { desk, id } = await contested({ description: 'Mine' }, { description: 'Theirs' });
    await desk.approve(id);
    await desk.settle();
    const open = await desk.store.openConflicts();
    expect(open.map(({ kind, fields }) => [kind, fields.map(({ field }) => field)]).sort()).toEqual([
      ['fields', ['description']],
      ['stale-decision', ['requested', 'status']],
    ]);
  });

  it('SY-53 sends no decision over the value that is chosen while it waits, before anybody looked again', async () => {
    const { desk, id } = await contested();
    await desk.approve(id);
    const seen = await onlyConflict(desk);
    const context = useCaseContext(desk.store, { now: desk.clock.now() });
    const settled = await resolveConflict(context, { seen, choices: { requested: 'theirs' } });
    expect(settled).toMatchObject({ ok: false, error: { code: 'decision-waits' } });
    await desk.settle();
    expect(remoteFields(desk)?.status).toBe('draft');
    expect(await onlyConflict(desk)).toMatchObject({ id: seen.id, kind: 'stale-decision' });
    const choices = { requested: 'theirs', status: 'theirs' } as const;
    expect((await resolveConflict(context, { seen: await onlyConflict(desk), choices })).ok).toBe(true);
    await desk.settle();
    expect(await desk.get('fund-request', id)).toMatchObject({
      requested: { minor: 900_000 },
      approval: { kind: 'draft' },
    });
    expect(await desk.store.openIntents()).toEqual([]);
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

  it('SY-28 sends no decision that was given up with a later change of data', async () => {
    const { desk, id, remoteId } = await synced();
    await desk.approve(id);
    const [, given] = await desk.intents('fund-request', id);
    if (given === undefined) throw new Error('no approval');
    expect((await discardIntent(useCaseContext(desk.store), given.id)).ok).toBe(true);
    await desk.edit(id, { title: 'B' });
    desk.remote.changeCrm(remoteId, { requested: { minor: 700_000, currency: 'EUR' } });
    await desk.settle();
    expect(remoteFields(desk)).toMatchObject({ title: 'B', status: 'draft' });
    expect(remoteFields(desk)?.approvedAmount ?? null).toBeNull();
    expect(desk.remote.items('epic')).toEqual([]);
  });

  it('SY-28 sends a decision after all that was given up', async () => {
    const { desk, id } = await synced();
    await desk.approve(id);
    const [, given] = await desk.intents('fund-request', id);
    if (given === undefined) throw new Error('no approval');
    await discardIntent(useCaseContext(desk.store), given.id);
    await desk.settle();
    expect(remoteFields(desk)?.status).toBe('draft');
    expect((await sendAfterAll(useCaseContext(desk.store), given.id)).ok).toBe(true);
    await desk.settle();
    expect(remoteFields(desk)?.status).toBe('approved');
    expect(desk.remote.items('epic')).toHaveLength(1);
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
  it('SY-55 is asked about while values of it wait for a choice, and whether it stays comes first', async () => {
    const { desk, id, remoteId } = await synced();
    await desk.edit(id, { title: 'Mine' });
    desk.remote.changeCrm(remoteId, { title: 'Theirs' });
    await desk.sync();
    expect(await desk.store.openIntents()).toEqual([]);
    desk.remote.deleteCrm(remoteId);
    await desk.sync();
    expect((await onlyConflict(desk)).kind).toBe('remote-delete');
    expect(await desk.get('fund-request', id)).toMatchObject({ deletedRemotely: false, title: 'Mine' });
    await choose(desk, { record: 'mine' });
    await desk.settle();
    const titles = desk.remote.records('fund-request').map(({ fields }) => fields.title);
    expect(titles).toEqual(['Mine']);
  });

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

  it('SY-56 G4 gets its files again too, which hung on the one that was deleted', async () => {
    const { desk, id, remoteId } = await synced();
    await desk.document(id);
    await desk.settle();
    desk.remote.deleteCrm(remoteId);
    await desk.edit(id, { title: 'Mine' });
    await desk.sync();
    await choose(desk, { record: 'mine' });
    await desk.settle();
    const again = (await desk.get('fund-request', id)).salesforce?.id;
    const files = desk.remote.commands.filter((command) => command.kind === 'crm.file');
    expect(files.map(({ linkTo }) => linkTo)).toEqual([remoteId, again]);
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
