import { describe, expect, it } from 'vitest';
import { budgetUse } from '../../../../shared/domain/mdf/budget';
import { popDeadline } from '../../../../shared/domain/pop/deadlines';
import { decideClaimOf } from '../../../../shared/usecases/pop/decide-claim';
import { aFile, approvedRequest, drop, requestId, seen, theClaim } from './claims';

const move = { kind: 'forfeit' as const, note: 'Nothing came, not even after the last notice.' };
const lapsed = { start: '2026-09-01', end: '2026-09-10' };

describe('a request whose proof never came', () => {
  it('POP-7 is closed, gives the money back and leaves the list of what lapsed', async () => {
    const { store, context } = await approvedRequest(lapsed);
    const done = await decideClaimOf(context, { ...(await seen(context)), move });
    expect(done).toMatchObject({ ok: true, value: { decision: { kind: 'rejected', note: move.note } } });
    const request = await store.get('fund-request', requestId);
    if (!request) throw new Error('no request');
    const { playbook, holidays, clock } = context;
    const claim = await theClaim(context);
    const deadline = popDeadline({ request, claim, firstTime: true, playbook, holidays, now: clock.now() });
    expect(deadline?.state).toBe('completed');
    const scope = { quarter: null, region: null, partnerId: null };
    const use = budgetUse({ budgets: [], requests: [request], claims: [claim] }, scope, playbook);
    expect(use.map(({ committed }) => committed.minor)).toEqual([]);
    expect((await store.openIntents()).map(({ kind }) => kind)).toEqual(['claim.put']);
    const [line] = await store.auditFor({ kind: 'claim', id: claim.id });
    expect(line).toMatchObject({ action: 'closed the claim as lapsed', note: move.note });
  });

  it('POP-7 is not closed as lapsed while proof can still come, or when it has', async () => {
    const refused = { ok: false, error: { code: 'not-lapsed', fix: expect.stringMatching(/Wait/) } };
    const { store, context } = await approvedRequest();
    expect(await decideClaimOf(context, { ...(await seen(context)), move })).toMatchObject(refused);
    expect(await store.count('claim')).toBe(0);
    const late = await approvedRequest(lapsed);
    await drop(late.context, [aFile('photo.jpg', 1)]);
    expect(await decideClaimOf(late.context, { ...(await seen(late.context)), move })).toMatchObject(refused);
  });

  it('POP-7 is still open for a partner who claims for the first time', async () => {
    // 30 days and the week of the last notice are over on the 19th, 35 days and that week on the 24th.
    const { context } = await approvedRequest({ start: '2026-10-10', end: '2026-10-13' });
    expect(await decideClaimOf(context, { ...(await seen(context)), move })).toMatchObject({
      ok: false,
      error: { code: 'not-lapsed' },
    });
  });
});
