import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../../shared/schema/claim';
import { PlainDate } from '../../../../shared/schema/values';
import { decideClaimOf } from '../../../../shared/usecases/pop/decide-claim';
import { aClaim } from '../../../support/records';
import { aFile, anInvoice, approvedRequest, drop, seen, theClaim, typeInvoice } from './claims';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const zip = {
  kind: 'open-requisition',
  zipNumber: 'REQ-77',
  zipDate: PlainDate.parse('2026-11-20'),
} as const;

/** A desk whose request has a claim that Salesforce told of. */
async function toldBySalesforce(over: Partial<Record<keyof Claim, unknown>>) {
  const salesforce = {
    remote: 'salesforce',
    object: 'PartnerFundClaim',
    id: '0Ab000000000001AAA',
    stamp: 'one',
    url: null,
  };
  const claim = aClaim({ stage: 'pending', receivedAt: null, salesforce, ...over });
  return approvedRequest({}, [{ kind: 'claim', record: claim }]);
}

const accepted = { kind: 'accepted', at: '2026-11-15T09:00:00.000Z', by: 'Salesforce' };

describe('what is paid on a claim that Salesforce has an amount for', () => {
  it('POP-5 stays when the requisition and the payment of an invoice that never came here are recorded', async () => {
    const { context } = await toldBySalesforce({
      stage: 'approved',
      decision: accepted,
      reimbursement: eur(40_000),
    });
    for (const move of [zip, { kind: 'pay' } as const])
      await decideClaimOf(context, { ...(await seen(context)), move });
    expect(await theClaim(context)).toMatchObject({
      decision: { kind: 'paid' },
      reimbursement: eur(40_000),
    });
  });

  it('POP-5 stays as it was corrected there after the claim was accepted', async () => {
    const { context } = await toldBySalesforce({
      stage: 'approved',
      decision: accepted,
      invoice: anInvoice(),
      reimbursement: eur(24_000),
    });
    await decideClaimOf(context, { ...(await seen(context)), move: zip });
    expect((await theClaim(context)).reimbursement).toEqual(eur(24_000));
  });

  it('POP-5 is computed where the claim was accepted there without one', async () => {
    const { context } = await toldBySalesforce({
      stage: 'approved',
      decision: accepted,
      invoice: anInvoice(),
    });
    await decideClaimOf(context, { ...(await seen(context)), move: zip });
    expect((await theClaim(context)).reimbursement).toEqual(eur(25_000));
  });

  it('POP-5 stays until the total of the invoice is known, and is computed then', async () => {
    const { context } = await toldBySalesforce({ reimbursement: eur(40_000) });
    await drop(context, [aFile('scan.pdf', 1)], 'invoice');
    await typeInvoice(context, { number: 'R-1' });
    expect((await theClaim(context)).reimbursement).toEqual(eur(40_000));
    await decideClaimOf(context, {
      ...(await seen(context)),
      move: { kind: 'request-changes', note: 'The lead list is missing.' },
    });
    expect((await theClaim(context)).reimbursement).toEqual(eur(40_000));
    await typeInvoice(context, { total: eur(50_000) });
    expect((await theClaim(context)).reimbursement).toEqual(eur(25_000));
    await typeInvoice(context, { total: null });
    expect((await theClaim(context)).reimbursement).toBeNull();
  });
});
