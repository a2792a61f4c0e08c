import { describe, expect, it } from 'vitest';
import { reallocateFunds } from '../../shared/usecases/mdf/reallocate-funds';
import { discardIntent } from '../../shared/usecases/sync/discard-intent';
import { useCaseContext } from '../support/use-case-context';
import { aDesk, type Desk } from './support/desk';
import { faults } from './support/fault-plan';
import { choose } from './support/synced';

const FROM = '11111111-0000-4000-8000-000000000001';
const TO = '11111111-0000-4000-8000-000000000002';

const statusOf = (desk: Desk, id: string) =>
  desk.remote.records('fund-request').find(({ recordId }) => recordId === id)?.fields.status;

/** An approved request whose funds were given to another one; nothing of that has left yet. */
async function given(): Promise<Desk> {
  const desk = await aDesk();
  await desk.request({ id: FROM, activityType: 'events' });
  await desk.approve(FROM);
  const at = desk.clock.now();
  await desk.request({
    id: TO,
    title: 'Breakfast',
    activityType: 'events',
    start: '2027-01-14',
    end: '2027-01-14',
    submittedOn: '2026-11-02',
    requested: { minor: 400_000, currency: 'EUR' },
    conditions: { focus: true, 'net-new': true },
    approval: { kind: 'in-review', level: 1, submittedAt: at, levelSince: at },
  });
  await desk.settle();
  const partner = await desk.get('partner', 'partner-1');
  const eligible = { track: 'Select', status: 'Authorized', recordType: 'Partner', partnerType: 'Channel' };
  await desk.save({ kind: 'partner', record: { ...partner, ...eligible } });
  const context = { ...useCaseContext(desk.store, { now: desk.clock.now() }), ids: desk.ids };
  const done = await reallocateFunds(context, {
    from: await desk.get('fund-request', FROM),
    to: await desk.get('fund-request', TO),
    reason: 'The venue is gone.',
    acknowledged: ['budget'],
    onBehalfOf: null,
  });
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return desk;
}

describe('funds that are given to another activity', () => {
  it('SY-134 MDF-12 ends the one in Salesforce before the other is approved there, and opens and closes in GitLab', async () => {
    const desk = await given();
    await desk.settle();
    expect([statusOf(desk, FROM), statusOf(desk, TO)]).toEqual(['rejected', 'approved']);
    const order = desk.remote.commands.flatMap((command) =>
      command.kind === 'crm.put' &&
      command.fields['status'] !== undefined &&
      command.fields['status'] !== 'draft'
        ? [[command.recordId, command.fields['status']]]
        : [],
    );
    expect(order.slice(-2)).toEqual([
      [FROM, 'rejected'],
      [TO, 'approved'],
    ]);
    const epics = desk.remote.items('epic').map(({ fields }) => fields.state);
    expect(epics.sort()).toEqual(['closed', 'opened']);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-134 SY-12 waits while the cancelling cannot be sent, and goes on by itself', async () => {
    const desk = await given();
    desk.faults.on((command) => command.kind === 'crm.put' && command.recordId === FROM, faults.slowDown);
    await desk.sync();
    expect(statusOf(desk, TO)).toBe('draft');
    await desk.settle();
    expect([statusOf(desk, FROM), statusOf(desk, TO)]).toEqual(['rejected', 'approved']);
  });

  it.each(['given up', 'let stand in Salesforce'])(
    'SY-134 MDF-8 approves nothing when the cancelling is %s, and says why',
    async (how) => {
      const desk = await given();
      if (how === 'given up') {
        const open = await desk.store.openIntents();
        const cancelling = open.find(({ kind }) => kind === 'fund-request.cancelled');
        await discardIntent(useCaseContext(desk.store), cancelling?.id ?? ('' as never));
      } else {
        const remote = desk.remote.records('fund-request').find(({ recordId }) => recordId === FROM);
        desk.remote.changeCrm(remote?.id ?? '', { end: '2026-12-12' });
        await desk.sync();
        await choose(desk, { end: 'theirs', status: 'theirs' });
      }
      for (let pass = 0; pass < 4; pass += 1) await desk.sync();
      expect([statusOf(desk, FROM), statusOf(desk, TO)]).toEqual(['approved', 'draft']);
      const [stopped] = await desk.store.openIntents();
      expect(stopped).toMatchObject({
        kind: 'fund-request.approved',
        state: 'parked',
        problem: { code: 'needs-funds', message: expect.stringContaining('committed twice') },
      });
    },
  );
});
