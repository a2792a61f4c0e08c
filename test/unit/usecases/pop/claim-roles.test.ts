import { describe, expect, it } from 'vitest';
import { PlainDate } from '../../../../shared/schema/values';
import { type ClaimMove, decideClaimOf } from '../../../../shared/usecases/pop/decide-claim';
import { putLabelBack } from '../../../../shared/usecases/pop/settle-claim';
import { aFile, approvedRequest, drop, seen, theClaim } from './claims';

async function received(roles: readonly string[]) {
  const { store, context } = await approvedRequest();
  await drop(context, [aFile('photo.jpg', 1)]);
  return { store, context: { ...context, settings: { ...context.settings, roles: [...roles] } } };
}

const moves: readonly ClaimMove[] = [
  { kind: 'accept' },
  { kind: 'request-changes', note: 'Photo' },
  { kind: 'reject', note: 'Too late' },
  { kind: 'open-requisition', zipNumber: 'Z-1', zipDate: PlainDate.parse('2026-11-20') },
  { kind: 'pay' },
];

describe('who decides a claim', () => {
  it.each(moves)(
    'POP-5 refuses $kind by somebody without a role for it, and changes nothing',
    async (move) => {
      const { store, context } = await received(['cam']);
      const before = await theClaim(context);
      const refused = await decideClaimOf(context, { ...(await seen(context)), move });
      expect(refused).toMatchObject({
        ok: false,
        error: { code: 'wrong-role', fix: expect.stringMatching(/role/) },
      });
      expect(await theClaim(context)).toEqual(before);
      expect(await store.auditFor({ kind: 'claim', id: before.id })).toHaveLength(1);
    },
  );

  it('POP-5 lets one who holds a role of the playbook decide', async () => {
    const { context } = await received(['senior-partner-program-manager']);
    const done = await decideClaimOf(context, {
      ...(await seen(context)),
      move: { kind: 'reject', note: 'Too late' },
    });
    expect(done).toMatchObject({ ok: true, value: { decision: { kind: 'rejected' } } });
  });

  it('POP-2 puts a label back only with such a role, and only where something is to settle', async () => {
    const { store, context } = await received(['cmm']);
    expect(await putLabelBack(context, await seen(context))).toMatchObject({
      ok: false,
      error: { code: 'nothing-to-settle' },
    });
    const claim = await theClaim(context);
    await store.commit({
      puts: [{ kind: 'claim', record: { ...claim, rev: claim.rev + 1, stage: 'completed' } }],
    });
    const stranger = { ...context, settings: { ...context.settings, roles: [] } };
    expect(await putLabelBack(stranger, await seen(context))).toMatchObject({
      ok: false,
      error: { code: 'wrong-role' },
    });
    expect(await putLabelBack(context, await seen(context))).toMatchObject({
      ok: true,
      value: { stage: 'approval-needed', decision: { kind: 'open' } },
    });
    const kinds = (await store.openIntents()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'claim.put')).toHaveLength(2);
  });
});
