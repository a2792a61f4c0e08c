import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvedShareFinding } from '../../../shared/domain/mdf/approved-share';
import { amountFindings } from '../../../shared/domain/mdf/eligibility-amounts';
import { reimbursable } from '../../../shared/domain/mdf/amounts';
import { budgetFindings, budgetUse } from '../../../shared/domain/mdf/budget';
import { claimReimbursement } from '../../../shared/domain/pop/reimbursement';
import type { Playbook } from '../../../shared/playbook/playbook';
import { Decision } from '../../../shared/schema/approval';
import { type Money, QuarterId } from '../../../shared/schema/values';
import { aBudget, aClaim, aFundRequest } from '../../support/records';
import { shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const quarter = QuarterId.parse('FY27-Q4');
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const context = { region: 'EMEA', quarter, partnerSalesforceId: null, otherVendorsPercent: null };

function withCaps(...caps: Playbook['mdf']['caps']): Playbook {
  return { ...playbook, mdf: { ...playbook.mdf, caps } };
}

describe('reimbursable amount', () => {
  it('MDF-3 is half of the total cost', () => {
    expect(reimbursable(eur(1_200_001), playbook, context)).toEqual({
      amount: eur(600_000),
      eligibleCost: eur(1_200_001),
      eligiblePercent: 100,
      percent: 50,
      share: eur(600_000),
      cap: null,
      undecidedCaps: [],
    });
  });

  it('MDF-11 counts only the share of cost that other vendors do not carry', () => {
    const half = reimbursable(eur(1_000_000), playbook, { ...context, otherVendorsPercent: 40 });
    expect(half.eligibleCost).toEqual(eur(600_000));
    expect(half.amount).toEqual(eur(300_000));
  });

  it('MDF-11 rounds the pro-rated share once: half of 90 % of 1,000.03 is 450.01', () => {
    const share = reimbursable(eur(100_003), playbook, { ...context, otherVendorsPercent: 10 });
    expect(share).toMatchObject({ eligibleCost: eur(90_003), eligiblePercent: 90, amount: eur(45_001) });
  });

  it('MDF-11 is never further than half a minor unit from the exact share of the total cost', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100 }),
        fc.constantFrom('half-even' as const, 'half-up' as const),
        (minor, others, reimbursementPercent, rounding) => {
          const rules = { ...playbook, mdf: { ...playbook.mdf, caps: [], reimbursementPercent, rounding } };
          const { amount } = reimbursable(eur(minor), rules, { ...context, otherVendorsPercent: others });
          const exact = BigInt(minor) * BigInt(100 - others) * BigInt(reimbursementPercent);
          const error = BigInt(amount.minor) * 10_000n - exact;
          expect((error < 0n ? -error : error) * 2n <= 10_000n).toBe(true);
        },
      ),
      { seed: 20261126, numRuns: 1000 },
    );
  });

  it('MDF-3 applies the lowest cap of region, quarter and partner, and no other', () => {
    const id = '0015g00000Ab101AAB';
    const rules = withCaps(
      { amount: eur(400_000), region: 'EMEA' },
      { amount: eur(300_000), region: 'EMEA', quarter },
      { amount: eur(100_000), partnerSalesforceId: id },
      { amount: eur(1), region: 'APAC' },
      { amount: eur(1), quarter: QuarterId.parse('FY28-Q1') },
    );
    expect(reimbursable(eur(1_000_000), rules, context)).toMatchObject({
      amount: eur(300_000),
      cap: eur(300_000),
    });
    const known = reimbursable(eur(1_000_000), rules, { ...context, partnerSalesforceId: id });
    expect(known.amount).toEqual(eur(100_000));
    expect(reimbursable(eur(400_000), rules, context)).toMatchObject({ amount: eur(200_000), cap: null });
  });

  it('MDF-3 does not compare a cap in another currency, but reports it', () => {
    const cap = { minor: 100, currency: 'USD' };
    const result = reimbursable(eur(1_000_000), withCaps({ amount: cap }), context);
    expect(result).toMatchObject({ amount: eur(500_000), undecidedCaps: [cap] });
  });

  it('MDF-3 never pays more than percent or cap allow', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100_000_000 }),
        (minor, others, cap) => {
          const rules = withCaps({ amount: eur(cap) });
          const { amount } = reimbursable(eur(minor), rules, { ...context, otherVendorsPercent: others });
          expect(amount.minor).toBeGreaterThanOrEqual(0);
          expect(amount.minor).toBeLessThanOrEqual(cap);
          expect(amount.minor).toBeLessThanOrEqual((minor * (100 - others) * 50) / 10_000 + 0.5);
        },
      ),
      { seed: 20261122, numRuns: 500 },
    );
  });
});

describe('an amount that was approved elsewhere', () => {
  const found = (approvedAmount: Money | null, over = {}) =>
    approvedShareFinding(
      aFundRequest({
        approval: { kind: 'approved', at: '2026-11-20T09:00:00.000Z' },
        totalCost: eur(1_000_000),
        approvedAmount,
        ...over,
      }),
      null,
      playbook,
    );

  it('MDF-3 points out what was approved above the share, and says nothing of what is within it', () => {
    expect(found(eur(500_001))).toMatchObject({
      rule: 'MDF-3',
      code: 'approved-share',
      verdict: 'warn',
      message: expect.stringMatching(/^More than 50 % was approved.*5000\.01 EUR.*5000\.00 EUR/),
    });
    expect(found(eur(500_000))).toBeNull();
    expect(found(eur(300_001), { otherVendorsPercent: 40 })?.message).toContain('3000.00 EUR');
    expect(found(null)).toBeNull();
    expect(found({ minor: 900_000, currency: 'USD' })).toBeNull();
    expect(found(eur(500_001), { approval: { kind: 'draft' } })).toBeNull();
  });

  it('MDF-3 says that the facts have changed where the approval was given here, and not that it was given elsewhere', () => {
    const at = '2026-11-20T09:00:00.000Z';
    const decision = (verdict: 'approve' | 'send-back', on: string) =>
      Decision.parse({
        level: 3,
        role: 'final-approver',
        verdict,
        at: on,
        by: 'Ada',
        recordedBy: 'Ada',
        reason: null,
        acknowledged: [],
        playbookVersion: '1',
        basedOnStamp: null,
      });
    const here = found(eur(700_000), { decisions: [decision('approve', at)] });
    expect(here?.message).toMatch(
      /^More than 50 % is approved by now: 7000\.00 EUR.*approved here.*changed since/,
    );
    expect(`${here?.message} ${here?.fix}`).not.toMatch(/portal|Salesforce|where it was approved/);
    // An earlier level was decided here, the last one elsewhere.
    for (const before of [decision('approve', '2026-11-19T09:00:00.000Z'), decision('send-back', at)])
      expect(found(eur(700_000), { decisions: [before] })?.message).toContain(
        'in the portal or in Salesforce',
      );
  });

  it('MDF-3 is found with the eligibility of a request', () => {
    const request = aFundRequest({
      approval: { kind: 'approved', at: '2026-11-20T09:00:00.000Z' },
      totalCost: eur(1_000_000),
      approvedAmount: eur(700_000),
    });
    expect(amountFindings(request, null, playbook).map(({ code }) => code)).toContain('approved-share');
  });
});

describe('reimbursement of a claim', () => {
  const request = aFundRequest({ approvedAmount: eur(500_000) });

  it('POP-5 pays the percentage of the invoiced cost, up to the approved sum', () => {
    const pay = (total: number) => claimReimbursement(eur(total), request, null, playbook);
    expect(pay(800_000)).toEqual({
      kind: 'known',
      amount: eur(400_000),
      share: eur(400_000),
      limited: false,
      taken: null,
    });
    expect(pay(1_000_000)).toMatchObject({ amount: eur(500_000), limited: false });
    expect(pay(1_400_000)).toEqual({
      kind: 'known',
      amount: eur(500_000),
      share: eur(700_000),
      limited: true,
      taken: null,
    });
  });

  it('POP-5 agrees with its check: the whole approved sum is paid of an invoice that passes', () => {
    const covers = (invoiceCovers: 'total-cost' | 'reimbursement') => ({
      ...playbook,
      pop: { ...playbook.pop, invoiceCovers },
    });
    const pay = (total: number, rules: typeof playbook) =>
      claimReimbursement(eur(total), request, null, rules);
    const all = { amount: eur(500_000), limited: false };
    expect(pay(1_000_000, covers('total-cost'))).toMatchObject(all);
    expect(pay(500_000, covers('reimbursement'))).toMatchObject(all);
    expect(pay(600_000, covers('reimbursement'))).toMatchObject({ amount: eur(500_000), limited: true });
  });

  it('POP-5 pays several claims of a request no more than its approved sum together', () => {
    const pay = (taken: Parameters<typeof claimReimbursement>[4]) =>
      claimReimbursement(eur(800_000), request, null, playbook, taken);
    expect(pay([eur(50_000)])).toMatchObject({ amount: eur(400_000), limited: false, taken: eur(50_000) });
    expect(pay([eur(300_000), eur(50_000)])).toMatchObject({ amount: eur(150_000), limited: true });
    expect(pay([eur(600_000)])).toMatchObject({ amount: eur(0), limited: true });
    for (const unclear of [null, { minor: 1, currency: 'USD' }])
      expect(pay([unclear])).toMatchObject({
        kind: 'undecidable',
        fix: expect.stringContaining('Salesforce'),
      });
  });

  it('POP-5 cannot be decided without total, approved sum or one currency', () => {
    const kinds = [
      claimReimbursement(null, request, null, playbook),
      claimReimbursement(eur(1), { ...request, approvedAmount: null }, null, playbook),
      claimReimbursement({ minor: 1, currency: 'USD' }, request, null, playbook),
    ];
    for (const result of kinds) {
      expect(result.kind).toBe('undecidable');
      if (result.kind === 'undecidable') expect(result.fix).not.toBe('');
    }
    // No form of this app has the approved amount of an approved request.
    expect(kinds[1]).toMatchObject({ fix: 'Have it entered in Salesforce, then sync.' });
  });
});

describe('budgets', () => {
  const inReview = {
    kind: 'in-review',
    level: 1,
    submittedAt: '2026-11-02T09:00:00.000Z',
    levelSince: '2026-11-02T09:00:00.000Z',
  };
  const approved = { kind: 'approved', at: '2026-11-02T09:00:00.000Z' };
  const records = {
    budgets: [aBudget(), aBudget({ id: 'b2', region: null, amount: { minor: 500, currency: 'USD' } })],
    requests: [
      aFundRequest({ id: 'r1', approval: inReview, requested: eur(100_000) }),
      aFundRequest({ id: 'r2', approval: approved, approvedAmount: eur(300_000) }),
      aFundRequest({ id: 'r3', approval: approved, approvedAmount: null, requested: eur(200_000) }),
      aFundRequest({ id: 'r4', approval: { kind: 'draft' }, requested: eur(999) }),
      aFundRequest({ id: 'r5', quarter: 'FY28-Q1', approval: approved, approvedAmount: eur(7) }),
      aFundRequest({ id: 'r6', region: 'APAC', approval: approved, approvedAmount: eur(11) }),
    ],
    claims: [
      aClaim({
        id: 'c2',
        requestId: 'r2',
        reimbursement: eur(250_000),
        decision: { kind: 'paid', at: '2026-11-03T09:00:00.000Z' },
      }),
      aClaim({ id: 'c3', requestId: 'r3', reimbursement: eur(150_000) }),
      aClaim({ id: 'c4', requestId: 'r4', reimbursement: eur(5), receivedAt: null }),
      aClaim({
        id: 'c6',
        requestId: 'r6',
        reimbursement: eur(3),
        decision: { kind: 'rejected', at: '2026-11-03T09:00:00.000Z', by: 'Dana', note: 'n' },
      }),
    ],
  };

  it('MDF-8 rolls up allocated, requested, committed, claimed, paid and remaining of a scope', () => {
    const use = budgetUse(records, { quarter, region: 'emea', partnerId: null }, playbook);
    expect(use).toEqual([
      {
        currency: 'EUR',
        allocated: eur(1_000_000),
        requested: eur(100_000),
        committed: eur(450_000),
        claimed: eur(400_000),
        paid: eur(250_000),
        unpriced: 0,
        remaining: eur(550_000),
        overAllocated: false,
      },
    ]);
  });

  it('MDF-8 counts the claims whose amount nobody knows, since they are in no sum', () => {
    const unknown = aClaim({ id: 'c7', requestId: 'r2', reimbursement: null });
    const paid = aClaim({
      id: 'c8',
      requestId: 'r3',
      reimbursement: null,
      decision: { kind: 'paid', at: '2026-11-03T09:00:00.000Z', by: 'Partner portal' },
    });
    const use = budgetUse(
      { ...records, claims: [...records.claims, unknown, paid] },
      { quarter, region: 'emea', partnerId: null },
      playbook,
    );
    expect(use[0]).toMatchObject({ unpriced: 2, claimed: eur(400_000), paid: eur(250_000) });
  });

  it('MDF-8 counts nothing of what was deleted remotely', () => {
    const gone = { deletedRemotely: true };
    const request = aFundRequest({
      approval: { kind: 'approved', at: '2026-10-01T09:00:00.000Z' },
      approvedAmount: eur(600),
    });
    const claim = aClaim({
      reimbursement: eur(500),
      decision: { kind: 'paid', at: '2026-11-01T09:00:00.000Z' },
    });
    const all = { budgets: [aBudget({ amount: eur(1000) })], requests: [request], claims: [claim] };
    const sums = (over: Partial<typeof all>) => {
      const [use] = budgetUse(
        { ...all, ...over },
        { quarter: null, region: null, partnerId: null },
        playbook,
      );
      return [use?.allocated, use?.committed, use?.claimed, use?.paid].map((sum) => sum?.minor);
    };
    expect(sums({})).toEqual([1000, 500, 500, 500]);
    expect(sums({ budgets: [aBudget({ amount: eur(1000), ...gone })] })).toEqual([0, 500, 500, 500]);
    expect(sums({ requests: [{ ...request, ...gone }] })).toEqual([1000, 0, 0, 0]);
    expect(sums({ claims: [{ ...claim, ...gone }] })).toEqual([1000, 600, 0, 0]);
    const budgets = [aBudget({ quarter: request.quarter, region: null, ...gone })];
    expect(budgetFindings(request, eur(1), { ...all, budgets }, playbook)).toMatchObject([
      { code: 'budget', verdict: 'undecidable', fix: expect.stringContaining('in Salesforce') },
    ]);
  });

  it('MDF-8 keeps currencies apart and counts everything in an open scope', () => {
    const use = budgetUse(records, { quarter: null, region: null, partnerId: null }, playbook);
    expect(use.map((entry) => [entry.currency, entry.allocated.minor, entry.committed.minor])).toEqual([
      ['EUR', 1_000_000, 450_007],
      ['USD', 500, 0],
    ]);
  });

  it('POP-7 gives the approved sum back when the claim was rejected or lapsed', () => {
    const scope = { quarter: null, region: 'APAC', partnerId: null };
    expect(budgetUse(records, scope, playbook).map(({ committed }) => committed.minor)).toEqual([]);
    const claims = records.claims.map((claim) => ({ ...claim, deletedRemotely: true }));
    const kept = budgetUse({ ...records, claims }, scope, playbook);
    expect(kept.map(({ committed, remaining }) => [committed.minor, remaining.minor])).toEqual([[11, -11]]);
  });

  it('POP-7 gives nothing back while another claim of the request stands', () => {
    const scope = { quarter: null, region: 'APAC', partnerId: null };
    const claims = [...records.claims, aClaim({ id: 'c7', requestId: 'r6' })];
    const kept = budgetUse({ ...records, claims }, scope, playbook);
    expect(kept.map(({ committed }) => committed.minor)).toEqual([11]);
  });

  it('MDF-8 frees what a paid claim leaves of the approved sum, and nothing before it is paid or of an unknown amount', () => {
    const request = aFundRequest({ approval: approved, approvedAmount: eur(2_000) } as never);
    const committed = (claim: Parameters<typeof aClaim>[0]) => {
      const all = { budgets: [], requests: [request], claims: [aClaim(claim)] };
      return budgetUse(all, { quarter: null, region: null, partnerId: null }, playbook)[0]?.committed.minor;
    };
    const paid = { kind: 'paid', at: '2026-11-03T09:00:00.000Z' } as const;
    const accepted = { kind: 'accepted', at: '2026-11-03T09:00:00.000Z', by: 'Dana' } as const;
    expect(committed({ reimbursement: eur(1_500), decision: paid } as never)).toBe(1_500);
    expect(committed({ reimbursement: eur(1_500), decision: accepted } as never)).toBe(2_000);
    expect(committed({ reimbursement: null, decision: paid } as never)).toBe(2_000);
    expect(committed({ reimbursement: { minor: 5, currency: 'USD' }, decision: paid } as never)).toBe(2_000);
  });

  it('MDF-8 sums up several claims of a request, and frees nothing while one of them stands', () => {
    const request = aFundRequest({ approval: approved, approvedAmount: eur(10_000) } as never);
    const at = '2026-11-03T09:00:00.000Z';
    const paid = (minor: number) => ({ reimbursement: eur(minor), decision: { kind: 'paid', at } });
    const committed = (...claims: object[]) => {
      const all = claims.map((claim, n) => aClaim({ id: `c${n}`, ...claim } as never));
      const scope = { quarter: null, region: null, partnerId: null };
      return budgetUse({ budgets: [], requests: [request], claims: all }, scope, playbook)[0]?.committed
        .minor;
    };
    expect(committed(paid(4_000), paid(5_000))).toBe(9_000);
    const accepted = { reimbursement: eur(6_000), decision: { kind: 'accepted', at, by: 'Dana' } };
    expect(committed(paid(4_000), accepted)).toBe(10_000);
    expect(committed(accepted, paid(4_000))).toBe(10_000);
    expect(committed(paid(4_000), { decision: { kind: 'open' } }, paid(1))).toBe(10_000);
    const rejected = { decision: { kind: 'rejected', at, by: 'Dana', note: 'n' } };
    expect(committed(paid(4_000), rejected)).toBe(4_000);
  });

  it('MDF-8 MDF-12 counts nothing as claimed on an activity that was cancelled, but what was paid', () => {
    const off = { kind: 'withdrawn', at: '2026-11-03T09:00:00.000Z', reason: 'Off.', cancelledBy: 'Dana' };
    const request = aFundRequest({ approval: off, approvedAmount: eur(2_000) } as never);
    const scope = { quarter: null, region: null, partnerId: null };
    const use = (decision: object) => {
      const claims = [aClaim({ reimbursement: eur(1_500), decision } as never)];
      return budgetUse({ budgets: [aBudget()], requests: [request], claims }, scope, playbook)[0];
    };
    expect(use({ kind: 'open' })).toMatchObject({ committed: eur(0), claimed: eur(0), paid: eur(0) });
    expect(use({ kind: 'paid', at: '2026-11-03T09:00:00.000Z' })).toMatchObject({
      paid: eur(1_500),
      committed: eur(1_500),
      remaining: eur(998_500),
    });
  });

  it('MDF-8 warns when an approval would exceed a budget, and passes when it does not', () => {
    const request = records.requests[0] ?? aFundRequest();
    const verdict = (minor: number) => budgetFindings(request, eur(minor), records, playbook);
    expect(verdict(550_000).map((entry) => entry.verdict)).toEqual(['pass']);
    const over = verdict(550_001);
    expect(over).toMatchObject([{ rule: 'MDF-8', verdict: 'warn' }]);
    expect(over[0]?.message).toContain('5500.00 EUR');
  });

  it('MDF-8 looks at every budget that the request draws on', () => {
    const budgets = [...records.budgets, aBudget({ id: 'b3', partnerId: 'partner-1', amount: eur(10) })];
    const request = records.requests[0] ?? aFundRequest();
    const found = budgetFindings(request, eur(20), { ...records, budgets }, playbook);
    expect(found.map((entry) => entry.verdict).sort()).toEqual(['pass', 'warn']);
    expect(new Set(found.map((entry) => entry.code)).size).toBe(2);
  });

  it('MDF-8 says so when no budget can tell', () => {
    const request = aFundRequest({ region: 'APAC' });
    expect(budgetFindings(request, eur(1), records, playbook)).toMatchObject([{ verdict: 'undecidable' }]);
    const others = [
      aBudget({ quarter: 'FY28-Q1' }),
      aBudget({ id: 'b2', partnerId: 'p2' }),
      aBudget({ id: 'b3', amount: { minor: 9, currency: 'USD' } }),
    ];
    expect(budgetFindings(aFundRequest(), eur(1), { ...records, budgets: others }, playbook)).toMatchObject([
      { verdict: 'undecidable', fix: expect.stringContaining('entered in Salesforce') },
    ]);
  });

  it('MDF-8 does not count the request itself twice', () => {
    const own = records.requests[1] ?? aFundRequest();
    expect(budgetFindings(own, eur(800_000), records, playbook).map((entry) => entry.verdict)).toEqual([
      'pass',
    ]);
  });
});
