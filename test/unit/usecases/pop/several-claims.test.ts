import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../../shared/schema/claim';
import type { UseCaseContext } from '../../../../shared/usecases/context';
import { decideClaimOf } from '../../../../shared/usecases/pop/decide-claim';
import { reviewDocument } from '../../../../shared/usecases/pop/review-document';
import { tickClaim } from '../../../../shared/usecases/pop/tick-claim';
import { aClaim } from '../../../support/records';
import { aFile, anInvoice, approvedRequest, drop, requestId } from './claims';

const eur = (minor: number) => ({ minor, currency: 'EUR' });

function inSalesforce(id: string, over: Partial<Record<keyof Claim, unknown>>): Claim {
  const salesforce = { remote: 'salesforce', object: 'PartnerFundClaim', id, stamp: 'one', url: null };
  return aClaim({ id, salesforce, stage: 'pending', receivedAt: null, ...over });
}

const paid = (invoice: Claim['invoice']) =>
  inSalesforce('0Ab000000000001AAA', {
    stage: 'completed',
    invoice,
    reimbursement: eur(50_000),
    decision: { kind: 'paid', at: '2026-11-15T09:00:00.000Z', by: 'Salesforce' },
  });
const open = inSalesforce('0Ab000000000002AAA', {});

async function openClaim({ store }: UseCaseContext): Promise<Claim> {
  const claim = await store.get('claim', open.id);
  if (claim === undefined) throw new Error('the claim is gone');
  return claim;
}

/** A request over 600 EUR of which 500 are paid on one claim, with everything for another one of 250. */
async function secondClaim(invoice: Claim['invoice']) {
  const { context } = await approvedRequest({}, [
    { kind: 'claim', record: paid(invoice) },
    { kind: 'claim', record: open },
  ]);
  const { added } = await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
  const documents = [...added];
  for (const [at, proof] of ['lead-list', 'agenda', 'photo'].entries())
    documents.push(...(await drop(context, [aFile(`${proof}.png`, 10 + at)], proof)).added);
  for (const { id } of documents) await reviewDocument(context, { id, verdict: { kind: 'accept' } });
  const tick = async (code: string) =>
    tickClaim(context, { requestId, claim: await openClaim(context), code, value: true });
  await tick('invoice-names-activity');
  const accept = async () =>
    decideClaimOf(context, { requestId, claim: await openClaim(context), move: { kind: 'accept' } });
  return { context, tick, accept };
}

describe('another claim on a request of which a part is paid', () => {
  it('POP-5 is paid what is left of the approved sum, once that was ticked', async () => {
    const { context, tick, accept } = await secondClaim(anInvoice({ number: 'R-1' }));
    expect((await openClaim(context)).reimbursement).toEqual(eur(10_000));
    const refused = await accept();
    expect(refused).toMatchObject({ ok: false, error: { code: 'checks-open' } });
    expect(refused.ok ? '' : refused.error.message).toContain('100.00 EUR that other claims left');
    await tick('invoice-total');
    expect(await accept()).toMatchObject({ ok: true, value: { reimbursement: eur(10_000) } });
  });

  it('POP-5 is not accepted with the invoice that was paid before', async () => {
    const { tick, accept } = await secondClaim(anInvoice());
    await tick('invoice-total');
    const refused = await accept();
    expect(refused.ok ? [] : refused.error.findings).toMatchObject([{ code: 'invoice-number-seen' }]);
  });
});
