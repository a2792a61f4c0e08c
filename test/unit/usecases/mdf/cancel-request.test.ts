import { describe, expect, it } from 'vitest';
import { type FundRequestMove, moveFundRequest } from '../../../../shared/usecases/mdf/move-fund-request';
import { newClaim } from '../../../sync/support/work';
import { at, useRequestDesk } from './requests';

const sam = 'Sam Ortiz';

const desk = useRequestDesk();
const { stored, move } = desk;

describe('cancelling an approved activity', () => {
  it('MDF-12 cancels an approved activity under the name of who may, with what both systems must learn', async () => {
    const request = await stored({ approval: { kind: 'approved', at } });
    const refused = { ...desk.context, settings: { ...desk.context.settings, roles: ['cam'] } };
    const cancel: FundRequestMove = { kind: 'cancel', reason: 'Venue lost.', onBehalfOf: null };
    expect(await moveFundRequest(refused, { seen: request, move: cancel })).toMatchObject({
      ok: false,
      error: { code: 'wrong-role' },
    });
    const done = await moveFundRequest(refused, { seen: request, move: { ...cancel, onBehalfOf: sam } });
    expect(done.ok && done.value.approval).toEqual({
      kind: 'withdrawn',
      at,
      reason: 'Venue lost.',
      cancelledBy: sam,
    });
    const [intent] = await desk.store.openIntents();
    expect(intent).toMatchObject({ kind: 'fund-request.cancelled' });
    const key = { kind: 'fund-request' as const, id: request.id };
    expect((await desk.store.auditFor(key)).at(-1)).toMatchObject({ by: sam, note: 'Venue lost.' });
  });

  it('MDF-12 leaves the claim as it is until Salesforce has taken the cancelling', async () => {
    const request = await stored({ approval: { kind: 'approved', at } });
    const id = '22222222-0000-4000-8000-000000000001';
    const claim = newClaim(request.createdAt, { id, rev: 1, requestId: request.id });
    await desk.store.commit({ puts: [{ kind: 'claim', record: claim }] });
    expect((await move(request, { kind: 'cancel', reason: 'Off.', onBehalfOf: sam })).ok).toBe(true);
    expect(await desk.store.get('claim', claim.id)).toEqual(claim);
    expect((await desk.store.openIntents()).map(({ kind }) => kind)).toEqual(['fund-request.cancelled']);
  });

  it('MDF-12 does not cancel an activity whose proof was accepted', async () => {
    const request = await stored({ approval: { kind: 'approved', at } });
    await desk.store.commit({
      puts: [
        {
          kind: 'claim',
          record: newClaim(request.createdAt, {
            id: '22222222-0000-4000-8000-000000000001',
            requestId: request.id,
            decision: { kind: 'accepted', at, by: 'Rita' },
          }),
        },
      ],
    });
    expect(await move(request, { kind: 'cancel', reason: 'Off.', onBehalfOf: null })).toMatchObject({
      ok: false,
      error: { code: 'proof-decided' },
    });
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('MDF-12 does not cancel an activity whose proof is accepted at that very moment', async () => {
    const request = await stored({ approval: { kind: 'approved', at } });
    const id = '22222222-0000-4000-8000-000000000001';
    const claim = newClaim(request.createdAt, { id, requestId: request.id });
    const decision = { kind: 'accepted', at: request.createdAt, by: 'Rita' } as const;
    await desk.store.commit({ puts: [{ kind: 'claim', record: claim }] });
    let isFirst = true;
    const racing: typeof desk.store = {
      ...desk.store,
      async commit(commit) {
        if (isFirst) {
          isFirst = false;
          const record = { ...claim, rev: claim.rev + 1, decision };
          await desk.store.commit({ puts: [{ kind: 'claim', record }] });
        }
        return desk.store.commit(commit);
      },
    };
    const step: FundRequestMove = { kind: 'cancel', reason: 'Off.', onBehalfOf: null };
    expect(
      await moveFundRequest({ ...desk.context, store: racing }, { seen: request, move: step }),
    ).toMatchObject({
      ok: false,
      error: { code: 'proof-decided' },
    });
    expect(await desk.store.openIntents()).toEqual([]);
  });
});
