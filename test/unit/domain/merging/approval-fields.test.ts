import { describe, expect, it } from 'vitest';
import {
  approvalFromRemote,
  declineReasonOf,
  stateOf,
  statusOf,
  withDeclineReason,
} from '../../../../shared/domain/merging/approval-fields';
import { Approval } from '../../../../shared/schema/approval';
import { aFundRequest } from '../../../support/records';
import { approvedLevel, mergedAt } from './links';

const at = '2026-11-02T08:00:00.000Z';
const reason = 'The budget is spent.';
const inReview = (level: number) =>
  Approval.parse({ kind: 'in-review', level, submittedAt: at, levelSince: at });
const declined = Approval.parse({ kind: 'declined', at, level: 2, reason });
const approved = Approval.parse({ kind: 'approved', at });

/** Every state that an approval can be in, and the two words that Salesforce holds for it. */
const states: readonly (readonly [Approval, string, string])[] = [
  [Approval.parse({ kind: 'draft' }), 'draft', 'draft'],
  [inReview(1), 'draft', 'in-review-1'],
  [inReview(2), 'draft', 'in-review-2'],
  [Approval.parse({ kind: 'sent-back', at, level: 2, reason }), 'draft', 'sent-back'],
  [approved, 'approved', 'approved'],
  [declined, 'rejected', 'declined'],
  [Approval.parse({ kind: 'withdrawn', at, reason }), 'rejected', 'withdrawn'],
];

const request = (approval: Approval, level: number | null = null) =>
  aFundRequest({
    approval,
    decisions: level === null ? [] : [approvedLevel(level, at)],
  });

describe('an approval in Salesforce', () => {
  it('MDF-4 is told as a coarse status and a fine state', () => {
    for (const [approval, status, state] of states)
      expect([statusOf(approval), stateOf(approval)]).toEqual([status, state]);
  });

  it('MDF-4 comes to what the two words say, from whatever it was here; the status wins', () => {
    const statuses = [undefined, null, '', 'New', 'draft', ' Draft ', 'APPROVED', 'approved', 'rejected'];
    const words = [
      undefined,
      null,
      '',
      'nonsense',
      'in-review-0',
      'in-review-',
      'in-review-2x',
      'x-in-review-2',
    ];
    const fine = [...states.map(([, , state]) => state), 'in-review-3', 'in-review-12'];
    for (const [approval, ownStatus, ownState] of states)
      for (const status of statuses)
        for (const state of [...words, ...fine]) {
          const known = ['draft', 'approved', 'rejected'].find(
            (word) => word === status?.trim().toLowerCase(),
          );
          const fineStatus = !fine.some((word) => word === state)
            ? undefined
            : state === 'approved'
              ? 'approved'
              : state === 'declined' || state === 'withdrawn'
                ? 'rejected'
                : 'draft';
          const level = 'level' in approval ? approval.level : 1;
          let expected = ownState;
          if (fineStatus !== undefined && (known === undefined || known === fineStatus))
            expected = state ?? '';
          else if (known !== undefined && known !== ownStatus)
            expected = known === 'draft' ? `in-review-${level}` : known === 'rejected' ? 'declined' : known;
          const came = approvalFromRemote(request(approval), status, state, mergedAt);
          expect([ownState, status, state, stateOf(came)]).toEqual([ownState, status, state, expected]);
          if (expected === ownState) expect(came).toEqual(approval);
          else expect(Approval.safeParse(came).success).toBe(true);
        }
  });

  it('MDF-4 carries when it was moved there, and at which level', () => {
    expect(approvalFromRemote(request(inReview(2)), 'approved', null, mergedAt)).toEqual({
      kind: 'approved',
      at: mergedAt,
    });
    expect(approvalFromRemote(request(inReview(2)), 'rejected', null, mergedAt)).toEqual({
      kind: 'declined',
      at: mergedAt,
      level: 2,
      reason: 'Decided in Salesforce.',
    });
    expect(approvalFromRemote(request(inReview(1)), null, 'sent-back', mergedAt)).toMatchObject({
      kind: 'sent-back',
      at: mergedAt,
      level: 1,
      start: request(inReview(1)).start,
    });
    expect(approvalFromRemote(request(inReview(1)), null, 'withdrawn', mergedAt)).toEqual({
      kind: 'withdrawn',
      at: mergedAt,
      reason: 'Decided in Salesforce.',
    });
    expect(approvalFromRemote(request(inReview(1)), null, 'draft', mergedAt)).toEqual({ kind: 'draft' });
  });

  it('MDF-4 keeps the day of submission when only the level moved, and begins anew otherwise', () => {
    expect(approvalFromRemote(request(inReview(1)), 'draft', 'in-review-3', mergedAt)).toEqual({
      kind: 'in-review',
      level: 3,
      submittedAt: at,
      levelSince: mergedAt,
    });
    expect(approvalFromRemote(request(approved), 'draft', 'in-review-3', mergedAt)).toMatchObject({
      submittedAt: mergedAt,
    });
  });

  it('MDF-4 goes on at the level of the last decision when the decision was taken back there', () => {
    expect(approvalFromRemote(request(approved, 3), 'draft', null, mergedAt)).toMatchObject({ level: 3 });
    expect(approvalFromRemote(request(approved), 'draft', null, mergedAt)).toMatchObject({ level: 1 });
    expect(approvalFromRemote(request(declined, 3), 'draft', null, mergedAt)).toMatchObject({ level: 2 });
  });

  it('MDF-5 tells the reason of a decline, and none that nobody gave', () => {
    expect(declineReasonOf(declined)).toBe(reason);
    expect(declineReasonOf(approvalFromRemote(request(approved), 'rejected', null, mergedAt))).toBeNull();
    expect(declineReasonOf(Approval.parse({ kind: 'withdrawn', at, reason }))).toBeNull();
  });

  it('MDF-5 takes a reason from Salesforce for a decline and for nothing else', () => {
    expect(withDeclineReason(declined, 'Too late.')).toEqual({ ...declined, reason: 'Too late.' });
    expect(withDeclineReason(declined, null)).toBe(declined);
    expect(withDeclineReason(approved, 'Too late.')).toBe(approved);
  });
});
