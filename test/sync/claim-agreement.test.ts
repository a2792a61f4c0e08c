import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimStatusOf } from '../../shared/domain/merging/claim-fields';
import { claimDispute, stageOfDecision } from '../../shared/domain/pop/agreement';
import { type ClaimAction, decideClaim } from '../../shared/domain/pop/claim-decision';
import { popDeadline } from '../../shared/domain/pop/deadlines';
import type { Claim, PopStage } from '../../shared/schema/claim';
import { ClaimId } from '../../shared/schema/ids';
import { PlainDate } from '../../shared/schema/values';
import { useBenches } from '../contract/remotes/bench-pool';
import { shippedHolidays } from '../support/shipped-playbook';
import { chooseSide } from './support/choose';
import { aDesk, type Desk } from './support/desk';
import { deskOver } from './support/over-http';

const id = '11111111-0000-4000-8000-000000000001';
const claimId = ClaimId.parse('21111111-0000-4000-8000-000000000001');
const stages = ['pending', 'approval-needed', 'approved', 'completed'] as const;
const statuses = ['draft', 'approved', 'rejected', 'paid'] as const;

async function claimed(): Promise<Desk> {
  const desk = await aDesk();
  await desk.request();
  await desk.approve(id);
  const reimbursement = { minor: 100_000, currency: 'EUR' as const };
  await desk.claim(id, { id: claimId, reimbursement });
  await desk.settle();
  return desk;
}

const theClaim = (desk: Desk): Promise<Claim> => desk.get('claim', claimId);
const status = (desk: Desk) => desk.remote.records('claim')[0]?.fields.status;

function pop(desk: Desk) {
  const item = desk.remote.items('issue').find(({ marker }) => marker?.endsWith('mdf-pop'));
  if (!item) throw new Error('no POP issue');
  return item;
}

function moveLabel(desk: Desk, stage: PopStage): void {
  desk.remote.changeItem(pop(desk).id, { labels: ['MDF-POP', desk.playbook.pop.labels[stage]] });
}

function moveStatus(desk: Desk, to: (typeof statuses)[number]): void {
  desk.remote.changeCrm(desk.remote.records('claim')[0]?.id ?? '', { status: to });
}

/** What every screen says of the claim; `unsettled` asks the person. */
async function shown(desk: Desk): Promise<string | undefined> {
  return popDeadline({
    request: await desk.get('fund-request', id),
    claim: await theClaim(desk),
    firstTime: false,
    playbook: desk.playbook,
    holidays: shippedHolidays(),
    now: desk.clock.now(),
  })?.state;
}

describe('stage and decision of a claim', () => {
  it('SY-116 POP-2 a label that was moved to approved decides nothing and asks the person', async () => {
    const desk = await claimed();
    moveLabel(desk, 'approved');
    await desk.settle();
    expect(await theClaim(desk)).toMatchObject({ stage: 'approved', decision: { kind: 'open' } });
    expect(status(desk)).toBe('draft');
    expect(await shown(desk)).toBe('unsettled');
    expect(claimDispute(await theClaim(desk), desk.playbook)?.message).toContain('MDF::POP Approved');
  });

  it('SY-116 POP-2 the stage and the label follow a decision that was made in Salesforce', async () => {
    const desk = await claimed();
    moveStatus(desk, 'approved');
    await desk.settle();
    expect(await theClaim(desk)).toMatchObject({ stage: 'approved', decision: { kind: 'accepted' } });
    expect(pop(desk).fields.labels).toContain('MDF::POP Approved');
    moveStatus(desk, 'paid');
    await desk.settle();
    expect(pop(desk).fields).toMatchObject({ labels: ['MDF-POP', 'MDF::POP Completed'], state: 'closed' });
    expect(await shown(desk)).toBe('completed');
  });

  it('SY-116 SY-115 a rejection in Salesforce closes the POP issue with a word', async () => {
    const desk = await claimed();
    moveStatus(desk, 'rejected');
    await desk.settle();
    expect(pop(desk).fields.state).toBe('closed');
    expect(desk.remote.notes).toHaveLength(1);
  });

  it('SY-116 a label that is put back is that of the decision, and a closed issue is open again', async () => {
    const desk = await claimed();
    desk.remote.changeItem(pop(desk).id, {
      labels: ['MDF-POP', 'MDF::POP Completed'],
      state: 'closed',
    });
    await desk.settle();
    expect(await shown(desk)).toBe('unsettled');
    await desk.claim(id, { id: claimId, stage: stageOfDecision(await theClaim(desk)) });
    await desk.settle();
    expect(pop(desk).fields).toMatchObject({
      labels: ['MDF-POP', 'MDF::POP Approval Needed'],
      state: 'opened',
    });
    expect(await shown(desk)).toBe('received');
  });

  it('SY-116 a choice for the decision of Salesforce brings it to the POP issue', async () => {
    const desk = await claimed();
    moveStatus(desk, 'paid');
    await desk.claim(id, {
      id: claimId,
      stage: 'approved',
      decision: { kind: 'accepted', at: desk.clock.now(), by: 'Mara' },
    });
    await desk.sync();
    const conflicts = await desk.store.openConflicts();
    expect(conflicts.length).toBeGreaterThan(0);
    for (const conflict of conflicts)
      await chooseSide(
        desk,
        conflict,
        Object.fromEntries(conflict.fields.map(({ field }) => [field, 'theirs'])),
      );
    await desk.settle();
    expect(await theClaim(desk)).toMatchObject({ stage: 'completed', decision: { kind: 'paid' } });
    expect(pop(desk).fields.labels).toContain('MDF::POP Completed');
    expect(await desk.store.openConflicts()).toEqual([]);
  });
});

type Step =
  | { readonly do: 'label'; readonly stage: PopStage }
  | { readonly do: 'status'; readonly status: (typeof statuses)[number] }
  | { readonly do: 'decide'; readonly action: ClaimAction['kind'] }
  | { readonly do: 'put-back' }
  | { readonly do: 'sync' };

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('label' as const), stage: fc.constantFrom(...stages) }),
    fc.record({ do: fc.constant('status' as const), status: fc.constantFrom(...statuses) }),
    fc.record({
      do: fc.constant('decide' as const),
      action: fc.constantFrom<ClaimAction['kind'][]>(
        'receive',
        'accept',
        'request-changes',
        'reject',
        'forfeit',
        'open-requisition',
        'pay',
      ),
    }),
    fc.record({ do: fc.constant('put-back' as const) }),
    fc.record({ do: fc.constant('sync' as const) }),
  ),
  { minLength: 1, maxLength: 14 },
);

function actionOf(desk: Desk, kind: ClaimAction['kind']): ClaimAction {
  const at = desk.clock.now();
  const by = 'Mara';
  switch (kind) {
    case 'receive':
    case 'pay':
      return { kind, at };
    case 'accept':
      return { kind, at, by, findings: [] };
    case 'request-changes':
    case 'reject':
      return { kind, at, by, note: 'The photo is missing.' };
    case 'take-back':
      return { kind };
    case 'forfeit':
      return { kind, at, by, note: 'Nothing came.', deadline: 'expired' };
    case 'open-requisition':
      return { kind, zipNumber: 'Z-1', zipDate: PlainDate.parse('2026-11-21') };
  }
}

async function perform(desk: Desk, step: Step): Promise<void> {
  const claim = await theClaim(desk);
  switch (step.do) {
    case 'label':
      return moveLabel(desk, step.stage);
    case 'status':
      return moveStatus(desk, step.status);
    case 'decide': {
      const done = decideClaim(claim, actionOf(desk, step.action), desk.playbook);
      if (done.ok) await desk.claim(id, { id: claimId, ...done.value });
      return;
    }
    case 'put-back':
      if (claimDispute(claim, desk.playbook) !== null)
        await desk.claim(id, { id: claimId, stage: stageOfDecision(claim) });
      return;
    case 'sync':
      await desk.sync();
      desk.clock.advance(1000);
  }
}

/** Chooses a side for everything that asks, until nothing asks any more. */
async function calmDown(desk: Desk, side: 'mine' | 'theirs'): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    for (let pass = 0; pass < 6; pass += 1) {
      await desk.sync();
      desk.clock.advance(3_600_000);
    }
    const conflicts = await desk.store.openConflicts();
    if (conflicts.length === 0) return;
    for (const conflict of conflicts)
      await chooseSide(desk, conflict, Object.fromEntries(conflict.fields.map(({ field }) => [field, side])));
  }
  throw new Error('conflicts never end');
}

describe('any sequence of moves in both systems and decisions here', () => {
  it('SY-116 G4 ends with the same in all three places, or asks the person', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom('mine' as const, 'theirs' as const), async (history, side) => {
        const desk = await claimed();
        for (const step of history) await perform(desk, step);
        await calmDown(desk, side);
        const claim = await theClaim(desk);
        expect(await desk.store.openIntents()).toEqual([]);
        expect(status(desk)).toBe(claimStatusOf(claim.decision));
        expect(pop(desk).fields.labels).toEqual(['MDF-POP', desk.playbook.pop.labels[claim.stage]]);
        const isAsked = (await shown(desk)) === 'unsettled';
        const says: Record<string, readonly PopStage[]> = {
          draft: ['pending', 'approval-needed'],
          rejected: ['pending', 'approval-needed'],
          approved: ['approved'],
          paid: ['completed'],
        };
        const isOver = claim.decision.kind === 'rejected' || claim.stage === 'completed';
        if (!isOver && !isAsked) expect(pop(desk).fields.state).toBe('opened');
        if (!isAsked) expect(says[String(status(desk))]).toContain(claim.stage);
        expect(isAsked).toBe(claimDispute(claim, desk.playbook) !== null);
      }),
      { seed: 20_261_126, numRuns: 120 },
    );
  });
});

describe('the amount of a claim', () => {
  const remote = (desk: Desk) => desk.remote.records('claim')[0];
  const amount = { minor: 100_000, currency: 'EUR' } as const;

  it('SY-130 stays here when it was emptied in Salesforce, and nothing is written over that there', async () => {
    const desk = await claimed();
    desk.remote.changeCrm(remote(desk)?.id ?? '', { amount: null });
    await desk.settle();
    expect((await theClaim(desk)).reimbursement).toEqual(amount);
    await desk.claim(id, { id: claimId, title: 'Newer' });
    await desk.settle();
    expect(remote(desk)?.fields).toMatchObject({ title: 'Newer', amount: null });
    expect((await theClaim(desk)).reimbursement).toEqual(amount);
    const said = desk.store.logged().filter(({ text }) => text.includes('has no amount in Salesforce'));
    expect(said).toHaveLength(1);
    desk.remote.changeCrm(remote(desk)?.id ?? '', { amount: { minor: 50_000, currency: 'EUR' } });
    await desk.settle();
    expect((await theClaim(desk)).reimbursement).toEqual({ minor: 50_000, currency: 'EUR' });
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-130 is not written as nothing over what was emptied while it is not known here', async () => {
    const desk = await aDesk();
    await desk.request();
    await desk.approve(id);
    await desk.claim(id, { id: claimId, reimbursement: null });
    await desk.settle();
    expect(remote(desk)?.fields.amount).toEqual({ minor: 0, currency: 'EUR' });
    desk.remote.changeCrm(remote(desk)?.id ?? '', { amount: null });
    await desk.settle();
    await desk.claim(id, { id: claimId, title: 'Newer' });
    await desk.settle();
    expect(remote(desk)?.fields).toMatchObject({ title: 'Newer', amount: null });
    await desk.claim(id, { id: claimId, reimbursement: amount });
    await desk.settle();
    expect(remote(desk)?.fields.amount).toEqual(amount);
  });

  it('SY-130 is not written as nothing where Salesforce never had one', async () => {
    const desk = await aDesk();
    await desk.request();
    await desk.approve(id);
    await desk.settle();
    const request = desk.remote.records('fund-request')[0]?.id ?? '';
    desk.remote.addCrm('claim', { title: 'Theirs', request, amount: null, status: 'draft' });
    await desk.settle();
    const [found] = await desk.store.list({ kind: 'claim' });
    if (!found) throw new Error('no claim');
    await desk.claim(id, { ...found, title: 'Newer' });
    await desk.settle();
    expect(remote(desk)?.fields).toMatchObject({ title: 'Newer', amount: null });
    await desk.claim(id, { id: found.id, reimbursement: amount });
    await desk.settle();
    expect(remote(desk)?.fields.amount).toEqual(amount);
  });
});

describe('a claim over HTTP', () => {
  const start = useBenches();

  it('SY-116 takes a decision of Salesforce to the label, and asks about a label that was moved', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    const { partnerId: own } = await desk.request({ id, partnerId });
    await desk.approve(id);
    await desk.claim(id, { id: claimId, partnerId: own, reimbursement: { minor: 100_000, currency: 'EUR' } });
    await desk.settle();
    const issue = async () =>
      (await bench.gitItems('issue')).find(({ description }) => description?.includes(`${id}-issue-mdf-pop`));
    const claim = await theClaim(desk);
    await bench.crmChange({
      action: 'update',
      object: 'PartnerFundClaim',
      id: claim.salesforce?.id ?? '',
      fields: { Status: 'Approved' },
    });
    await desk.settle();
    expect((await issue())?.labels).toContain('MDF:: POP Approved');
    await bench.gitChange('PUT', `/projects/{project}/issues/${(await issue())?.iid}`, {
      add_labels: 'MDF:: POP Completed',
    });
    await desk.settle();
    expect(await theClaim(desk)).toMatchObject({ stage: 'completed', decision: { kind: 'accepted' } });
    expect(await shown(desk)).toBe('unsettled');
  });
});
