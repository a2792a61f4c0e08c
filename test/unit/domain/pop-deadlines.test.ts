import { describe, expect, it } from 'vitest';
import { isDrafted, popDeadline } from '../../../shared/domain/pop/deadlines';
import { claimsByRequest } from '../../../shared/domain/pop/present-claim';
import { changesMail, noticeMail } from '../../../shared/domain/pop/mails';
import { rejectionNote } from '../../../shared/domain/pop/rejection';
import type { Claim } from '../../../shared/schema/claim';
import { Instant, PlainDate } from '../../../shared/schema/values';
import { aClaim, aFundRequest, aPartner } from '../../support/records';
import { shippedHolidays, shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const holidays = shippedHolidays();
const request = aFundRequest({
  end: '2026-10-15',
  start: '2026-10-15',
  approval: { kind: 'approved', at: '2026-09-22T09:00:00.000Z' },
});

const changesRequested = {
  kind: 'changes-requested',
  at: '2026-11-10T09:00:00.000Z',
  by: 'Dana',
  note: 'Photo',
} as const;

function seen(day: string, claim: Claim | null = null, firstTime = false) {
  const now = Instant.parse(`${day}T12:00:00.000Z`);
  const deadline = popDeadline({ request, claim, firstTime, playbook, holidays, now });
  if (deadline === null) throw new Error('the request is approved, so there is a deadline');
  return deadline;
}

describe('POP deadline', () => {
  it('POP-1 is due 30 days after the end, and open, overdue and expired in turn', () => {
    expect(seen('2026-10-15')).toMatchObject({ state: 'upcoming', due: '2026-11-14' });
    expect(seen('2026-10-16').state).toBe('open');
    expect(seen('2026-11-14').state).toBe('open');
    expect(seen('2026-11-15').state).toBe('overdue');
    expect(seen('2026-11-21')).toMatchObject({
      state: 'overdue',
      lastNotice: '2026-11-21',
      expires: '2026-11-22',
    });
    expect(seen('2026-11-22').state).toBe('expired');
  });

  it('POP-1 falls due at midnight in the region, since its days are calendar days', () => {
    const at = (instant: string) =>
      popDeadline({ request, claim: null, firstTime: false, playbook, holidays, now: Instant.parse(instant) })
        ?.state;
    expect(at('2026-11-14T16:00:00.001Z')).toBe('open');
    expect(at('2026-11-14T22:59:59.999Z')).toBe('open');
    expect(at('2026-11-14T23:00:00.000Z')).toBe('overdue');
  });

  it('POP-1 exists for approved requests only', () => {
    const open = aFundRequest({ approval: { kind: 'draft' } });
    const now = Instant.parse('2026-11-14T16:00:00.000Z');
    expect(popDeadline({ request: open, claim: null, firstTime: false, playbook, holidays, now })).toBeNull();
  });

  it('POP-1 stops when documents are here, and runs again when changes were asked for', () => {
    expect(seen('2026-11-30', aClaim()).state).toBe('received');
    expect(seen('2026-11-30', aClaim({ receivedAt: null, stage: 'pending' })).state).toBe('expired');
    const accepted = { kind: 'accepted', at: '2026-11-10T09:00:00.000Z', by: 'Salesforce' };
    const elsewhere = aClaim({ receivedAt: null, stage: 'approved', decision: accepted });
    expect(seen('2026-11-30', elsewhere).state).toBe('accepted');
    const note = { at: '2026-11-10T09:00:00.000Z', by: 'Dana', note: 'Photo' };
    const changes = aClaim({ stage: 'pending', decision: { kind: 'changes-requested', ...note } });
    expect(seen('2026-11-12', changes).state).toBe('open');
    expect(seen('2026-11-16', changes).state).toBe('overdue');
    // Something came in time, so a late review forfeits nothing.
    expect(seen('2026-12-30', changes).state).toBe('overdue');
    expect(seen('2026-11-30', aClaim({ decision: { kind: 'rejected', ...note } })).state).toBe('completed');
    const paid = aClaim({ stage: 'completed', decision: { kind: 'paid', at: '2026-11-20T09:00:00.000Z' } });
    expect(seen('2026-12-30', paid).state).toBe('completed');
  });

  it.each([
    ['pending', { kind: 'open' }, ['upcoming', 'open', 'overdue', 'expired']],
    ['approval-needed', { kind: 'open' }, 'received'],
    ['approved', { kind: 'open' }, 'unsettled'],
    ['completed', { kind: 'open' }, 'unsettled'],
    ['completed', changesRequested, 'unsettled'],
    ['approval-needed', changesRequested, 'received'],
    ['pending', changesRequested, ['upcoming', 'open', 'overdue', 'overdue']],
  ] as const)(
    'POP-2 a label “%s” without a file on this desk, decision %o, counts at every time',
    (stage, decision, states) => {
      const claim = aClaim({ receivedAt: null, stage, decision });
      const days = ['2026-10-15', '2026-11-12', '2026-11-16', '2026-11-30'];
      const expected = typeof states === 'string' ? days.map(() => states) : states;
      expect(days.map((day) => seen(day, claim).state)).toEqual(expected);
      if (typeof states === 'string') {
        expect(days.map((day) => seen(day, claim).noticeDue)).toEqual([null, null, null, null]);
      }
    },
  );

  it('POP-7 is due 35 days after the end for a first-time claimant', () => {
    expect(seen('2026-11-16', null, true)).toMatchObject({ state: 'open', due: '2026-11-19' });
  });

  it('POP-7 counts no claim that was deleted remotely', () => {
    const deleted = aClaim({ requestId: 'other', deletedRemotely: true });
    expect(claimsByRequest([deleted]).size).toBe(0);
    const stands = aClaim({ requestId: 'other', id: 'claim-2' });
    for (const claims of [
      [deleted, stands],
      [stands, deleted],
    ])
      expect(claimsByRequest(claims).get('other')).toBe(stands);
  });

  it('POP-7 reminds on days 1, 14 and 28, then gives a last notice, then none', () => {
    expect(seen('2026-10-15').reminders).toEqual(['2026-10-16', '2026-10-29', '2026-11-12']);
    const notice = (day: string) => seen(day).noticeDue;
    expect(notice('2026-10-15')).toBeNull();
    expect(notice('2026-10-16')).toEqual({ kind: 'reminder', on: '2026-10-16' });
    expect(notice('2026-10-28')).toEqual({ kind: 'reminder', on: '2026-10-16' });
    expect(notice('2026-10-29')).toEqual({ kind: 'reminder', on: '2026-10-29' });
    expect(notice('2026-11-20')).toEqual({ kind: 'reminder', on: '2026-11-12' });
    expect(notice('2026-11-21')).toEqual({ kind: 'last-notice', on: '2026-11-21' });
    expect(notice('2026-11-22')).toBeNull();
    expect(seen('2026-10-29', aClaim()).noticeDue).toBeNull();
  });

  it('POP-7 asks for each notice until that one was drafted', () => {
    const at = '2026-10-17T09:00:00.000Z';
    const first = { kind: 'reminder', on: '2026-10-16', at, by: 'Dana' };
    const drafted = aFundRequest({ ...request, notices: [first] });
    const noticeOn = (day: string, of = drafted) => {
      const now = Instant.parse(`${day}T12:00:00.000Z`);
      return popDeadline({ request: of, claim: null, firstTime: false, playbook, holidays, now })?.noticeDue;
    };
    expect(noticeOn('2026-10-28')).toBeNull();
    expect(noticeOn('2026-10-29')).toEqual({ kind: 'reminder', on: '2026-10-29' });
    expect(noticeOn('2026-11-21')).toEqual({ kind: 'last-notice', on: '2026-11-21' });
    expect(noticeOn('2026-10-28', request)).toEqual({ kind: 'reminder', on: '2026-10-16' });
    const [notice] = drafted.notices ?? [];
    if (notice === undefined) throw new Error('no notice');
    expect(isDrafted(drafted, notice)).toBe(true);
    expect(isDrafted(drafted, { ...notice, kind: 'last-notice' })).toBe(false);
  });

  it('POP-7 takes its days from the playbook', () => {
    const pop = { ...playbook.pop, dueDays: 10, lastNoticeDays: 0, reminderDays: [5] };
    const now = Instant.parse('2026-10-26T12:00:00.000Z');
    const strict = { ...playbook, pop };
    const found = popDeadline({ request, claim: null, firstTime: false, playbook: strict, holidays, now });
    expect(found).toMatchObject({ due: '2026-10-25', expires: '2026-10-26', state: 'expired' });
  });

  it('POP-2 says on the POP issue who rejected a claim and why', () => {
    const request = aFundRequest({ title: 'Cloud day' });
    const decision = {
      kind: 'rejected' as const,
      at: Instant.parse('2026-11-20T09:00:00.000Z'),
      by: 'Mara Vogel',
      note: 'The fair was cancelled.',
    };
    const text = rejectionNote(decision, request, aPartner(), playbook);
    for (const part of ['Mara Vogel', 'Cloud day', 'The fair was cancelled.']) expect(text).toContain(part);
  });

  it('POP-7 drafts reminder, last notice and request for changes to the partner', () => {
    const context = {
      sender: 'Dana',
      reason: 'The photo is blurred.',
      popDue: PlainDate.parse('2026-11-14'),
    };
    const drafts = [
      noticeMail('reminder', request, aPartner(), playbook, context),
      noticeMail('last-notice', request, aPartner(), playbook, context),
      changesMail(request, aPartner(), playbook, { ...context, today: context.popDue }),
    ];
    expect(drafts[0]?.subject).toContain('Reminder');
    expect(drafts[1]?.subject).toContain('Last notice');
    expect(drafts[2]?.body).toContain('The photo is blurred.');
    expect(drafts[2]?.body).toContain('by 2026-11-14.');
    for (const draft of drafts) {
      expect(draft.to).toEqual(['marketing@nordlicht.example']);
      expect(draft.body).not.toMatch(/[{}]/);
    }
  });

  it('POP-6 asks for changes at once when the day on which all was due is over', () => {
    const popDue = PlainDate.parse('2026-11-14');
    const today = PlainDate.parse('2026-11-15');
    const context = { sender: 'Dana', reason: 'The photo is blurred.', popDue, today };
    const { body } = changesMail(request, aPartner(), playbook, context);
    expect(body).toContain('The photo is blurred.');
    expect(body).toContain('due on 2026-11-14, so please upload');
    expect(body).not.toContain('by 2026-11-14');
    expect(body).not.toMatch(/[{}]/);
  });
});
