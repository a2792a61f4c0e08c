import { describe, expect, it } from 'vitest';
import { withValidTicks } from '../../../shared/domain/mdf/terms';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { Instant, PlainDate } from '../../../shared/schema/values';
import { aFundRequest } from '../../support/records';

const at = Instant.parse('2026-11-02T09:00:00.000Z');
const approved: FundRequest['approval'] = { kind: 'approved', at };

describe('ticks on the conditions of a request', () => {
  it('MDF-2 drops the ticks with other terms, whoever changed them, until it is decided', () => {
    const ticked = aFundRequest({ conditions: { agenda: true } });
    const moved = { ...ticked, start: PlainDate.parse('2026-12-09') };
    expect(withValidTicks(ticked, moved).conditions).toEqual({});
    expect(withValidTicks(ticked, { ...moved, approval: approved }).conditions).toEqual({ agenda: true });
    // Opened again after a decision, it is checked anew.
    expect(withValidTicks({ ...ticked, approval: approved }, ticked).conditions).toEqual({});
  });

  it('MDF-2 drops the ticks of what was sent back once another device tells that it was submitted again', () => {
    const sentBack = aFundRequest({
      conditions: { agenda: true },
      approval: { kind: 'sent-back', at, level: 1, reason: 'Split the cost.' },
    });
    const again = aFundRequest({
      ...sentBack,
      approval: { kind: 'in-review', level: 1, submittedAt: at, levelSince: at },
    });
    expect(withValidTicks(sentBack, again).conditions).toEqual({});
    expect(withValidTicks(sentBack, sentBack).conditions).toEqual({ agenda: true });
    expect(withValidTicks(again, again).conditions).toEqual({ agenda: true });
  });

  it('MDF-2 drops the ticks with another title or description, which is what the reviewer read', () => {
    const ticked = aFundRequest({ conditions: { agenda: true }, description: 'A day for customers.\n' });
    const after = (over: Partial<FundRequest>) => withValidTicks(ticked, { ...ticked, ...over }).conditions;
    expect(after({ title: 'Other name' })).toEqual({});
    expect(after({ description: 'A day for the sales team.' })).toEqual({});
    expect(after({ description: ' A day  for customers. ' })).toEqual({ agenda: true });
    expect(after({ targetContacts: 12 })).toEqual({ agenda: true });
  });
});
