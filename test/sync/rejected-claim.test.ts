import { describe, expect, it } from 'vitest';
import type { Claim } from '../../shared/schema/claim';
import { ClaimId } from '../../shared/schema/ids';
import { Instant } from '../../shared/schema/values';
import { useBenches } from '../contract/remotes/bench-pool';
import { aDesk, type Desk } from './support/desk';
import { faults } from './support/fault-plan';
import { deskOver, lost, restartOver } from './support/over-http';

const id = '11111111-0000-4000-8000-000000000001';
const claimId = ClaimId.parse('21111111-0000-4000-8000-000000000001');

function rejection(desk: Desk): Partial<Claim> {
  const at = desk.clock.now();
  return {
    id: claimId,
    decision: { kind: 'rejected', at, by: 'Mara Vogel', note: 'The fair was cancelled.\n/close' },
  };
}

async function claimed(): Promise<Desk> {
  const desk = await aDesk();
  await desk.request();
  await desk.approve(id);
  await desk.claim(id, { id: claimId });
  await desk.settle();
  return desk;
}

const pop = (desk: Desk) => desk.remote.items('issue').find(({ marker }) => marker?.endsWith('mdf-pop'));

describe('a claim that is rejected', () => {
  it('SY-115 POP-2 says why on its POP issue and closes it, the label left as it is', async () => {
    const desk = await claimed();
    await desk.claim(id, rejection(desk));
    await desk.settle();
    expect(pop(desk)?.fields).toMatchObject({
      state: 'closed',
      labels: ['MDF-POP', 'MDF::POP Approval Needed'],
    });
    expect(desk.remote.notes).toMatchObject([{ issueIid: pop(desk)?.iid }]);
    expect(desk.remote.notes[0]?.body).toContain('Mara Vogel');
    expect(desk.remote.notes[0]?.body).toContain('The fair was cancelled.');
    expect(desk.remote.records('claim')).toMatchObject([{ fields: { status: 'rejected' } }]);
  });

  it('SY-115 G3 says it once, whichever answer is lost', async () => {
    for (const lost of ['git.note', 'git.edit'] as const) {
      const desk = await claimed();
      desk.faults.on((command) => command.kind === lost, faults.lostReply);
      await desk.claim(id, rejection(desk));
      await desk.settle();
      expect(pop(desk)?.fields.state).toBe('closed');
      expect(desk.remote.notes).toHaveLength(1);
    }
  });

  it('SY-115 leaves the issue open while Salesforce has not taken the rejection', async () => {
    const desk = await claimed();
    desk.faults.on((command) => command.kind === 'crm.put', faults.refused);
    await desk.claim(id, rejection(desk));
    await desk.sync();
    expect(pop(desk)?.fields.state).toBe('opened');
    expect(desk.remote.notes).toEqual([]);
  });

  it('SY-115 leaves the issue to the rejection, also when an older change of the claim still has to reach it', async () => {
    const desk = await claimed();
    desk.faults.on((command) => command.kind === 'git.edit', faults.slowDownFor(60_000));
    await desk.claim(id, { id: claimId, stage: 'pending', receivedAt: null });
    await desk.sync();
    await desk.claim(id, rejection(desk));
    desk.faults.on((command) => command.kind === 'crm.put', faults.refused);
    await desk.settle();
    expect(desk.remote.records('claim')).toMatchObject([{ fields: { status: 'draft' } }]);
    expect(pop(desk)?.fields.state).toBe('opened');
    expect(desk.remote.notes).toEqual([]);
  });

  it('SY-115 opens the issue again when Salesforce takes the rejection back, and says why of the next one', async () => {
    const desk = await claimed();
    await desk.claim(id, rejection(desk));
    await desk.settle();
    desk.remote.changeCrm(desk.remote.records('claim')[0]?.id ?? '', { status: 'draft' });
    await desk.settle();
    expect((await desk.get('claim', claimId)).decision.kind).toBe('open');
    expect(pop(desk)?.fields.state).toBe('opened');
    const again = {
      kind: 'rejected',
      at: Instant.parse('2026-12-24T09:00:00.000Z'),
      by: 'Mara Vogel',
      note: 'It was not ours.',
    } as const;
    await desk.claim(id, { id: claimId, decision: again });
    await desk.settle();
    expect(pop(desk)?.fields.state).toBe('closed');
    expect(desk.remote.notes.map(({ body }) => body)).toEqual([
      expect.stringContaining('The fair was cancelled.'),
      expect.stringContaining('It was not ours.'),
    ]);
  });

  it('SY-115 does not close it again when somebody opened it', async () => {
    const desk = await claimed();
    await desk.claim(id, rejection(desk));
    await desk.settle();
    desk.remote.changeItem(pop(desk)?.id ?? 0, { state: 'opened' });
    await desk.claim(id, { id: claimId, title: 'Another title' });
    await desk.settle();
    expect(pop(desk)?.fields.state).toBe('opened');
    expect(desk.remote.notes).toHaveLength(1);
  });

  it('SY-115 SY-34 tells an issue that is opened only after the rejection', async () => {
    const desk = await aDesk();
    await desk.request();
    await desk.claim(id, { ...rejection(desk), stage: 'pending', receivedAt: null });
    await desk.settle();
    await desk.approve(id);
    await desk.settle();
    expect(pop(desk)?.fields.state).toBe('closed');
    expect(desk.remote.notes).toHaveLength(1);
  });
});

describe('a claim that is rejected, over HTTP', () => {
  const start = useBenches();

  it('SY-115 G3 closes the POP issue with one note, also when the answers are lost and the app restarts', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    await desk.request({ id, partnerId });
    await desk.approve(id);
    await desk.claim(id, { id: claimId, partnerId: (await desk.get('fund-request', id)).partnerId });
    await desk.settle();
    await desk.claim(id, rejection(desk));
    await bench.fault('gitlab', lost('POST', '/notes$'));
    await desk.sync();
    restartOver(desk, bench);
    await desk.settle();
    const issue = (await bench.gitItems('issue')).find(({ description }) =>
      description?.includes(`${id}-issue-mdf-pop`),
    );
    expect(issue?.state).toBe('closed');
    const notes = issue?.notes.filter(({ body }) => body.includes('The fair was cancelled.')) ?? [];
    expect(notes).toHaveLength(1);
    expect(notes[0]?.body).toContain('\\/close');
  });

  it('SY-115 POP-7 makes the claim of a request that lapsed as a rejected one and closes its POP issue', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    const { partnerId: own } = await desk.request({ id, partnerId });
    await desk.approve(id);
    await desk.settle();
    await desk.claim(id, { ...rejection(desk), partnerId: own, stage: 'pending', receivedAt: null });
    await desk.settle();
    const remote = (await desk.get('claim', claimId)).salesforce?.id;
    const made = (await bench.crmRecords('PartnerFundClaim')).find(({ Id }) => Id === remote);
    expect(made).toMatchObject({ Status: 'Rejected' });
    const issue = (await bench.gitItems('issue')).find(({ description }) =>
      description?.includes(`${id}-issue-mdf-pop`),
    );
    expect(issue).toMatchObject({ state: 'closed' });
    expect(issue?.labels).toContain('MDF::POP Pending');
  });
});
