import { approvalText } from '../../domain/mdf/approval-action';
import { terms } from '../../domain/mdf/terms';
import type { FundRequest } from '../../schema/fund-request';
import { changedFields } from '../audit-line';
import { sameFormValue } from '../form-changes';
import type { UseCaseProblem } from '../problem';

/** Why nothing is decided on a request whose terms are others than those that were seen; null when they are the same. */
export function changedTermsProblem(seen: FundRequest, before: FundRequest): UseCaseProblem | null {
  const changed = changedFields(seen, before, terms);
  if (changed.length === 0) return null;
  return {
    code: 'terms-changed',
    message:
      'The terms of this request were changed elsewhere while you were looking at them; nothing was done.',
    fix: 'Look at the new terms and decide again.',
    clashes: changed.map(({ field }) => field),
  };
}

function placeOf({ approval }: FundRequest): string {
  return 'level' in approval ? `${approval.kind} ${approval.level}` : approval.kind;
}

/** Why no step is taken from a place in the approval, or over an agreed amount, that nobody has seen; null when both are the same (G4). */
export function movedApprovalProblem(seen: FundRequest, before: FundRequest): UseCaseProblem | null {
  const fix = 'Look at its approval and decide again.';
  if (placeOf(seen) !== placeOf(before))
    return {
      code: 'approval-moved',
      message: `Its approval moved on elsewhere while you were looking at it: it is ${approvalText(before.approval)} now. Nothing was done.`,
      fix,
    };
  if (sameFormValue(seen.approvedAmount, before.approvedAmount)) return null;
  return {
    code: 'approval-moved',
    message: 'The approved amount was changed elsewhere while you were looking at it; nothing was done.',
    fix,
  };
}
