import { describe, expect, it } from 'vitest';
import { reallocateFunds } from '../../shared/usecases/mdf/reallocate-funds';
import { cancel } from '../prove/support/day';
import { useCaseContext } from '../support/use-case-context';
import { chooseSide } from './support/choose';
import { aDesk, type Desk } from './support/desk';
import { choose } from './support/synced';

const A = '11111111-0000-4000-8000-000000000001';
const B = '11111111-0000-4000-8000-000000000002';
const C = '11111111-0000-4000-8000-000000000003';
const HOUR = 3_600_000;

const remoteOf = (desk: Desk, id: string) =>
  desk.remote.records('fund-request').find(({ recordId }) => recordId === id);
const statusOf = (desk: Desk, id: string) => remoteOf(desk, id)?.fields.status;
const change = (desk: Desk, id: string, fields: Parameters<Desk['remote']['changeCrm']>[1]) =>
  desk.remote.changeCrm(remoteOf(desk, id)?.id ?? '', fields);

/** An approved request A of 6,000 and two others of 4,000 each in review, all known in Salesforce. */
async function world(): Promise<Desk> {
  const desk = await aDesk();
  await desk.request({ id: A, title: 'Roadshow', activityType: 'events' });
  await desk.approve(A);
  const at = desk.clock.now();
  const others = [
    { id: B, title: 'Breakfast', day: '2027-01-14' },
    { id: C, title: 'Lunch', day: '2027-01-21' },
  ];
  for (const { id, title, day } of others)
    await desk.request({
      id,
      title,
      activityType: 'events',
      start: day,
      end: day,
      submittedOn: '2026-11-02',
      requested: { minor: 400_000, currency: 'EUR' },
      conditions: { focus: true, 'net-new': true },
      approval: { kind: 'in-review', level: 1, submittedAt: at, levelSince: at },
    });
  await desk.settle();
  const partner = await desk.get('partner', 'partner-1');
  const eligible = { track: 'Select', status: 'Authorized', recordType: 'Partner', partnerType: 'Channel' };
  await desk.save({ kind: 'partner', record: { ...partner, ...eligible } });
  return desk;
}

/** Gives the funds of one to another; null, or the code of what stands against it. */
async function give(desk: Desk, from: string, to: string): Promise<string | null> {
  const context = { ...useCaseContext(desk.store, { now: desk.clock.now() }), ids: desk.ids };
  const done = await reallocateFunds(context, {
    from: await desk.get('fund-request', from),
    to: await desk.get('fund-request', to),
    reason: 'The venue is gone.',
    acknowledged: ['budget'],
    onBehalfOf: null,
  });
  return done.ok ? null : done.error.code;
}

async function passes(desk: Desk, count = 4): Promise<void> {
  for (let pass = 0; pass < count; pass += 1) {
    await desk.sync();
    desk.clock.advance(HOUR);
  }
}

async function stopped(desk: Desk) {
  const open = await desk.store.openIntents();
  return open.map(({ kind, subject, state, problem }) => [kind, subject.id, state, problem?.code]);
}

/** A was given to B, and while that waited a colleague changed the dates of the one named, which she then left as it is there. */
async function takenBack(desk: Desk, id: string, end: string): Promise<void> {
  expect(await give(desk, A, B)).toBeNull();
  change(desk, id, { end });
  await desk.sync();
  await choose(desk, { end: 'theirs', status: 'theirs' });
}

describe('funds that were given to another activity go once', () => {
  it('SY-134 MDF-12 also where the first stood again and was cancelled a second time', async () => {
    const desk = await world();
    await takenBack(desk, A, '2026-12-12');
    await passes(desk);
    expect(await stopped(desk)).toMatchObject([['fund-request.approved', B, 'parked', 'needs-funds']]);
    expect(await give(desk, A, C)).toBe('reallocated');
    await cancel(desk, A);
    expect(await give(desk, A, C)).toBe('reallocated');
    await passes(desk);
    expect([A, B, C].map((id) => statusOf(desk, id))).toEqual(['rejected', 'approved', 'draft']);
    expect(await stopped(desk)).toEqual([]);
  });

  it('SY-134 MDF-12 or the other is cancelled too, where they are not free after all', async () => {
    const desk = await world();
    await takenBack(desk, A, '2026-12-12');
    await passes(desk);
    await cancel(desk, B);
    await passes(desk);
    expect([A, B].map((id) => statusOf(desk, id))).toEqual(['approved', 'rejected']);
    expect(await stopped(desk)).toEqual([]);
  });

  it('SY-134 MDF-12 not from a device that reads of a cancelling elsewhere', async () => {
    const desk = await world();
    change(desk, A, { status: 'rejected', state: 'withdrawn' });
    change(desk, B, { status: 'approved', state: 'approved' });
    await desk.settle();
    expect(await give(desk, A, C)).toBe('cancelled-elsewhere');
  });

  it('SY-134 MDF-12 MDF-8 and stop where Salesforce had the first ended before its cancelling left', async () => {
    const desk = await world();
    expect(await give(desk, A, C)).toBeNull();
    change(desk, A, { status: 'rejected', state: 'withdrawn' });
    change(desk, B, { status: 'approved', state: 'approved' });
    await passes(desk);
    expect([A, B, C].map((id) => statusOf(desk, id))).toEqual(['rejected', 'approved', 'draft']);
    const [open] = await desk.store.openIntents();
    expect(open).toMatchObject({
      kind: 'fund-request.approved',
      subject: { id: C },
      state: 'parked',
      problem: { code: 'needs-review', message: expect.stringContaining('“Roadshow”') },
    });
    await cancel(desk, C);
    await passes(desk);
    expect(await stopped(desk)).toEqual([]);
    expect(statusOf(desk, C)).toBe('rejected');
  });

  it('SY-134 MDF-12 but are free again where the other does not stand', async () => {
    const desk = await world();
    await takenBack(desk, B, '2027-01-15');
    await desk.settle();
    expect((await desk.get('fund-request', B)).fundsFrom).toBeUndefined();
    expect(await give(desk, A, C)).toBeNull();
    await passes(desk);
    expect([A, B, C].map((id) => statusOf(desk, id))).toEqual(['rejected', 'draft', 'approved']);
    expect(await stopped(desk)).toEqual([]);
  });

  it('SY-134 MDF-12 and hold up nothing that is approved by itself later', async () => {
    const desk = await world();
    expect(await give(desk, A, B)).toBeNull();
    change(desk, A, { end: '2026-12-12' });
    change(desk, B, { end: '2027-01-15' });
    await desk.sync();
    for (const conflict of await desk.store.openConflicts())
      await chooseSide(desk, conflict, { end: 'theirs', status: 'theirs' });
    await desk.settle();
    await desk.approve(B);
    await passes(desk);
    expect([A, B].map((id) => statusOf(desk, id))).toEqual(['approved', 'approved']);
    expect(await stopped(desk)).toEqual([]);
  });
});
