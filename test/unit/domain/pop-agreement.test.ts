import { describe, expect, it } from 'vitest';
import {
  claimDispute,
  stageFits,
  stageOfDecision,
  underDecision,
} from '../../../shared/domain/pop/agreement';
import { decideClaim } from '../../../shared/domain/pop/claim-decision';
import type { ClaimDecision, PopStage } from '../../../shared/schema/claim';
import { Instant } from '../../../shared/schema/values';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { aClaim } from '../../support/records';

const playbook = shippedPlaybook();
const at = Instant.parse('2026-11-20T09:00:00.000Z');
const by = 'Dana';
const note = 'Photo';
const decisions: readonly ClaimDecision[] = [
  { kind: 'open' },
  { kind: 'changes-requested', at, by, note },
  { kind: 'rejected', at, by, note },
  { kind: 'accepted', at, by },
  { kind: 'paid', at },
];
const stages: readonly PopStage[] = ['pending', 'approval-needed', 'approved', 'completed'];

describe('stage and decision', () => {
  it('POP-2 disagree where the label says more or less than was decided, and only then something is to settle', () => {
    const agreeing = decisions.map((decision) => [
      decision.kind,
      stages.filter((stage) => claimDispute({ stage, decision, receivedAt: at }, playbook) === null),
    ]);
    expect(agreeing).toEqual([
      ['open', ['pending', 'approval-needed']],
      ['changes-requested', ['pending', 'approval-needed']],
      ['rejected', ['pending', 'approval-needed']],
      ['accepted', ['approved']],
      ['paid', ['completed']],
    ]);
  });

  it('POP-2 names the label that is there, the decision and the label that would be right', () => {
    const dispute = claimDispute({ stage: 'approved', decision: { kind: 'open' }, receivedAt: at }, playbook);
    expect(dispute?.message).toContain('“MDF::POP Approved”');
    expect(dispute?.message).toContain('nobody has decided');
    expect(dispute?.fix).toContain('“MDF::POP Approval Needed”');
    expect(dispute?.fix).toContain('decide the claim');
    const paid = claimDispute({ stage: 'pending', decision: { kind: 'paid', at }, receivedAt: at }, playbook);
    expect(paid?.fix).toBe('Put the label back to “MDF::POP Completed”.');
  });

  it('POP-2 advises a decision only where one can be made here', () => {
    const fixOf = (decision: ClaimDecision, receivedAt: typeof at | null) =>
      claimDispute({ stage: 'completed', decision, receivedAt }, playbook)?.fix;
    expect(fixOf({ kind: 'open' }, at)).toContain('or decide the claim here');
    expect(fixOf({ kind: 'open' }, null)).not.toContain('decide');
    expect(fixOf({ kind: 'accepted', at, by }, at)).not.toContain('decide');
  });

  it('POP-2 follows another decision where it said the former, and stays where it disagreed', () => {
    for (const stage of stages)
      for (const decision of decisions)
        for (const next of decisions) {
          const claim = { stage, decision };
          const after = underDecision(claim, next);
          expect(after.decision).toEqual(next);
          expect(stageFits(claim) ? stageFits(after) : after.stage === stage).toBe(true);
          expect(stageFits({ stage: stageOfDecision(after), decision: next })).toBe(true);
        }
  });

  it('POP-2 a label that was moved stays when a file comes in, and gives way to a decision', () => {
    const moved = aClaim({ stage: 'approved', decision: { kind: 'open' } });
    const next = (action: Parameters<typeof decideClaim>[1]) => {
      const done = decideClaim(moved, action, playbook);
      return done.ok ? done.value.stage : done.error.code;
    };
    expect(next({ kind: 'receive', at })).toBe('approved');
    expect(next({ kind: 'accept', at, by, findings: [] })).toBe('approved');
    expect(next({ kind: 'reject', at, by, note })).toBe('approval-needed');
    expect(next({ kind: 'request-changes', at, by, note })).toBe('pending');
  });
});
