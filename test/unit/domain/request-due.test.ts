import { describe, expect, it } from 'vitest';
import { cameOverdue, requestDue } from '../../../shared/domain/mdf/request-due';
import type { Claim } from '../../../shared/schema/claim';
import { Instant } from '../../../shared/schema/values';
import { aClaim, aFundRequest } from '../../support/records';
import { shippedHolidays, shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const holidays = shippedHolidays();
const now = Instant.parse('2026-11-23T09:00:00.000Z');

function dueOf(approval: unknown, claim: Claim | null = null) {
  const request = aFundRequest({ approval, start: '2027-01-14', end: '2027-01-14' });
  const due = requestDue({ request, claim, firstTime: false, playbook, holidays }, now);
  return due === null ? null : [due.what, due.deadline.due, due.counts];
}

const approved = { kind: 'approved', at: now };

describe('what is due when', () => {
  it('MDF-9 a draft and a request that was sent back: the last day to submit it', () => {
    const sentBack = { kind: 'sent-back', at: now, level: 1, reason: 'The agenda is missing.' };
    expect(dueOf({ kind: 'draft' })).toEqual(['submission', '2026-12-30', 'business-days']);
    expect(dueOf(sentBack)).toEqual(dueOf({ kind: 'draft' }));
  });

  it('MDF-4 a request in review: the day of its level', () => {
    const review = { kind: 'in-review', level: 1, submittedAt: now, levelSince: now };
    expect(dueOf(review)).toEqual(['decision', '2026-11-25', 'business-days']);
  });

  it('POP-1 an approved request: the day of its proof, until proof has come', () => {
    expect(dueOf(approved)).toEqual(['proof', '2027-02-13', 'days']);
    const open = { decision: { kind: 'open' as const }, stage: 'pending' as const };
    expect(dueOf(approved, aClaim({ ...open, receivedAt: null }))).toEqual(dueOf(approved));
    expect(dueOf(approved, aClaim({ ...open, receivedAt: now }))).toBeNull();
    const changes = { kind: 'changes-requested' as const, at: now, by: 'Dana', note: 'Unreadable.' };
    expect(dueOf(approved, aClaim({ ...open, receivedAt: now, decision: changes }))).toEqual(dueOf(approved));
    const accepted = { kind: 'accepted' as const, at: now, by: 'Dana' };
    expect(dueOf(approved, aClaim({ ...open, receivedAt: null, decision: accepted }))).toBeNull();
  });

  it('MDF-4 a declined or withdrawn request: nothing', () => {
    expect(dueOf({ kind: 'declined', at: now, level: 1, reason: 'No.' })).toBeNull();
    expect(dueOf({ kind: 'withdrawn', at: now, reason: '' })).toBeNull();
  });

  it('MDF-4 tells what was overdue when it came to this desk from what became so here', () => {
    const submitted = '2026-03-13T17:00:00.000Z';
    const approval = { kind: 'in-review', level: 1, submittedAt: submitted, levelSince: submitted };
    const cameLate = (createdAt: string): boolean | undefined => {
      const request = aFundRequest({ approval, createdAt });
      const due = requestDue({ request, claim: null, firstTime: false, playbook, holidays }, now);
      expect(due?.deadline).toMatchObject({ due: '2026-03-17', state: 'overdue' });
      return due === null ? undefined : cameOverdue(request, due.deadline);
    };
    expect(cameLate('2026-11-23T08:00:00.000Z')).toBe(true);
    // Imported on its last day: it was on the desk while its time ran out.
    expect(cameLate('2026-03-17T09:00:00.000Z')).toBe(false);
  });
});
