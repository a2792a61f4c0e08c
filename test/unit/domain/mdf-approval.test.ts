import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../shared/domain/mdf/approval';
import type {
  ApprovalAction,
  ApprovalRefusal,
  ApprovalStep,
} from '../../../shared/domain/mdf/approval-action';
import {
  approvalTrack,
  awaitsPerson,
  approverOn,
  authorityFor,
  levelDeadline,
} from '../../../shared/domain/mdf/approval-track';
import type { Finding } from '../../../shared/domain/finding';
import type { Result } from '../../../shared/lib/result';
import type { Playbook } from '../../../shared/playbook/playbook';
import { Approval, Decision } from '../../../shared/schema/approval';
import { Instant, PlainDate } from '../../../shared/schema/values';
import { shippedHolidays, shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const holidays = shippedHolidays();
const at = (text: string) => Instant.parse(text);
const now = at('2026-11-20T09:00:00.000Z');
const roles = playbook.mdf.levels.map((level) => level.role);

type Subject = { approval: Approval; decisions: Decision[]; start: PlainDate };
const start = PlainDate.parse('2026-12-10');
const draft: Subject = { approval: { kind: 'draft' }, decisions: [], start };

const holding = (held: readonly string[]) => ({ roles: held, regions: [], lent: [] });

function verdictOn(level: number, over: { roles?: readonly string[]; at?: Instant } = {}) {
  return {
    level,
    authority: (role: string) =>
      authorityFor({ roles: over.roles ?? roles, regions: [], lent: [] }, role, 'EMEA', playbook),
    by: 'Dana',
    recordedBy: 'Dana',
    at: over.at ?? now,
    basedOnStamp: null,
  };
}

function approve(
  level: number,
  over: Partial<Extract<ApprovalAction, { kind: 'approve' }>> = {},
): ApprovalAction {
  return { kind: 'approve', ...verdictOn(level), findings: [], acknowledged: [], note: null, ...over };
}

function run(subject: Subject, ...actions: ApprovalAction[]): Subject {
  return actions.reduce<Subject>((before, action) => {
    const done = decide(before, action, playbook);
    if (!done.ok) throw new Error(`${action.kind}: ${done.error.code}`);
    const { approval, decision } = done.value;
    return {
      ...before,
      approval,
      decisions: decision === null ? before.decisions : [...before.decisions, decision],
    };
  }, subject);
}

function refusal(result: Result<ApprovalStep, ApprovalRefusal>): ApprovalRefusal {
  if (result.ok) throw new Error('this should have been refused');
  return result.error;
}

const submit: ApprovalAction = { kind: 'submit', at: now, findings: [] };
const submitted = run(draft, submit);

describe('approval', () => {
  it('MDF-4 goes through the levels of the playbook in order', () => {
    expect(submitted.approval).toEqual({ kind: 'in-review', level: 1, submittedAt: now, levelSince: now });
    const later = at('2026-11-23T09:00:00.000Z');
    const second = run(submitted, approve(1, { at: later }));
    expect(second.approval).toEqual({ kind: 'in-review', level: 2, submittedAt: now, levelSince: later });
    const done = run(second, approve(2), approve(3));
    expect(done.approval).toEqual({ kind: 'approved', at: now });
    expect(done.decisions.map((made) => [made.level, made.role, made.verdict])).toEqual([
      [1, 'cmm', 'approve'],
      [2, 'senior-partner-program-manager', 'approve'],
      [3, 'final-approver', 'approve'],
    ]);
    expect(done.decisions[0]?.playbookVersion).toBe(playbook.version);
  });

  it('MDF-4 refuses out of order, twice and after a decline, and changes nothing', () => {
    expect(refusal(decide(submitted, approve(2), playbook)).code).toBe('out-of-order');
    const second = run(submitted, approve(1));
    expect(refusal(decide(second, approve(1), playbook)).code).toBe('already-decided');
    const declined = run(submitted, { kind: 'decline', reason: 'No budget', ...verdictOn(1) });
    expect(declined.approval).toEqual({ kind: 'declined', at: now, level: 1, reason: 'No budget' });
    for (const action of [
      approve(1),
      approve(2),
      { kind: 'decline', reason: 'x', ...verdictOn(1) } as const,
    ]) {
      expect(refusal(decide(declined, action, playbook)).code).toBe('already-ended');
    }
    const approvedAll = run(second, approve(2), approve(3));
    expect(refusal(decide(approvedAll, approve(3), playbook)).code).toBe('already-ended');
    expect(refusal(decide(draft, approve(1), playbook)).code).toBe('not-in-review');
    expect(refusal(decide(submitted, submit, playbook)).code).toBe('not-a-draft');
  });

  it('MDF-4 lets only the role of the level decide', () => {
    const wrong = refusal(
      decide(submitted, approve(1, verdictOn(1, { roles: ['cam', 'final-approver'] })), playbook),
    );
    expect(wrong.code).toBe('wrong-role');
    expect(wrong.message).toContain('Channel Marketing Manager');
    expect(awaitsPerson(holding(['cmm']), { ...submitted, region: 'EMEA' }, playbook)).toBe(true);
    expect(awaitsPerson(holding(['final-approver']), { ...submitted, region: 'EMEA' }, playbook)).toBe(false);
    expect(awaitsPerson(holding(roles), { ...draft, region: 'EMEA' }, playbook)).toBe(false);
  });

  it('MDF-5 requires a reason to decline or to send back', () => {
    for (const kind of ['decline', 'send-back'] as const) {
      const refused = refusal(decide(submitted, { kind, reason: '  ', ...verdictOn(1) }, playbook));
      expect(refused.code).toBe('reason-missing');
    }
  });

  it('MDF-4 starts again at the first level after a send-back, or at the same one if the playbook says so', () => {
    const second = run(submitted, approve(1));
    const back = run(second, { kind: 'send-back', reason: 'Dates?', ...verdictOn(2) });
    expect(back.approval).toEqual({ kind: 'sent-back', at: now, level: 2, reason: 'Dates?', start });
    expect(refusal(decide(back, submit, playbook)).code).toBe('not-a-draft');
    expect(refusal(decide(back, approve(2), playbook)).code).toBe('not-in-review');
    const resubmit: ApprovalAction = { kind: 'resubmit', at: now, findings: [] };
    expect(run(back, resubmit).approval).toMatchObject({ kind: 'in-review', level: 1 });
    const same: Playbook = { ...playbook, mdf: { ...playbook.mdf, resubmitTo: 'same-level' } };
    expect(decide(back, resubmit, same)).toMatchObject({ value: { approval: { level: 2 } } });
    expect(refusal(decide(submitted, resubmit, playbook)).code).toBe('not-sent-back');
  });

  it('MDF-4 can be withdrawn until it has ended otherwise', () => {
    const withdraw: ApprovalAction = { kind: 'withdraw', at: now, reason: 'Cancelled' };
    expect(run(draft, withdraw).approval.kind).toBe('withdrawn');
    const withdrawn = run(submitted, withdraw);
    expect(withdrawn.approval).toEqual({ kind: 'withdrawn', at: now, reason: 'Cancelled' });
    expect(refusal(decide(withdrawn, withdraw, playbook)).code).toBe('already-ended');
    expect(refusal(decide(withdrawn, approve(1), playbook)).code).toBe('already-ended');
    const approvedAll = run(submitted, approve(1), approve(2), approve(3));
    expect(refusal(decide(approvedAll, withdraw, playbook)).code).toBe('approved');
  });

  it('MDF-12 cancels only what is approved and not reimbursed, by a role that may, with a reason', () => {
    const approvedAll = run(submitted, approve(1), approve(2), approve(3));
    const cancel = (over: Partial<Extract<ApprovalAction, { kind: 'cancel' }>> = {}): ApprovalAction => ({
      kind: 'cancel',
      at: now,
      reason: ' The venue is gone. ',
      authority: verdictOn(1).authority,
      by: 'Dana',
      claim: null,
      ...over,
    });
    expect(run(approvedAll, cancel()).approval).toEqual({
      kind: 'withdrawn',
      at: now,
      reason: 'The venue is gone.',
      cancelledBy: 'Dana',
    });
    const code = (subject: Subject, action: ApprovalAction) =>
      refusal(decide(subject, action, playbook)).code;
    for (const subject of [draft, submitted, run(submitted, { kind: 'withdraw', at: now, reason: '' })])
      expect(code(subject, cancel())).toBe('not-approved');
    expect(code(approvedAll, cancel({ reason: ' ' }))).toBe('reason-missing');
    for (const claim of ['accepted', 'paid'] as const)
      expect(code(approvedAll, cancel({ claim }))).toBe('proof-decided');
    for (const claim of ['open', 'rejected', 'changes-requested'] as const)
      expect(run(approvedAll, cancel({ claim })).approval.kind).toBe('withdrawn');
    const by = (held: readonly string[]) => verdictOn(1, { roles: held }).authority;
    expect(code(approvedAll, cancel({ authority: by(['cam']) }))).toBe('wrong-role');
    expect(code(approvedAll, cancel({ authority: () => ({ kind: 'none', misses: 'region' }) }))).toBe(
      'wrong-region',
    );
    const others: Playbook = {
      ...playbook,
      mdf: { ...playbook.mdf, cancellation: { ...playbook.mdf.cancellation, decidedBy: ['cam'] } },
    };
    expect(decide(approvedAll, cancel({ authority: by(['cam']) }), others).ok).toBe(true);
    expect(decide(approvedAll, cancel({ authority: by(['cmm']) }), others).ok).toBe(false);
  });

  it('MDF-8 wants every warning acknowledged, and refuses what is not eligible', () => {
    const warn: Finding = {
      rule: 'MDF-8',
      code: 'over-allocation',
      verdict: 'warn',
      message: 'Too much',
      fix: '',
    };
    const fail: Finding = {
      rule: 'MDF-1',
      code: 'partner-track',
      verdict: 'fail',
      message: 'Open',
      fix: 'Decline',
    };
    const open = refusal(decide(submitted, approve(1, { findings: [warn] }), playbook));
    expect(open).toMatchObject({ code: 'unacknowledged', findings: [warn] });
    const noted = run(submitted, approve(1, { findings: [warn], acknowledged: ['over-allocation'] }));
    expect(noted.decisions[0]?.acknowledged).toEqual(['over-allocation']);
    expect(refusal(decide(submitted, approve(1, { findings: [fail] }), playbook)).code).toBe('not-eligible');
    expect(refusal(decide(draft, { ...submit, findings: [fail] }, playbook))).toMatchObject({
      code: 'not-eligible',
      message: 'Open',
      fix: 'Decline',
    });
    const decline: ApprovalAction = { kind: 'decline', reason: 'Open partner', ...verdictOn(1) };
    expect(run(submitted, decline).approval.kind).toBe('declined');
  });

  it('MDF-2 refuses an approval while a condition is not ticked', () => {
    const open: Finding = {
      rule: 'MDF-2',
      code: 'condition-focus',
      verdict: 'needs-person',
      message: '?',
      fix: '',
    };
    expect(refusal(decide(submitted, approve(1, { findings: [open] }), playbook)).code).toBe('unchecked');
  });

  it('MDF-4 says what to do when the playbook has lost the level at which a request waits', () => {
    const stranded: Subject = {
      approval: { kind: 'in-review', level: 9, submittedAt: now, levelSince: now },
      decisions: [],
      start,
    };
    expect(refusal(decide(stranded, approve(9), playbook)).code).toBe('out-of-order');
    expect(levelDeadline({ ...stranded, region: 'EMEA' }, playbook, holidays, now)).toBeNull();
    expect(awaitsPerson(holding(roles), { ...stranded, region: 'EMEA' }, playbook)).toBe(false);
  });

  it('MDF-4 never approves without one approval of every level since the last submission', () => {
    const kinds = ['submit', 'resubmit', 'approve', 'decline', 'send-back', 'withdraw', 'cancel'] as const;
    const often = <T>(usual: T, ...others: T[]) =>
      fc.oneof(
        { weight: 6, arbitrary: fc.constant(usual) },
        { weight: 1, arbitrary: fc.constantFrom(...others) },
      );
    const steps = fc.array(
      fc.record({
        kind: fc.oneof(
          { weight: 1, arbitrary: fc.constantFrom(...kinds) },
          { weight: 3, arbitrary: often<(typeof kinds)[number]>('approve', 'resubmit', 'send-back') },
        ),
        // Zero stands for the level at which the request waits.
        level: often(0, 1, 2, 3, 4),
        mine: often(true, false),
      }),
      { minLength: 12, maxLength: 30 },
    );
    let approvals = 0;
    fc.assert(
      fc.property(steps, (list) => {
        let subject = submitted;
        for (const step of list) {
          const { kind, mine } = step;
          const waitsAt = subject.approval.kind === 'in-review' ? subject.approval.level : 1;
          const level = step.level === 0 ? waitsAt : step.level;
          const verdict = verdictOn(level, { roles: mine ? roles : ['cam'] });
          const actions: Record<(typeof kinds)[number], ApprovalAction> = {
            submit,
            resubmit: { kind: 'resubmit', at: now, findings: [] },
            approve: { kind: 'approve', ...verdict, findings: [], acknowledged: [], note: null },
            decline: { kind: 'decline', reason: 'r', ...verdict },
            'send-back': { kind: 'send-back', reason: 'r', ...verdict },
            withdraw: { kind: 'withdraw', at: now, reason: '' },
            cancel: { kind: 'cancel', reason: 'r', claim: null, ...verdict },
          };
          const before = subject;
          const done = decide(subject, actions[kind], playbook);
          if (!done.ok) continue;
          expect(Approval.safeParse(done.value.approval).success).toBe(true);
          const { approval, decision } = done.value;
          if (decision !== null) {
            expect(Decision.safeParse(decision).success).toBe(true);
            expect(before.approval).toMatchObject({ kind: 'in-review', level: decision.level });
            expect(mine).toBe(true);
          }
          subject = {
            ...before,
            approval,
            decisions: decision === null ? before.decisions : [...before.decisions, decision],
          };
          if (kind === 'cancel') expect(before.approval.kind === 'approved' && mine).toBe(true);
          if (before.approval.kind === 'declined' || before.approval.kind === 'withdrawn') {
            throw new Error(`${kind} went on after the end`);
          }
          if (approval.kind === 'approved' && before.approval.kind !== 'approved') {
            const lastBreak = subject.decisions.map((made) => made.verdict).lastIndexOf('send-back');
            const round = subject.decisions.slice(lastBreak + 1);
            expect(round.map((made) => made.level)).toEqual([1, 2, 3]);
            approvals += 1;
          }
          const track = approvalTrack(subject, playbook);
          expect(track).toHaveLength(3);
          const current = track.filter((entry) => entry.state === 'current');
          expect(current).toHaveLength(approval.kind === 'in-review' ? 1 : 0);
          if (approval.kind === 'approved')
            expect(track.every((entry) => entry.state === 'approved')).toBe(true);
        }
      }),
      { seed: 20261122, numRuns: 600 },
    );
    expect(approvals).toBeGreaterThan(100);
  });
});

describe('approval track and clock', () => {
  it('MDF-4 shows where each level stands, without verdicts on an earlier version', () => {
    const states = (subject: Subject) => approvalTrack(subject, playbook).map((entry) => entry.state);
    expect(states(draft)).toEqual(['waiting', 'waiting', 'waiting']);
    const second = run(submitted, approve(1));
    expect(states(second)).toEqual(['approved', 'current', 'waiting']);
    const back = run(second, { kind: 'send-back', reason: 'r', ...verdictOn(2) });
    expect(states(back)).toEqual(['approved', 'sent-back', 'waiting']);
    const again = run(back, { kind: 'resubmit', at: now, findings: [] });
    expect(states(again)).toEqual(['current', 'waiting', 'waiting']);
    expect(states(run(again, approve(1)))).toEqual(['approved', 'current', 'waiting']);
    const declined = run(again, { kind: 'decline', reason: 'r', ...verdictOn(1) });
    expect(states(declined)).toEqual(['declined', 'skipped', 'skipped']);
  });

  it('MDF-4 gives each level two business days in its region', () => {
    const clock = (levelSince: string, region: string) =>
      levelDeadline(
        {
          approval: { kind: 'in-review', level: 1, submittedAt: at(levelSince), levelSince: at(levelSince) },
          region,
        },
        playbook,
        holidays,
        now,
      );
    // Friday noon in Berlin: Monday and Tuesday are the two days.
    expect(clock('2026-11-20T11:00:00.000Z', 'EMEA')).toMatchObject({
      due: '2026-11-24',
      dueAt: '2026-11-24T16:00:00.000Z',
      timeZone: 'Europe/Berlin',
      businessDaysLeft: 2,
    });
    // Submitted on Saturday: counting begins on Monday.
    expect(clock('2026-11-21T11:00:00.000Z', 'EMEA')?.due).toBe('2026-11-24');
    // Wednesday before Thanksgiving.
    expect(clock('2026-11-25T15:00:00.000Z', 'AMER')?.due).toBe('2026-11-30');
    expect(levelDeadline({ approval: draft.approval, region: 'EMEA' }, playbook, holidays, now)).toBeNull();
  });

  it('MDF-10 runs the clock of the region where the activity takes place', () => {
    // Late on Thursday in Europe it is Friday in Singapore already.
    const since = at('2026-11-19T22:00:00.000Z');
    const approval = { kind: 'in-review' as const, level: 1, submittedAt: since, levelSince: since };
    const due = (region: string) => levelDeadline({ approval, region }, playbook, holidays, now)?.due;
    expect(due('EMEA')).toBe('2026-11-23');
    expect(due('APAC')).toBe('2026-11-24');
  });

  it('MDF-10 waits for those who hold the role in the region of the activity', () => {
    const waits = (regions: string[], region: string, held = ['cmm']) =>
      awaitsPerson({ ...holding(held), regions }, { ...submitted, region }, playbook);
    expect(waits(['EMEA'], 'emea')).toBe(true);
    expect(waits(['EMEA'], 'APAC')).toBe(false);
    expect(waits([], 'APAC')).toBe(true);
    expect(waits(['Public Sector', 'AMER'], 'PubSec')).toBe(true);
    expect(waits(['EMEA'], 'EMEA', ['cam'])).toBe(false);
  });

  it('MDF-10 lends a role for a time only, and only for its regions', () => {
    const delegation = {
      role: 'final-approver',
      of: 'Fiona Final',
      regions: ['APAC'],
      from: PlainDate.parse('2026-11-20'),
      until: PlainDate.parse('2026-11-27'),
    };
    const person = { roles: ['cmm'], regions: ['EMEA'], delegations: [delegation] };
    const on = (day: string, region = 'apac', role = 'final-approver') =>
      authorityFor(approverOn(person, PlainDate.parse(day)), role, region, playbook);
    expect(on('2026-11-19')).toEqual({ kind: 'none', misses: 'role' });
    expect(on('2026-11-20')).toEqual({ kind: 'lent', of: 'Fiona Final' });
    expect(on('2026-11-27')).toEqual({ kind: 'lent', of: 'Fiona Final' });
    expect(on('2026-11-28')).toEqual({ kind: 'none', misses: 'role' });
    expect(on('2026-11-20', 'EMEA')).toEqual({ kind: 'none', misses: 'region' });
    expect(on('2026-11-20', 'EMEA', 'cmm')).toEqual({ kind: 'own' });
    expect(on('2026-11-20', 'APAC', 'cmm')).toEqual({ kind: 'none', misses: 'region' });
  });

  it('MDF-10 refuses a decision for a region that is not the person’s, and says so', () => {
    const elsewhere = (role: string) =>
      authorityFor({ roles, regions: ['APAC'], lent: [] }, role, 'EMEA', playbook);
    const wrong = refusal(decide(submitted, approve(1, { authority: elsewhere }), playbook));
    expect(wrong.code).toBe('wrong-region');
    expect(wrong.message).toContain('region');
  });
});
