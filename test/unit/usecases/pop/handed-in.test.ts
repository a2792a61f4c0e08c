import { describe, expect, it } from 'vitest';
import { popDeadline } from '../../../../shared/domain/pop/deadlines';
import type { DocumentId } from '../../../../shared/schema/ids';
import { Instant } from '../../../../shared/schema/values';
import { decideClaimOf } from '../../../../shared/usecases/pop/decide-claim';
import { receiveFiled, takeBackReceived } from '../../../../shared/usecases/pop/receive-filed';
import { assignProof } from '../../../../shared/usecases/pop/file-document';
import { aFile, approvedRequest, drop, requestId, seen, theClaim } from './claims';

type Desk = Awaited<ReturnType<typeof approvedRequest>>;

/** An approved request whose activity has not begun: it is 20 November 2026 on every desk at first. */
const later = { start: '2027-01-10', end: '2027-01-20' };
const during = '2027-01-15T09:00:00.000Z';
const lastDay = '2027-01-20T22:00:00.000Z';
const after = '2027-01-21T09:00:00.000Z';

async function dropped({ context }: Desk, name: string, seed: number, proof: string | null = null) {
  const [document] = (await drop(context, [aFile(name, seed)], proof)).added;
  if (document === undefined) throw new Error('nothing was added');
  return document.id;
}

async function file({ context }: Desk, id: DocumentId, proof: string | null): Promise<void> {
  expect(await assignProof(context, { id, proof })).toMatchObject({ ok: true });
}

async function stateOn({ store, context }: Desk, now: string) {
  const request = await store.get('fund-request', requestId);
  if (request === undefined) throw new Error('no request');
  const claim = (await store.list({ kind: 'claim' }))[0] ?? null;
  const { playbook, holidays } = context;
  return popDeadline({ request, claim, firstTime: false, playbook, holidays, now: Instant.parse(now) })
    ?.state;
}

describe('what comes before the activity', () => {
  it('POP-1 leaves the clock of the proof running: a contract to be checked is no proof handed in', async () => {
    const desk = await approvedRequest(later);
    const id = await dropped(desk, 'contract.pdf', 1);
    await file(desk, id, 'agenda');
    expect(await desk.store.list({ kind: 'claim' })).toEqual([]);
    expect(await stateOn(desk, '2027-02-22T09:00:00.000Z')).toBe('overdue');
  });

  it('POP-2 counts an invoice as handed in also before it, and a proof from its first day on', async () => {
    const early = await approvedRequest(later);
    await dropped(early, 'r17.pdf', 1, 'invoice');
    expect(await theClaim(early.context)).toMatchObject({ stage: 'approval-needed' });
    const begun = await approvedRequest(later);
    begun.context.setNow('2027-01-10T09:00:00.000Z');
    await dropped(begun, 'photo.jpg', 1, 'photo');
    expect(await theClaim(begun.context)).toMatchObject({ stage: 'approval-needed' });
  });
});

describe('what was filed before its day', () => {
  it('POP-1 counts as received since the first day of the activity when a person says so, and not before', async () => {
    const desk = await approvedRequest(later);
    await dropped(desk, 'agenda.pdf', 1, 'agenda');
    const early = await receiveFiled(desk.context, await seen(desk.context));
    expect(early).toMatchObject({ ok: false, error: { code: 'nothing-handed-in' } });
    expect(await desk.store.list({ kind: 'claim' })).toEqual([]);
    desk.context.setNow('2027-02-22T09:00:00.000Z');
    expect(await receiveFiled(desk.context, await seen(desk.context))).toMatchObject({ ok: true });
    expect(await theClaim(desk.context)).toMatchObject({
      stage: 'approval-needed',
      receivedAt: '2027-01-09T23:00:00.000Z',
    });
    expect(await stateOn(desk, '2027-06-01T09:00:00.000Z')).toBe('received');
    const kinds = (await desk.store.openIntents()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'claim.put')).toHaveLength(1);
    const again = await receiveFiled(desk.context, await seen(desk.context));
    expect(again).toMatchObject({ ok: false, error: { code: 'nothing-handed-in' } });
  });

  it('POP-1 POP-2 is taken back by whoever counted it too soon, and counted again', async () => {
    const desk = await approvedRequest(later);
    await dropped(desk, 'agenda.pdf', 1, 'agenda');
    desk.context.setNow(after);
    await receiveFiled(desk.context, await seen(desk.context));
    const takenBack = await takeBackReceived(desk.context, await seen(desk.context), Instant.parse(after));
    expect(takenBack).toMatchObject({ ok: true, value: { stage: 'pending', receivedAt: null } });
    expect(await stateOn(desk, after)).toBe('open');
    expect((await desk.store.openIntents()).at(-1)).toMatchObject({ kind: 'claim.put' });
    expect(await receiveFiled(desk.context, await seen(desk.context))).toMatchObject({ ok: true });
  });

  it('POP-1 stays received once more came or the claim was decided', async () => {
    const desk = await approvedRequest(later);
    await dropped(desk, 'agenda.pdf', 1, 'agenda');
    desk.context.setNow(after);
    await receiveFiled(desk.context, await seen(desk.context));
    desk.context.setNow('2027-01-22T09:00:00.000Z');
    await dropped(desk, 'r17.pdf', 2, 'invoice');
    const late = await takeBackReceived(desk.context, await seen(desk.context), Instant.parse(after));
    expect(late).toMatchObject({ ok: false, error: { code: 'more-came' } });
    const move = { kind: 'reject' as const, note: 'Wrong.' };
    await decideClaimOf(desk.context, { ...(await seen(desk.context)), move });
    const now = desk.context.clock.now();
    expect(await takeBackReceived(desk.context, await seen(desk.context), now)).toMatchObject({
      ok: false,
      error: { code: 'already-decided' },
    });
    expect((await theClaim(desk.context)).receivedAt).not.toBeNull();
  });

  it('POP-1 stays received, with what was asked for, once the partner was asked for changes', async () => {
    const desk = await approvedRequest(later);
    await dropped(desk, 'agenda.pdf', 1, 'agenda');
    desk.context.setNow(after);
    await receiveFiled(desk.context, await seen(desk.context));
    const move = { kind: 'request-changes' as const, note: 'The list lacks phones.' };
    await decideClaimOf(desk.context, { ...(await seen(desk.context)), move });
    expect(
      await takeBackReceived(desk.context, await seen(desk.context), Instant.parse(after)),
    ).toMatchObject({ ok: false, error: { code: 'changes-asked' } });
    expect(await theClaim(desk.context)).toMatchObject({
      receivedAt: expect.any(String),
      decision: { kind: 'changes-requested', note: 'The list lacks phones.' },
    });
  });

  it('POP-1 counts nothing of what nobody filed, nor on a claim that is closed', async () => {
    const desk = await approvedRequest(later);
    const id = await dropped(desk, 'agenda.pdf', 1);
    desk.context.setNow(after);
    expect(await receiveFiled(desk.context, await seen(desk.context))).toMatchObject({
      error: { code: 'nothing-handed-in' },
    });
    await file(desk, id, 'agenda');
    const move = { kind: 'reject' as const, note: 'Wrong.' };
    await decideClaimOf(desk.context, { ...(await seen(desk.context)), move });
    expect(await receiveFiled(desk.context, await seen(desk.context))).toMatchObject({
      error: { code: 'already-decided' },
    });
  });
});

describe('what nobody filed, or filed as no proof', () => {
  it.each([during, lastDay])('POP-1 leaves the clock running when it comes unfiled at %s', async (now) => {
    const desk = await approvedRequest(later);
    desk.context.setNow(now);
    await dropped(desk, 'map.png', 1);
    expect(await desk.store.list({ kind: 'claim' })).toEqual([]);
    expect(await stateOn(desk, '2027-02-22T09:00:00.000Z')).toBe('overdue');
    expect(await stateOn(desk, '2027-06-01T09:00:00.000Z')).toBe('expired');
  });

  it.each([during, after])(
    'POP-1 leaves the clock running when it is dropped as no proof at %s',
    async (now) => {
      const desk = await approvedRequest(later);
      desk.context.setNow(now);
      await dropped(desk, 'map.png', 1, 'other');
      expect(await desk.store.list({ kind: 'claim' })).toEqual([]);
    },
  );

  it('POP-1 counts it once the activity has ended, and no longer when it is filed as no proof', async () => {
    const desk = await approvedRequest(later);
    desk.context.setNow(after);
    const id = await dropped(desk, 'map.png', 1);
    expect(await theClaim(desk.context)).toMatchObject({ stage: 'approval-needed', receivedAt: after });
    await file(desk, id, 'other');
    expect(await theClaim(desk.context)).toMatchObject({ stage: 'pending', receivedAt: null });
    expect(await stateOn(desk, '2027-06-01T09:00:00.000Z')).toBe('expired');
    await file(desk, id, null);
    expect(await theClaim(desk.context)).toMatchObject({ stage: 'approval-needed', receivedAt: after });
  });

  it.each([
    ['photo', 'other'],
    ['photo', 'misplaced'],
    ['invoice', 'other'],
    [null, 'other'],
  ])(
    'POP-1 knows the day again when what came as %s is filed as %s by a slip and put back',
    async (proof, slip) => {
      const desk = await approvedRequest(later);
      desk.context.setNow(after);
      const id = await dropped(desk, 'a.pdf', 1, proof);
      desk.context.setNow('2027-04-10T09:00:00.000Z');
      await file(desk, id, slip);
      expect(await theClaim(desk.context)).toMatchObject({ receivedAt: null });
      await file(desk, id, proof);
      expect(await theClaim(desk.context)).toMatchObject({ stage: 'approval-needed', receivedAt: after });
    },
  );

  it('POP-1 counts from the first day of the activity when a proof of before is filed again', async () => {
    const desk = await approvedRequest(later);
    const id = await dropped(desk, 'agenda.pdf', 1, 'agenda');
    desk.context.setNow(after);
    await file(desk, id, 'agenda');
    expect(await theClaim(desk.context)).toMatchObject({ receivedAt: '2027-01-09T23:00:00.000Z' });
  });

  it('POP-1 counts what came unfiled before the end from the day it came, once it is filed as a proof', async () => {
    const desk = await approvedRequest(later);
    desk.context.setNow(lastDay);
    const id = await dropped(desk, 'photo.jpg', 1);
    desk.context.setNow(after);
    await file(desk, id, 'other');
    await file(desk, id, null);
    expect(await desk.store.list({ kind: 'claim' })).toEqual([]);
    await file(desk, id, 'photo');
    expect(await theClaim(desk.context)).toMatchObject({ receivedAt: lastDay });
  });

  it('POP-1 counts no day before the approval', async () => {
    const at = '2026-11-25T09:00:00.000Z';
    const desk = await approvedRequest({ ...later, approval: { kind: 'approved', at } });
    await dropped(desk, 'quote.pdf', 1, 'agenda');
    desk.context.setNow('2026-12-01T09:00:00.000Z');
    const [document] = await desk.store.list({ kind: 'document' });
    if (document === undefined) throw new Error('no document');
    await file(desk, document.id, 'invoice');
    expect(await theClaim(desk.context)).toMatchObject({ receivedAt: at });
  });

  it('POP-1 counts no day that has not come, also when the approval is dated wrong', async () => {
    const at = '2029-01-01T09:00:00.000Z';
    const desk = await approvedRequest({ ...later, approval: { kind: 'approved', at } });
    await dropped(desk, 'r17.pdf', 1, 'invoice');
    expect(await theClaim(desk.context)).toMatchObject({ receivedAt: '2026-11-20T09:00:00.000Z' });
  });

  it('POP-1 keeps the receipt when something else is handed in', async () => {
    const desk = await approvedRequest(later);
    desk.context.setNow(after);
    const id = await dropped(desk, 'map.png', 1);
    await dropped(desk, 'agenda.pdf', 2, 'agenda');
    await file(desk, id, 'other');
    expect(await theClaim(desk.context)).toMatchObject({ stage: 'approval-needed', receivedAt: after });
  });

  it('POP-1 takes the receipt back when a proof is taken from its line while the activity runs', async () => {
    const desk = await approvedRequest(later);
    desk.context.setNow(during);
    const id = await dropped(desk, 'photo.jpg', 1, 'photo');
    await file(desk, id, null);
    expect(await theClaim(desk.context)).toMatchObject({ stage: 'pending', receivedAt: null });
  });

  it('POP-6 answers a request for changes once it is filed as a proof, and not as no proof', async () => {
    const desk = await approvedRequest(later);
    desk.context.setNow(during);
    await dropped(desk, 'photo.jpg', 1, 'photo');
    const move = { kind: 'request-changes' as const, note: 'It is blurred.' };
    expect(await decideClaimOf(desk.context, { ...(await seen(desk.context)), move })).toMatchObject({
      ok: true,
    });
    desk.context.setNow('2027-01-16T09:00:00.000Z');
    const id = await dropped(desk, 'sharp.jpg', 2);
    await file(desk, id, 'other');
    expect(await theClaim(desk.context)).toMatchObject({ decision: { kind: 'changes-requested' } });
    await file(desk, id, 'photo');
    expect(await theClaim(desk.context)).toMatchObject({
      stage: 'approval-needed',
      decision: { kind: 'open' },
      receivedAt: during,
    });
  });
});
