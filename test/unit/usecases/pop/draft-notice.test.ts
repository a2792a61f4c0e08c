import { expect, it } from 'vitest';
import { PlainDate } from '../../../../shared/schema/values';
import { decideClaimOf } from '../../../../shared/usecases/pop/decide-claim';
import { dropNotice, keepNotice, noticeRefusal } from '../../../../shared/usecases/pop/draft-notice';
import { aFile, approvedRequest, drop, requestId, seen } from './claims';

const notice = { kind: 'reminder' as const, on: PlainDate.parse('2026-11-13') };

it('POP-7 keeps that a notice was drafted with its day, moment and person, once, and sends none of it', async () => {
  const { store, context } = await approvedRequest();
  for (let times = 0; times < 2; times += 1) {
    expect(await keepNotice(context, { id: requestId, notice })).toMatchObject({ ok: true });
  }
  expect((await store.get('fund-request', requestId))?.notices).toEqual([
    { ...notice, at: '2026-11-20T09:00:00.000Z', by: context.settings.userName },
  ]);
  expect(await store.openIntents()).toEqual([]);
  const history = await store.auditFor({ kind: 'fund-request', id: requestId });
  expect(history.map(({ action }) => action)).toEqual(['drafted the reminder of 2026-11-13']);
});

it('POP-7 takes back only the notice that did not go out', async () => {
  const { store, context } = await approvedRequest();
  const last = { kind: 'last-notice' as const, on: PlainDate.parse('2026-12-19') };
  await keepNotice(context, { id: requestId, notice });
  await keepNotice(context, { id: requestId, notice: last });
  expect(await dropNotice(context, { id: requestId, notice })).toMatchObject({ ok: true });
  expect((await store.get('fund-request', requestId))?.notices).toMatchObject([last]);
});

it('POP-7 keeps when and by whom it was drafted when it was taken back by mistake', async () => {
  const { store, context } = await approvedRequest();
  await keepNotice(context, { id: requestId, notice });
  const [drafted] = (await store.get('fund-request', requestId))?.notices ?? [];
  if (drafted === undefined) throw new Error('nothing was kept');
  context.setNow('2026-11-25T09:00:00.000Z');
  await dropNotice(context, { id: requestId, notice: drafted });
  await keepNotice(context, { id: requestId, notice: drafted });
  expect((await store.get('fund-request', requestId))?.notices).toEqual([drafted]);
});

it('POP-7 keeps no new notice once the proof is handed in, and still knows one that went out before', async () => {
  const { store, context } = await approvedRequest();
  await keepNotice(context, { id: requestId, notice });
  const [drafted] = (await store.get('fund-request', requestId))?.notices ?? [];
  if (drafted === undefined) throw new Error('nothing was kept');
  await dropNotice(context, { id: requestId, notice });
  await drop(context, [aFile('invoice.pdf', 1)]);
  expect(await noticeRefusal(context, requestId)).toMatchObject({ code: 'not-awaited' });
  expect(await keepNotice(context, { id: requestId, notice })).toMatchObject({
    ok: false,
    error: { code: 'not-awaited', message: expect.stringContaining('handed in') },
  });
  expect((await store.get('fund-request', requestId))?.notices).toEqual([]);
  expect(await keepNotice(context, { id: requestId, notice: drafted })).toMatchObject({ ok: true });
});

it('POP-7 keeps a new notice while changes are awaited from the partner', async () => {
  const { context } = await approvedRequest();
  await drop(context, [aFile('invoice.pdf', 1)]);
  const move = { kind: 'request-changes', note: 'The total is missing.' } as const;
  expect(await decideClaimOf(context, { ...(await seen(context)), move })).toMatchObject({ ok: true });
  expect(await keepNotice(context, { id: requestId, notice })).toMatchObject({ ok: true });
});

it('POP-7 keeps no new notice of an activity that was cancelled', async () => {
  const { context } = await approvedRequest({
    approval: { kind: 'withdrawn', at: '2026-11-20T08:00:00.000Z', reason: 'Off.', cancelledBy: 'Ada' },
  });
  expect(await keepNotice(context, { id: requestId, notice })).toMatchObject({
    ok: false,
    error: { code: 'not-awaited', message: expect.stringContaining('not approved any more') },
  });
});

it('POP-7 names a request that is gone', async () => {
  const { context } = await approvedRequest();
  const gone = requestId.replace('1', '9') as typeof requestId;
  expect(await keepNotice(context, { id: gone, notice })).toMatchObject({
    ok: false,
    error: { code: 'not-found' },
  });
});
