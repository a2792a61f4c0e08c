import { describe, expect, it } from 'vitest';
import { useBenches } from '../contract/remotes/bench-pool';
import { cancel } from '../prove/support/day';
import { discardIntent } from '../../shared/usecases/sync/discard-intent';
import { useCaseContext } from '../support/use-case-context';
import { aDesk, Desk } from './support/desk';
import { newClaim } from './support/work';
import { faults } from './support/fault-plan';
import type { FieldMap } from '../../shared/schema/field-value';
import { countsOf, deskOver } from './support/over-http';
import { choose, onlyConflict, remoteFields } from './support/synced';

const edits = (desk: Desk) =>
  desk.remote.commands.filter((command) => command.kind === 'git.edit' && command.marker.endsWith('-cancel'));

async function approved(): Promise<{ desk: Desk; id: string }> {
  const desk = await aDesk();
  const { id } = await desk.request();
  await desk.approve(id);
  await desk.settle();
  return { desk, id };
}

const said = (desk: Desk) =>
  [...desk.remote.items('issue'), ...desk.remote.items('epic')].map(({ fields }) => ({
    state: fields.state,
    isNamed: String(fields.title).startsWith('[CANCELED] '),
    times: String(fields.body).split('The venue is gone.').length - 1,
  }));

const closedOnce = { state: 'closed', isNamed: true, times: 1 };

describe('an approved activity that is cancelled', () => {
  it('SY-121 MDF-12 closes its issues and its epic with the reason, after Salesforce took it', async () => {
    const { desk, id } = await approved();
    await cancel(desk, id);
    await desk.settle();
    expect(said(desk)).toEqual([closedOnce, closedOnce, closedOnce, closedOnce]);
    const [remote] = desk.remote.records('fund-request');
    expect(remote?.fields).toMatchObject({ status: 'rejected', state: 'withdrawn' });
    const order = desk.remote.commands.slice(-5).map(({ kind }) => kind);
    expect(order[0]).toBe('crm.put');
    expect(edits(desk)).toHaveLength(4);
    expect(edits(desk).at(-1)?.marker).toMatch(/-epic-cancel$/);
  });

  it('SY-121 does so once, also when every answer is lost and the app starts again in the middle', async () => {
    const { desk, id } = await approved();
    desk.faults.on((command) => command.marker.endsWith('-cancel'), faults.lostReply);
    await cancel(desk, id);
    await desk.sync();
    desk.restart();
    await desk.settle();
    expect(said(desk)).toEqual([closedOnce, closedOnce, closedOnce, closedOnce]);
  });

  it('SY-121 leaves what people named and wrote', async () => {
    const { desk, id } = await approved();
    const [issue] = desk.remote.items('issue');
    if (!issue) throw new Error('no issue');
    desk.remote.changeItem(issue.id, { title: 'Our campaign', body: 'Ours' });
    await desk.settle();
    await cancel(desk, id);
    await desk.settle();
    expect(issue.fields).toMatchObject({ title: '[CANCELED] Our campaign', state: 'closed' });
    expect(issue.fields.body).toMatch(/^Ours\n\n## Cancelled/);
  });

  it('SY-121 SY-9 opens nothing when it was cancelled before the approval left', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.settle();
    await desk.approve(id);
    await cancel(desk, id);
    await desk.settle();
    expect(desk.remote.items('epic')).toEqual([]);
    expect(desk.remote.items('issue')).toEqual([]);
    expect(desk.remote.records('fund-request')[0]?.fields.status).toBe('rejected');
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-121 closes what an approval that had stopped in the middle has opened', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.settle();
    desk.faults.on((command) => command.marker.endsWith('-issue-list-upload'), faults.refused);
    await desk.approve(id);
    await desk.sync();
    const opened = desk.remote.items('issue').length;
    const stopped = await desk.store.openIntents();
    await cancel(desk, id);
    expect(stopped).toMatchObject([{ kind: 'fund-request.approved', state: 'parked' }]);
    await desk.settle();
    expect(desk.remote.items('issue')).toHaveLength(opened);
    expect(said(desk).every(({ state }) => state === 'closed')).toBe(true);
    expect(said(desk).length).toBeGreaterThan(0);
    expect(await desk.store.openIntents()).toEqual([]);
  });
});

describe('what becomes known only after the cancelling', () => {
  it.each(['-epic', '-issue-list-upload'])(
    'SY-121 closes %s whose answer was lost, though it is read after all is done',
    async (part) => {
      const desk = await aDesk();
      const { id } = await desk.request();
      await desk.settle();
      desk.faults.on((command) => command.marker.endsWith(part), faults.lostReply);
      desk.faults.onPull(() => true, { kind: 'unreachable', why: 'no network' }, 50);
      await desk.approve(id);
      await desk.sync();
      await cancel(desk, id);
      desk.faults.clear();
      desk.clock.advance(3_600_000);
      await desk.settle();
      await desk.settle();
      expect(said(desk).length).toBeGreaterThan(0);
      expect(
        said(desk).every(({ state, isNamed, times }) => state === 'closed' && isNamed && times === 1),
      ).toBe(true);
      expect(await desk.store.openIntents()).toEqual([]);
    },
  );

  it('SY-121 closes all that another device opened late, and nothing twice', async () => {
    const { desk, id } = await approved();
    await desk.edit(id, { gitlab: { epic: null, issues: {} } });
    const known = desk.remote.items('issue')[0];
    await cancel(desk, id);
    await desk.settle();
    expect(edits(desk)).toEqual([]);
    for (const item of [...desk.remote.items('epic'), ...desk.remote.items('issue')])
      desk.remote.changeItem(item.id, { due: '2026-12-01' });
    await desk.settle();
    await desk.settle();
    expect(said(desk)).toEqual([closedOnce, closedOnce, closedOnce, closedOnce]);
    expect(edits(desk)).toHaveLength(4);
    if (!known) throw new Error('no issue');
    desk.remote.changeItem(known.id, { state: 'opened' });
    await desk.settle();
    await desk.settle();
    expect(known.fields.state).toBe('opened');
  });

  it('SY-121 leaves an item open that people opened again when another becomes known', async () => {
    const { desk, id } = await approved();
    const request = await desk.get('fund-request', id);
    const { [desk.playbook.gitlab.popIssue]: late, ...others } = request.gitlab.issues;
    await desk.edit(id, { gitlab: { ...request.gitlab, issues: others } });
    await cancel(desk, id);
    await desk.settle();
    const [again] = desk.remote.items('epic');
    if (!again || !late) throw new Error('nothing was opened');
    desk.remote.changeItem(again.id, { state: 'opened' });
    desk.remote.changeItem(late.id, { due: '2026-12-01' });
    await desk.settle();
    await desk.settle();
    expect(desk.remote.git.get(late.id)?.fields.state).toBe('closed');
    expect(again.fields.state).toBe('opened');
  });
});

describe('a cancelling that others did not know of', () => {
  it('SY-121 SY-15 is not sent while its proof is accepted, and goes on once that was put right', async () => {
    const { desk, id } = await approved();
    const { id: claimId } = await desk.claim(id);
    await desk.settle();
    const [claim] = desk.remote.records('claim');
    desk.faults.on(({ kind }) => kind === 'crm.put', faults.slowDown);
    await cancel(desk, id);
    desk.remote.changeCrm(claim?.id ?? '', { status: 'approved' });
    await desk.sync();
    expect((await desk.get('claim', claimId)).decision.kind).toBe('accepted');
    desk.clock.advance(3_600_000);
    await desk.sync();
    expect(await desk.store.openIntents()).toMatchObject([
      { kind: 'fund-request.cancelled', state: 'parked', problem: { code: 'needs-open-proof' } },
    ]);
    expect(desk.remote.records('fund-request')[0]?.fields.status).toBe('approved');
    expect(edits(desk)).toEqual([]);
    desk.remote.changeCrm(claim?.id ?? '', { status: 'rejected' });
    await desk.settle();
    expect(desk.remote.records('fund-request')[0]?.fields.status).toBe('rejected');
    expect(said(desk).every(({ state }) => state === 'closed')).toBe(true);
  });
});

describe('a cancelling while this computer was away', () => {
  it('SY-121 reads the claims first and does not pass over a proof that was accepted meanwhile', async () => {
    const { desk, id } = await approved();
    await desk.claim(id);
    await desk.settle();
    const [claim] = desk.remote.records('claim');
    await cancel(desk, id);
    desk.remote.changeCrm(claim?.id ?? '', { status: 'approved' });
    await desk.settle();
    expect(await desk.store.openIntents()).toMatchObject([
      { kind: 'fund-request.cancelled', state: 'parked', problem: { code: 'needs-open-proof' } },
    ]);
    expect(desk.remote.records('fund-request')[0]?.fields.status).toBe('approved');
    expect(edits(desk)).toEqual([]);
  });

  it('SY-121 MDF-12 does not pass over an acceptance that waits for a choice, because the claim was rejected here', async () => {
    const { desk, id } = await approved();
    const { id: claimId } = await desk.claim(id);
    await desk.settle();
    const [claim] = desk.remote.records('claim');
    const before = await desk.get('claim', claimId);
    const decision = { kind: 'rejected', at: desk.clock.now(), by: 'Dana', note: 'Off.' } as const;
    await desk.save(
      { kind: 'claim', record: { ...before, decision } },
      { kind: 'claim.put', fields: ['status', 'stage'] },
    );
    await cancel(desk, id);
    desk.remote.changeCrm(claim?.id ?? '', { status: 'approved' });
    await desk.settle();
    expect((await desk.store.openIntents()).map(({ kind, problem }) => [kind, problem?.code]).sort()).toEqual(
      [
        ['claim.put', 'needs-review'],
        ['fund-request.cancelled', 'needs-open-proof'],
      ],
    );
    expect(desk.remote.records('fund-request')[0]?.fields.status).toBe('approved');
    expect(edits(desk)).toEqual([]);
  });

  it('SY-121 MDF-8 rejects what is still claimed, for the same reason, once Salesforce has taken the cancelling', async () => {
    const { desk, id } = await approved();
    const { id: claimId } = await desk.claim(id);
    await desk.settle();
    await cancel(desk, id);
    await desk.settle();
    expect((await desk.get('claim', claimId)).decision).toMatchObject({
      kind: 'rejected',
      note: 'The venue is gone.',
    });
    expect(desk.remote.records('claim').map(({ fields }) => fields.status)).toEqual(['rejected']);
    expect(await desk.store.openIntents()).toEqual([]);
    expect(said(desk).every(({ state }) => state === 'closed')).toBe(true);
  });

  it('SY-121 SY-115 opens no issue again when the rejection is taken back in Salesforce', async () => {
    const { desk, id } = await approved();
    await desk.claim(id);
    await desk.settle();
    await cancel(desk, id);
    await desk.settle();
    desk.remote.changeCrm(desk.remote.records('claim')[0]?.id ?? '', { status: 'draft' });
    await desk.settle();
    await desk.settle();
    expect(said(desk).every(({ state }) => state === 'closed')).toBe(true);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-54 SY-121 is no verdict that waits any more once it was taken back: what comes then is simply taken', async () => {
    const { desk, id } = await approved();
    await cancel(desk, id);
    const remoteId = desk.remote.records('fund-request')[0]?.id ?? '';
    desk.remote.changeCrm(remoteId, { title: 'Moved' });
    await desk.sync();
    await choose(desk, { title: 'theirs', status: 'theirs' });
    desk.remote.changeCrm(remoteId, { title: 'Moved again', status: 'rejected', state: 'withdrawn' });
    await desk.settle();
    expect(await desk.store.openConflicts()).toEqual([]);
    expect(await desk.get('fund-request', id)).toMatchObject({
      title: 'Moved again',
      approval: { kind: 'withdrawn' },
    });
  });

  it('SY-121 makes no claim in Salesforce for this where nothing was received', async () => {
    const { desk, id } = await approved();
    const record = newClaim(desk.clock.now(), { id: 'claim-here', requestId: id, receivedAt: null });
    await desk.save({ kind: 'claim', record });
    await cancel(desk, id);
    await desk.settle();
    expect((await desk.get('claim', 'claim-here')).decision.kind).toBe('rejected');
    expect(desk.remote.records('claim')).toEqual([]);
  });

  it('SY-121 does so too when the answer was lost and a reading told that it was taken', async () => {
    const { desk, id } = await approved();
    const { id: claimId } = await desk.claim(id);
    await desk.settle();
    await cancel(desk, id);
    desk.faults.on(({ kind }) => kind === 'crm.put', faults.lostReply);
    await desk.sync();
    desk.restart();
    await desk.settle();
    expect((await desk.get('claim', claimId)).decision.kind).toBe('rejected');
    expect(desk.remote.records('claim').map(({ fields }) => fields.status)).toEqual(['rejected']);
  });

  it.each(['let it stand there', 'given up'])(
    'SY-121 leaves the claim alone when the cancelling is %s',
    async (how) => {
      const { desk, id } = await approved();
      const { id: claimId } = await desk.claim(id);
      await desk.settle();
      await cancel(desk, id);
      if (how === 'given up') {
        const [intent] = await desk.store.openIntents();
        await discardIntent(useCaseContext(desk.store), intent?.id ?? ('' as never));
      } else {
        desk.remote.changeCrm(desk.remote.records('fund-request')[0]?.id ?? '', { end: '2027-03-01' });
        await desk.settle();
        await choose(desk, { end: 'theirs', status: 'theirs' });
      }
      await desk.settle();
      expect((await desk.get('claim', claimId)).decision.kind).toBe('open');
      expect(desk.remote.records('claim').map(({ fields }) => fields.status)).not.toContain('rejected');
    },
  );

  it('SY-121 waits while the claims cannot be read, and holds up nothing else', async () => {
    const { desk, id } = await approved();
    await cancel(desk, id);
    const { id: other } = await desk.request({ id: 'eeeeeeee-0000-4000-8000-000000000012' });
    desk.faults.onPull(({ stream }) => stream === 'claims', { kind: 'unreachable', why: 'no network' });
    await desk.sync();
    expect(desk.remote.records('fund-request').map(({ fields }) => fields.status)).toEqual([
      'approved',
      'draft',
    ]);
    expect((await desk.get('fund-request', other)).salesforce).not.toBeNull();
    await desk.settle();
    expect(desk.remote.records('fund-request')[0]?.fields.status).toBe('rejected');
  });

  it('SY-121 has them read also when a change only wakes the sending', async () => {
    const { desk, id } = await approved();
    await cancel(desk, id);
    const before = desk.remote.pulls.length;
    await desk.engine.run({ impatient: false, onlySend: true });
    expect(desk.remote.records('fund-request')[0]?.fields.status).toBe('rejected');
    expect(desk.remote.pulls.slice(before).map(({ stream }) => stream)).toEqual(['claims']);
    await desk.engine.run({ impatient: false, onlySend: true });
    expect(desk.remote.pulls).toHaveLength(before + 1);
  });

  it('SY-121 SY-25 asks for them once a minute at most between two readings, and says what it waits for', async () => {
    const { desk, id } = await approved();
    await cancel(desk, id);
    const isClaims = ({ stream }: { stream: string }): boolean => stream === 'claims';
    desk.faults.onPull(isClaims, { kind: 'held', why: 'Requests of the day are used up.' }, 50);
    const before = desk.remote.pulls.length;
    for (let save = 0; save < 10; save += 1) await desk.engine.run({ impatient: false, onlySend: true });
    expect(desk.remote.pulls).toHaveLength(before + 1);
    expect(await desk.store.openIntents()).toMatchObject([
      { state: 'waiting', problem: { code: 'waits-for-news' } },
    ]);
    desk.clock.advance(61_000);
    desk.faults.clear();
    await desk.engine.run({ impatient: false, onlySend: true });
    expect(desk.remote.records('fund-request')[0]?.fields.status).toBe('rejected');
    await desk.settle();
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-121 waits where the claims cannot be read any more, and not where there never were any', async () => {
    const { desk, id } = await approved();
    const absent = { kind: 'absent', why: 'no such object' } as const;
    const isClaims = ({ stream }: { stream: string }): boolean => stream === 'claims';
    await cancel(desk, id);
    desk.faults.onPull(isClaims, absent, 50);
    await desk.sync();
    expect(desk.remote.records('fund-request')[0]?.fields.status).toBe('approved');
    expect(await desk.store.openIntents()).toMatchObject([
      {
        problem: {
          code: 'waits-for-news',
          fix: expect.stringMatching(/right to read.*or discard this change and end/),
        },
      },
    ]);

    const bare = new Desk();
    bare.faults.onPull(isClaims, absent, 500);
    await bare.partner();
    await bare.sync();
    const { id: other } = await bare.request();
    await bare.approve(other);
    await bare.sync();
    await cancel(bare, other);
    await bare.settle();
    expect(bare.remote.records('fund-request')[0]?.fields.status).toBe('rejected');
  });
});

describe('a cancelling on outdated facts', () => {
  const changes: readonly [string, FieldMap][] = [
    ['moved', { title: 'Moved to March', end: '2027-03-01' }],
    ['taken back into review', { status: 'draft', state: 'in-review-2' }],
    ['declined', { status: 'rejected', state: 'declined' }],
  ];

  it.each(changes)(
    'SY-53 SY-121 asks when the activity was %s there, and closes nothing',
    async (_, change) => {
      const { desk, id } = await approved();
      await cancel(desk, id);
      const remoteId = desk.remote.records('fund-request')[0]?.id ?? '';
      desk.remote.changeCrm(remoteId, change);
      await desk.settle();
      expect((await onlyConflict(desk)).kind).toBe('stale-decision');
      expect(await desk.store.openIntents()).toMatchObject([
        { kind: 'fund-request.cancelled', state: 'parked', problem: { code: 'needs-review' } },
      ]);
      expect(remoteFields(desk)).toMatchObject(change);
      expect(said(desk).map(({ state }) => state)).toEqual(['opened', 'opened', 'opened', 'opened']);
    },
  );

  it.each(['mine', 'theirs'] as const)('SY-54 SY-121 does as the person says then: %s', async (side) => {
    const { desk, id } = await approved();
    await cancel(desk, id);
    desk.remote.changeCrm(desk.remote.records('fund-request')[0]?.id ?? '', { end: '2027-03-01' });
    await desk.settle();
    await choose(desk, { end: 'theirs', status: side });
    await desk.settle();
    expect(await desk.store.openIntents()).toEqual([]);
    expect(remoteFields(desk)?.status).toBe(side === 'mine' ? 'rejected' : 'approved');
    expect(new Set(said(desk).map(({ state }) => state))).toEqual(
      new Set([side === 'mine' ? 'closed' : 'opened']),
    );
  });
});

describe('an activity that is ended in Salesforce', () => {
  it('SY-39 SY-121 closes its epic when people have closed its issues', async () => {
    const { desk } = await approved();
    const [record] = desk.remote.records('fund-request');
    desk.remote.changeCrm(record?.id ?? '', { status: 'rejected' });
    await desk.settle();
    expect(said(desk).map(({ state }) => state)).toEqual(['opened', 'opened', 'opened', 'opened']);
    const warnings = desk.store.logged().filter(({ level }) => level === 'warning');
    expect(warnings.map(({ text }) => text)).toEqual([
      expect.stringContaining('was declined in Salesforce after its approval'),
    ]);
    for (const { id } of desk.remote.items('issue')) desk.remote.changeItem(id, { state: 'closed' });
    await desk.settle();
    expect(desk.remote.items('epic').map(({ fields }) => fields.state)).toEqual(['closed']);
  });

  it('SY-39 SY-121 so it does when the cancelling was given up', async () => {
    const { desk, id } = await approved();
    await cancel(desk, id);
    const [intent] = await desk.store.openIntents();
    if (!intent) throw new Error('no intent');
    await discardIntent(useCaseContext(desk.store), intent.id);
    for (const item of desk.remote.items('issue')) desk.remote.changeItem(item.id, { state: 'closed' });
    await desk.settle();
    expect(desk.remote.items('epic').map(({ fields }) => fields.state)).toEqual(['closed']);
  });
});

const start = useBenches();

describe('over HTTP', { timeout: 120_000 }, () => {
  it('SY-121 MDF-12 stands so in both systems', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    const id = 'dddddddd-0000-4000-8000-000000000012';
    await desk.request({ id, partnerId });
    await desk.approve(id);
    await desk.settle();
    await cancel(desk, id);
    await desk.settle();
    expect(await countsOf(bench, id)).toMatchObject({ epics: 1, issues: 3, linked: 3 });
    const own = async (kind: 'epic' | 'issue') =>
      (await bench.gitItems(kind)).filter(({ description }) => description?.includes(id) ?? false);
    const items = [...(await own('epic')), ...(await own('issue'))];
    for (const { title, state, description } of items) {
      expect(title).toMatch(/^\[CANCELED\] /);
      expect(state).toBe('closed');
      expect(description?.split('The venue is gone.')).toHaveLength(2);
    }
    const records = await bench.crmRecords('PartnerFundRequest');
    expect(records.find((record) => record['Channel_Desk_Id__c'] === id)).toMatchObject({
      Status: 'Rejected',
    });
    expect(await desk.store.openIntents()).toEqual([]);
  });
});
