import { describe, expect, it } from 'vitest';
import { decideClaim } from '../../../../shared/domain/pop/claim-decision';
import { claimReview } from '../../../../shared/usecases/pop/claim-findings';
import { tickClaim } from '../../../../shared/usecases/pop/tick-claim';
import { aFile, approvedRequest, drop, requestId, seen, theClaim } from './claims';

type Desk = Awaited<ReturnType<typeof approvedRequest>>;

async function found({ store, context }: Desk) {
  const request = await store.get('fund-request', requestId);
  if (request === undefined) throw new Error('no request');
  const { findings } = await claimReview(context, request, await theClaim(context));
  return findings.filter(({ code }) => code === 'received-late');
}

describe('what came late', () => {
  it('POP-1 is acknowledged before the claim is accepted, and nothing else stops it then', async () => {
    const desk = await approvedRequest({ start: '2026-10-01', end: '2026-10-10' });
    await drop(desk.context, [aFile('photo.jpg', 1)], 'photo');
    const findings = await found(desk);
    expect(findings).toMatchObject([
      { verdict: 'warn', message: 'Received on 2026-11-20, 6 days after the due date 2026-11-14.' },
    ]);
    const accept = async () => {
      const action = { kind: 'accept' as const, at: desk.context.clock.now(), by: 'Dana', findings };
      return decideClaim(await theClaim(desk.context), action, desk.context.playbook);
    };
    expect(await accept()).toMatchObject({ ok: false, error: { code: 'checks-open' } });
    await tickClaim(desk.context, { ...(await seen(desk.context)), code: 'received-late', value: true });
    expect(await accept()).toMatchObject({ ok: true });
  });
});
