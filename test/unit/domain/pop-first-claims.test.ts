import { describe, expect, it } from 'vitest';
import { noInvoice } from '../../../shared/domain/merging/claim-fields';
import { popDueDate } from '../../../shared/domain/pop/deadlines';
import { firstClaims } from '../../../shared/domain/pop/first-claims';
import type { Claim } from '../../../shared/schema/claim';
import { aClaim, aFundRequest } from '../../support/records';
import { shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const request = aFundRequest({ start: '2026-10-15', end: '2026-10-15', region: 'EMEA' });
const before = '2026-10-01T09:00:00.000Z';
const after = '2026-11-02T09:00:00.000Z';

function isFirst(...claims: readonly Claim[]): boolean {
  return firstClaims(claims, playbook)(request);
}

describe('a first-time claimant', () => {
  it('POP-7 gives a first-time claimant 35 days', () => {
    const other = aClaim({ requestId: 'other', receivedAt: before });
    expect(isFirst(other, aClaim({ requestId: 'request-1' }))).toBe(false);
    expect(isFirst(aClaim({ requestId: 'request-1', receivedAt: before }))).toBe(true);
    expect(isFirst(aClaim({ requestId: 'other', receivedAt: null, stage: 'pending' }))).toBe(true);
    expect(isFirst(aClaim({ ...other, partnerId: 'p2' }))).toBe(true);
    expect([isFirst(), isFirst(other)].map((first) => popDueDate(request.end, first, playbook))).toEqual([
      '2026-11-19',
      '2026-11-14',
    ]);
  });

  it('POP-7 never moves a due date back when another claim is received after the activity has ended', () => {
    const open = aClaim({ requestId: 'other', receivedAt: null, stage: 'pending' });
    expect(isFirst(open)).toBe(true);
    expect(
      isFirst({ ...open, stage: 'approval-needed', receivedAt: aClaim({ receivedAt: after }).receivedAt }),
    ).toBe(true);
  });

  it.each([
    ['in the last minute of the activity, where it takes place', '2026-10-15T21:59:59.999Z', false],
    ['in the first minute after it', '2026-10-15T22:00:00.000Z', true],
  ])('POP-7 counts what was received %s: %s is first: %s', (_, receivedAt, first) => {
    expect(isFirst(aClaim({ requestId: 'other', receivedAt }))).toBe(first);
  });

  it('POP-7 goes by the earliest claim of another request, in whatever order they are read', () => {
    const claims = [
      aClaim({ id: 'claim-2', requestId: 'late', receivedAt: after }),
      aClaim({ id: 'claim-1', requestId: 'request-1', receivedAt: before }),
      aClaim({ id: 'claim-3', requestId: 'early', receivedAt: before }),
      aClaim({ id: 'claim-4', requestId: 'early', receivedAt: after }),
    ];
    expect(isFirst(...claims)).toBe(false);
    expect(isFirst(...claims.toReversed())).toBe(false);
    expect(isFirst(...claims.slice(0, 2))).toBe(true);
  });

  const elsewhere = (over: Parameters<typeof aClaim>[0]) =>
    isFirst(aClaim({ requestId: 'other', receivedAt: null, ...over }));
  const paid = (at: string, by: string) => ({
    stage: 'completed',
    decision: { kind: 'paid', at, by },
    createdAt: after,
  });
  const anInvoice = (date: string | null) => ({ ...noInvoice, date });

  it('POP-7 counts claims that were accepted or paid elsewhere by the time that was seen', () => {
    expect(elsewhere(paid(before, 'Salesforce'))).toBe(false);
    expect(
      elsewhere({ stage: 'pending', decision: { kind: 'accepted', at: before, by: 'Salesforce' } }),
    ).toBe(false);
    expect(elsewhere({ ...paid(after, 'Salesforce'), createdAt: before })).toBe(true);
    expect(elsewhere({ stage: 'completed', decision: { kind: 'paid', at: after } })).toBe(true);
    expect(elsewhere({ stage: 'approval-needed' })).toBe(true);
    expect(elsewhere({ stage: 'pending' })).toBe(true);
  });

  it.each([
    ['paid in Salesforce', paid(after, 'Salesforce')],
    ['closed in the portal', paid('2026-11-02T09:00:00.001Z', 'Partner portal')],
    [
      'accepted in Salesforce',
      { stage: 'approved', decision: { kind: 'accepted', at: after, by: 'Salesforce' }, createdAt: after },
    ],
  ])(
    'POP-7 counts as before what was %s when it was first read here, unless its invoice is later',
    (_, claim) => {
      expect(elsewhere(claim)).toBe(false);
      expect(elsewhere({ ...claim, invoice: anInvoice(null) })).toBe(false);
      expect(elsewhere({ ...claim, invoice: anInvoice('2026-10-15') })).toBe(false);
      expect(elsewhere({ ...claim, invoice: anInvoice('2026-10-16') })).toBe(true);
    },
  );

  it('POP-7 takes what a person here decided at once for decided then', () => {
    const decision = { kind: 'accepted', at: after, by: 'Dana' };
    expect(elsewhere({ stage: 'approved', decision, createdAt: after })).toBe(true);
  });

  it('POP-7 does not count a claim that was closed because nothing came', () => {
    const decision = { kind: 'rejected', at: before, by: 'Dana', note: 'Lapsed' } as const;
    const lapsed = aClaim({ requestId: 'other', receivedAt: null, stage: 'pending', decision });
    expect(isFirst(lapsed)).toBe(true);
    expect(isFirst({ ...lapsed, stage: 'approval-needed' })).toBe(false);
  });

  it('POP-7 counts no claim that was deleted remotely', () => {
    expect(isFirst(aClaim({ requestId: 'other', receivedAt: before, deletedRemotely: true }))).toBe(true);
  });
});
