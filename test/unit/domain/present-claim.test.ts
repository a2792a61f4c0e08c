import { describe, expect, it } from 'vitest';
import { claimsByRequest, presentClaim } from '../../../shared/domain/pop/present-claim';
import type { Claim } from '../../../shared/schema/claim';
import { Instant } from '../../../shared/schema/values';
import { aClaim } from '../../support/records';

const at = Instant.parse('2026-11-20T09:00:00.000Z');

function claim(
  id: string,
  decision: Claim['decision'],
  over: Partial<Record<keyof Claim, unknown>> = {},
): Claim {
  return aClaim({ id, decision, ...over });
}

const there = (id: string) => ({
  salesforce: { remote: 'salesforce', object: 'PartnerFundClaim', id, stamp: null, url: null },
});
const open = claim('c-open', { kind: 'open' });
const paid = claim('c-paid', { kind: 'paid', at, by: 'Ada' });
const rejected = claim('c-rejected', { kind: 'rejected', at, by: 'Ada', note: 'Off.' });

describe('a request with several claims', () => {
  it('POP-1 stands by the claim that still asks for something, then by the paid one, in whatever order they come', () => {
    for (const [claims, wanted] of [
      [[open, paid, rejected], open],
      [[paid, rejected], paid],
      [[rejected], rejected],
    ] as const)
      for (const order of [claims, [...claims].reverse()]) {
        expect(presentClaim(order)).toBe(wanted);
        expect(claimsByRequest(order).get(wanted.requestId)).toBe(wanted);
      }
  });

  it('POP-1 takes of equals the one that Salesforce has had longest, and one that is there before one that is not', () => {
    const first = claim('c-9', { kind: 'open' }, there('0Ab000000000001AAA'));
    const second = claim('c-1', { kind: 'open' }, there('0Ab000000000002AAA'));
    for (const order of [
      [first, second, open],
      [open, second, first],
    ])
      expect(presentClaim(order)).toBe(first);
  });

  it('POP-1 has none where all were deleted remotely', () => {
    const gone = claim('c-gone', { kind: 'open' }, { deletedRemotely: true });
    expect(presentClaim([gone])).toBeUndefined();
    expect(presentClaim([gone, rejected])).toBe(rejected);
    expect(claimsByRequest([gone]).size).toBe(0);
  });
});
