import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../shared/domain/finding';
import {
  freedFunds,
  type Reallocating,
  reallocated,
  targetRefusal,
} from '../../../shared/domain/mdf/reallocation';
import { fundsHolder, withStandingFunds } from '../../../shared/domain/mdf/standing-funds';
import type { ClaimDecision } from '../../../shared/schema/claim';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { aFundRequest } from '../../support/records';
import { shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const at = '2026-11-20T09:00:00.000Z';
const euros = (minor: number) => ({ minor, currency: 'EUR' }) as FundRequest['requested'];
type Over = Partial<Record<keyof FundRequest, unknown>>;

const from = (over: Over = {}) =>
  aFundRequest({
    id: 'from',
    title: 'Roadshow',
    approval: { kind: 'approved', at },
    approvedAmount: euros(6_000_00),
    ...over,
  });
const inReview = { kind: 'in-review', level: 2, submittedAt: at, levelSince: at };
const to = (over: Over = {}) => aFundRequest({ id: 'to', title: 'Webcast', approval: inReview, ...over });
const cancelledOne = { kind: 'withdrawn', at, reason: 'Off.', cancelledBy: 'Dana' };

const action = (over: Partial<Reallocating> = {}): Reallocating => ({
  at: at as Reallocating['at'],
  reason: ' The venue is gone. ',
  authority: () => ({ kind: 'own' }),
  by: 'Dana',
  recordedBy: 'Dana',
  role: 'cmm',
  findings: [],
  acknowledged: [],
  ...over,
});

const give = (
  of: Over = {},
  target: Over = {},
  { cost = euros(4_000_00), claim = null as ClaimDecision | null, holder = null } = {},
  doing: Partial<Reallocating> = {},
) =>
  reallocated({ request: from(of), claim, holder }, { request: to(target), cost }, action(doing), playbook);

const decided = (kind: 'accepted' | 'paid' | 'rejected'): ClaimDecision =>
  ({ kind, at, by: 'Rita', note: 'No.' }) as ClaimDecision;

const codes = (over: Over, claim: ClaimDecision | null = null, holder: FundRequest | null = null) => {
  const freed = freedFunds({ request: from(over), claim, holder });
  return freed.ok ? null : freed.error.code;
};

const codeOf = (result: ReturnType<typeof give>) => (result.ok ? null : result.error.code);

describe('giving the funds of an activity to another one', () => {
  it('MDF-12 cancels the one for the reason and approves the other at once, for what it costs', () => {
    const done = give();
    expect(done).toMatchObject({
      ok: true,
      value: {
        from: {
          kind: 'withdrawn',
          at,
          reason: 'The venue is gone.',
          cancelledBy: 'Dana',
        },
        to: { kind: 'approved', at },
        amount: euros(4_000_00),
        decision: {
          level: 2,
          role: 'cmm',
          verdict: 'approve',
          by: 'Dana',
          reason: 'It gets the funds of “Roadshow”: The venue is gone.',
        },
      },
    });
  });

  it('MDF-12 leaves an activity cancelled that was', () => {
    const done = give({ approval: cancelledOne });
    expect(done.ok && done.value.from).toEqual(cancelledOne);
  });

  it('MDF-12 frees what was approved, or what was asked for where no amount is known, once', () => {
    const open = { kind: 'open' } as const;
    expect(freedFunds({ request: from(), claim: open, holder: null })).toEqual({
      ok: true,
      value: euros(6_000_00),
    });
    const unknown = from({ approvedAmount: null, requested: euros(500_00) });
    expect(freedFunds({ request: unknown, claim: null, holder: null })).toEqual({
      ok: true,
      value: euros(500_00),
    });
    expect(codes({ approval: cancelledOne })).toBeNull();
    expect(codes({ approval: cancelledOne }, null, to())).toBe('reallocated');
    expect(codes({}, null, to())).toBe('reallocated');
    expect(codes({ approval: { kind: 'withdrawn', at, reason: '' } })).toBe('not-approved');
    expect(codes({ approval: { kind: 'draft' } })).toBe('not-approved');
    expect(codes({ approval: inReview })).toBe('not-approved');
    expect(codes({}, decided('accepted'))).toBe('proof-decided');
    expect(codes({ approval: cancelledOne }, decided('paid'))).toBe('proof-decided');
    expect(codes({ decisionGivenUp: true })).toBe('given-up');
  });

  it('MDF-12 frees nothing of what was cancelled elsewhere, where its funds may have been given too', () => {
    expect(codes({ approval: { ...cancelledOne, cancelledBy: 'Salesforce' } })).toBe('cancelled-elsewhere');
    expect(codes({ approval: { ...cancelledOne, cancelledThereToo: true } })).toBe('cancelled-elsewhere');
  });

  it('MDF-12 POP-7 frees nothing that went back to the budget with a claim, but what the cancelling itself ended', () => {
    expect(codes({}, decided('rejected'))).toBe('forfeited');
    const cancelledLater = { ...cancelledOne, at: '2026-11-21T09:00:00.000Z' };
    expect(codes({ approval: cancelledLater }, decided('rejected'))).toBe('forfeited');
    expect(codes({ approval: cancelledOne }, decided('rejected'))).toBeNull();
  });

  it('MDF-12 knows who has the funds: while it stands, and once it was cancelled, since they go on from there', () => {
    const held = (over: Over) => fundsHolder(from(), [to(), to({ fundsFrom: 'from', ...over })]) !== null;
    const approved = { kind: 'approved', at };
    expect(held({ approval: approved })).toBe(true);
    expect(held({ approval: cancelledOne })).toBe(true);
    expect(held({ approval: approved, deletedRemotely: true })).toBe(false);
    expect(held({ approval: cancelledOne, deletedRemotely: true })).toBe(true);
    expect(held({ approval: { kind: 'withdrawn', at, reason: '' } })).toBe(false);
    expect(held({ approval: inReview })).toBe(false);
    expect(held({ approval: approved, fundsFrom: 'other' })).toBe(false);
  });

  it('MDF-12 takes the funds from a request whose approval does not stand', () => {
    const kept = (approval: unknown) => withStandingFunds(to({ approval, fundsFrom: 'from' })).fundsFrom;
    expect(kept({ kind: 'approved', at })).toBe('from');
    expect(kept(cancelledOne)).toBe('from');
    expect(kept(inReview)).toBeUndefined();
    expect(kept({ kind: 'withdrawn', at, reason: '' })).toBeUndefined();
  });

  it('MDF-12 goes only to an equal or smaller activity in review, of the same partner, quarter and currency', () => {
    const freed = euros(6_000_00);
    const why = (over: Over, cost = freed) => {
      const refusal = targetRefusal(from(), to(over), freed, cost);
      return refusal === null || refusal.ok ? null : refusal.error.code;
    };
    expect(why({})).toBeNull();
    expect(why({}, euros(6_000_01))).toBe('larger');
    expect(why({}, euros(0))).toBe('no-cost');
    expect(why({}, { minor: 1, currency: 'USD' } as typeof freed)).toBe('other-currency');
    expect(why({ id: 'from' })).toBe('same-activity');
    expect(why({ partnerId: 'partner-2' })).toBe('other-partner');
    expect(why({ quarter: 'FY28-Q1' })).toBe('other-window');
    for (const kind of ['draft', 'sent-back'] as const)
      expect(why({ approval: { kind, at, level: 1, reason: 'why' } })).toBe('not-in-review');
    for (const kind of ['approved', 'declined', 'withdrawn'] as const)
      expect(why({ approval: { kind, at, level: 1, reason: 'why' } })).toBe('already-ended');
    expect(codeOf(give({}, { quarter: 'FY28-Q1' }))).toBe('other-window');
    expect(codeOf(give({ approval: { kind: 'draft' } }))).toBe('not-approved');
  });

  it('MDF-12 MDF-10 takes a reason and a role that may, for the region of either activity', () => {
    expect(codeOf(give({}, {}, {}, { reason: '  ' }))).toBe('reason-missing');
    const none = { kind: 'none', misses: 'role' } as const;
    const elsewhere = { kind: 'none', misses: 'region' } as const;
    expect(codeOf(give({}, {}, {}, { authority: () => none }))).toBe('wrong-role');
    for (const side of ['from', 'to'] as const)
      expect(
        codeOf(give({}, {}, {}, { authority: (_, of) => (of === side ? elsewhere : { kind: 'own' }) })),
      ).toBe('wrong-region');
  });

  it('MDF-12 MDF-8 approves over nothing that a rule forbids, nobody acknowledged or nobody looked at', () => {
    const finding = (verdict: Finding['verdict']): Finding => ({
      rule: 'MDF-8',
      code: 'budget',
      verdict,
      message: 'No.',
      fix: '',
    });
    const withFinding = (verdict: Finding['verdict'], acknowledged: string[] = []) =>
      codeOf(give({}, {}, {}, { findings: [finding(verdict)], acknowledged }));
    expect(withFinding('fail')).toBe('not-eligible');
    expect(withFinding('warn')).toBe('unacknowledged');
    expect(withFinding('warn', ['budget'])).toBeNull();
    expect(withFinding('needs-person')).toBe('unchecked');
    expect(withFinding('pass')).toBeNull();
  });
});
