import { assertNever } from '../../lib/assert-never';
import type { Playbook } from '../../playbook/playbook';
import type { Claim, ClaimDecision, PopStage } from '../../schema/claim';
import { labelOfStage } from './labels';

type Standing = Pick<Claim, 'stage' | 'decision'>;

const fitting = {
  open: ['pending', 'approval-needed'],
  'changes-requested': ['pending', 'approval-needed'],
  rejected: ['pending', 'approval-needed'],
  accepted: ['approved'],
  paid: ['completed'],
} as const satisfies Record<ClaimDecision['kind'], readonly PopStage[]>;

/** Whether the stage, which the label in GitLab shows, and the decision, which Salesforce has, say the same (POP-2). */
export function stageFits({ stage, decision }: Standing): boolean {
  return fitting[decision.kind].some((fit) => fit === stage);
}

/** The stage that says what was decided: the claim's own where it does, else the furthest that the decision allows (POP-2). */
export function stageOfDecision(claim: Standing): PopStage {
  return stageFits(claim) ? claim.stage : (fitting[claim.decision.kind].at(-1) ?? claim.stage);
}

/** The claim under another decision: a stage that said the former one follows, one that disagreed with it stays for a person to settle. */
export function underDecision<T extends Standing>(claim: T, decision: ClaimDecision): T {
  const next = { ...claim, decision };
  return stageFits(claim) ? { ...next, stage: stageOfDecision(next) } : next;
}

/** Whether the POP issue has something to learn of a claim that another system changed: its stage, or that it was rejected or is no longer. */
export function hasNewsForIssue(before: Standing, after: Standing): boolean {
  const isOther = (after.decision.kind === 'rejected') !== (before.decision.kind === 'rejected');
  return after.stage !== before.stage || isOther;
}

function wordOf(decision: ClaimDecision): string {
  switch (decision.kind) {
    case 'open':
      return 'nobody has decided the claim';
    case 'changes-requested':
      return 'changes were asked for';
    case 'accepted':
      return 'the claim is accepted, not paid';
    case 'rejected':
      return 'the claim is rejected';
    case 'paid':
      return 'the claim is paid';
    default:
      return assertNever(decision);
  }
}

/** What a person has to settle because the label in GitLab and the decision disagree; null while they agree (POP-2). */
export function claimDispute(
  claim: Standing & Pick<Claim, 'receivedAt'>,
  playbook: Pick<Playbook, 'pop'>,
): { readonly message: string; readonly fix: string } | null {
  if (stageFits(claim)) return null;
  const { decision } = claim;
  const right = labelOfStage(stageOfDecision(claim), playbook);
  const back = `Put the label back to “${right}”`;
  const isUndecided = decision.kind === 'open' || decision.kind === 'changes-requested';
  const canFollow = isUndecided && claim.receivedAt !== null;
  return {
    message: `The POP issue in GitLab is labelled “${labelOfStage(claim.stage, playbook)}”, but ${wordOf(decision)}; a label alone decides nothing.`,
    fix: canFollow ? `${back}, or decide the claim here.` : `${back}.`,
  };
}
