import { stageFits, stageOfDecision } from '../../domain/pop/agreement';
import { claimRoleRefusal } from '../../domain/pop/claim-roles';
import { err, type Result } from '../../lib/result';
import type { Claim } from '../../schema/claim';
import { againWhenMoved } from '../again-when-moved';
import type { UseCaseContext } from '../context';
import type { UseCaseProblem } from '../problem';
import { loadSeenClaim, type SeenClaim, writeClaim } from './seen-claim';

/** Puts the label of the POP issue back to what was decided, where somebody moved it in GitLab without a decision (POP-2). */
export function putLabelBack(
  context: UseCaseContext,
  seen: SeenClaim,
): Promise<Result<Claim, UseCaseProblem>> {
  return againWhenMoved(async () => {
    const refusal = claimRoleRefusal('review', context.settings.roles, context.playbook);
    if (refusal !== null) return err(refusal);
    const loaded = await loadSeenClaim(context, seen);
    if (!loaded.ok) return loaded;
    const { claim } = loaded.value;
    if (stageFits(claim)) {
      return err({
        code: 'nothing-to-settle',
        message: 'The label in GitLab and the decision agree; nothing was changed.',
        fix: 'Look at the claim as it is now.',
      });
    }
    const after = { ...claim, stage: stageOfDecision(claim) };
    return writeClaim(context, claim, after, { action: 'put the label back', travels: true });
  });
}
