import { describe, expect, it } from 'vitest';
import { matchesSearch, popQueue } from '../../../renderer/features/pop/queue';
import { newClaim } from '../../../shared/usecases/pop/claim-of';
import type { Claim } from '../../../shared/schema/claim';
import { Instant } from '../../../shared/schema/values';
import { createMemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { shippedHolidays, shippedPlaybook } from '../../support/shipped-playbook';
import { useCaseContext } from '../../support/use-case-context';

const context = useCaseContext(createMemoryStore());
const approval = { kind: 'approved', at: '2026-10-01T09:00:00.000Z' };
const partner = aPartner();

function request(id: string, end: string, over: Record<string, unknown> = {}) {
  return aFundRequest({
    id,
    start: end,
    end,
    approval,
    approvedAmount: { minor: 1, currency: 'EUR' },
    ...over,
  });
}

function queue(requests: ReturnType<typeof request>[], claims: Claim[], now = '2026-11-20T09:00:00.000Z') {
  return popQueue({
    requests,
    claims,
    partners: new Map([[partner.id as string, partner]]),
    playbook: shippedPlaybook(),
    holidays: shippedHolidays(),
    now: Instant.parse(now),
  });
}

describe('popQueue', () => {
  it('POP-1 puts approved requests where they stand, the earliest deadline first', () => {
    const at = Instant.parse('2026-11-15T09:00:00.000Z');
    const received = request('r-received', '2026-11-05');
    const accepted = request('r-accepted', '2026-11-04');
    const paid = request('r-paid', '2026-11-03');
    const claimOn = (of: typeof received, change: Partial<Claim>): Claim => ({
      ...newClaim(context, of),
      receivedAt: at,
      stage: 'approval-needed',
      ...change,
    });
    const rows = queue(
      [
        request('r-ahead', '2026-12-20'),
        request('r-open', '2026-11-10'),
        request('r-late', '2026-10-15'),
        request('r-expired', '2026-09-01'),
        request('r-draft', '2026-11-10', { approval: { kind: 'draft' } }),
        received,
        accepted,
        paid,
      ],
      [
        claimOn(received, {}),
        claimOn(accepted, { stage: 'approved', decision: { kind: 'accepted', at, by: 'Dana' } }),
        claimOn(paid, { stage: 'completed', decision: { kind: 'paid', at } }),
      ],
    );
    expect(rows.map(({ request: { id }, bucket }) => [id, bucket])).toEqual([
      ['r-expired', 'overdue'],
      ['r-late', 'overdue'],
      ['r-paid', 'done'],
      ['r-accepted', 'to-pay'],
      ['r-received', 'to-review'],
      ['r-open', 'waiting'],
      ['r-ahead', 'waiting'],
    ]);
  });

  it('POP-7 gives more days to a partner whose only claim is the one at hand', () => {
    const one = request('r-1', '2026-11-01');
    const two = request('r-2', '2026-11-01');
    const received = { ...newClaim(context, one), receivedAt: Instant.parse('2026-11-01T09:00:00.000Z') };
    expect(queue([one], []).map(({ deadline }) => deadline.due)).toEqual(['2026-12-06']);
    const rows = queue([one, two], [received]);
    expect(Object.fromEntries(rows.map(({ request: { id }, deadline }) => [id, deadline.due]))).toEqual({
      'r-1': '2026-12-06',
      'r-2': '2026-12-01',
    });
  });
});

describe('matchesSearch', () => {
  it('finds by partner, title and number, in any order and without accents', () => {
    const [row] = queue(
      [request('r-1', '2026-11-01', { title: 'Séminaire Zürich', portalNumber: 'MDF-1' })],
      [],
    );
    if (row === undefined) throw new Error('no row');
    expect(matchesSearch(row, 'zurich nordlicht')).toBe(true);
    expect(matchesSearch(row, 'mdf-1')).toBe(true);
    expect(matchesSearch(row, 'zurich berlin')).toBe(false);
  });
});
