import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../../shared/schema/claim';
import { assignProof } from '../../../../shared/usecases/pop/file-document';
import { reviewDocument } from '../../../../shared/usecases/pop/review-document';
import { tickClaim } from '../../../../shared/usecases/pop/tick-claim';
import { aFile, anInvoice, approvedRequest, drop, seen, theClaim, typeInvoice } from './claims';

const at = '2026-11-20T09:00:00.000Z';
const ends = [
  { kind: 'accepted', at, by: 'Dana Weber' },
  { kind: 'rejected', at, by: 'Dana Weber', note: 'Too late' },
  { kind: 'paid', at },
] as unknown as Claim['decision'][];

async function decided(decision: Claim['decision']) {
  const { store, context } = await approvedRequest();
  const { added } = await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
  const claim = await theClaim(context);
  await store.commit({ puts: [{ kind: 'claim', record: { ...claim, rev: claim.rev + 1, decision } }] });
  const [document] = added;
  if (document === undefined) throw new Error('nothing was added');
  return { store, context, document };
}

describe('what was decided on', () => {
  it.each(ends)('POP-6 stays as it is once the claim is $kind', async (decision) => {
    const { store, context, document } = await decided(decision);
    const before = [await store.list({ kind: 'document' }), await theClaim(context)];
    const refusals = [
      await reviewDocument(context, { id: document.id, verdict: { kind: 'reopen' } }),
      await assignProof(context, { id: document.id, proof: 'agenda' }),
      await tickClaim(context, { ...(await seen(context)), code: 'invoice-names-activity', value: true }),
      await typeInvoice(context, { number: 'R-18' }),
    ];
    for (const refused of refusals)
      expect(refused).toMatchObject({
        ok: false,
        error: { code: 'already-decided', message: expect.stringContaining(decision.kind) },
      });
    expect([await store.list({ kind: 'document' }), await theClaim(context)]).toEqual(before);
  });

  it('POP-6 is not reviewed any more when the claim is decided at the same moment', async () => {
    const { store, context } = await approvedRequest();
    const { added } = await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    const claim = await theClaim(context);
    const { commit } = store;
    let isFirst = true;
    const racing: typeof store.commit = async (parts) => {
      if (!isFirst) return commit(parts);
      isFirst = false;
      const [, rejected] = ends;
      if (rejected === undefined) throw new Error('no end');
      await commit({
        puts: [{ kind: 'claim', record: { ...claim, rev: claim.rev + 1, decision: rejected } }],
      });
      return commit(parts);
    };
    const id = added[0]?.id;
    if (id === undefined) throw new Error('nothing was added');
    const late = await reviewDocument(
      { ...context, store: { ...store, commit: racing } },
      { id, verdict: { kind: 'accept' } },
    );
    expect(late).toMatchObject({ ok: false, error: { code: 'already-decided' } });
    expect((await store.list({ kind: 'document' }))[0]?.review.kind).toBe('unreviewed');
  });

  it('POP-6 can be reviewed before the request is approved, when there is no claim', async () => {
    const { context } = await approvedRequest({ approval: { kind: 'draft' } });
    const { added } = await drop(context, [aFile('photo.jpg', 1)]);
    const id = added[0]?.id;
    if (id === undefined) throw new Error('nothing was added');
    expect(await reviewDocument(context, { id, verdict: { kind: 'accept' } })).toMatchObject({ ok: true });
  });
});
