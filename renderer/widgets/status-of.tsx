import { assertNever } from '../../shared/lib/assert-never';
import { stageFits } from '../../shared/domain/pop/agreement';
import type { PopDeadline } from '../../shared/domain/pop/deadlines';
import type { Playbook } from '../../shared/playbook/playbook';
import type { Approval } from '../../shared/schema/approval';
import type { Claim } from '../../shared/schema/claim';
import type { PlanStatus } from '../../shared/schema/plan';
import { Status, type StatusTone } from '../ui/status';

/** A state for people: what it means and its word. */
export type StatusWords = { readonly tone: StatusTone; readonly word: string };

/** Where a request stands (MDF-4). */
export function requestStatus(approval: Approval, playbook: Pick<Playbook, 'mdf'>): StatusWords {
  switch (approval.kind) {
    case 'draft':
      return { tone: 'neutral', word: 'Draft' };
    case 'in-review':
      return { tone: 'active', word: `Level ${approval.level} of ${playbook.mdf.levels.length}` };
    case 'approved':
      return { tone: 'good', word: 'Approved' };
    case 'declined':
      return { tone: 'bad', word: 'Declined' };
    case 'sent-back':
      return { tone: 'waiting', word: 'Sent back' };
    case 'withdrawn':
      return approval.cancelledBy === undefined
        ? { tone: 'neutral', word: 'Withdrawn' }
        : { tone: 'bad', word: 'Cancelled' };
    default:
      return assertNever(approval);
  }
}

/** Where a claim stands: its decision once there is one, its stage until then, and whether the two disagree (POP-2). */
export function claimStatus(claim: Pick<Claim, 'decision' | 'stage'>): StatusWords {
  const { decision, stage } = claim;
  if (!stageFits(claim)) return { tone: 'waiting', word: 'To settle' };
  switch (decision.kind) {
    case 'open':
      return stage === 'pending'
        ? { tone: 'neutral', word: 'Nothing received' }
        : { tone: 'active', word: 'To review' };
    case 'accepted':
      return { tone: 'good', word: 'Accepted' };
    case 'changes-requested':
      return { tone: 'waiting', word: 'Changes requested' };
    case 'rejected':
      return { tone: 'bad', word: 'Rejected' };
    case 'paid':
      return { tone: 'good', word: 'Paid' };
    default:
      return assertNever(decision);
  }
}

/** What the proof of performance of a request waits for, in a word (POP-1, POP-7). */
export function popStatus(state: PopDeadline['state']): StatusWords {
  switch (state) {
    case 'upcoming':
      return { tone: 'neutral', word: 'Not ended yet' };
    case 'open':
      return { tone: 'info', word: 'Awaited' };
    case 'overdue':
      return { tone: 'waiting', word: 'Overdue' };
    case 'expired':
      return { tone: 'bad', word: 'Expired' };
    case 'received':
      return { tone: 'active', word: 'To review' };
    case 'accepted':
      return { tone: 'good', word: 'Accepted' };
    case 'unsettled':
      return { tone: 'waiting', word: 'To settle' };
    case 'completed':
      return { tone: 'good', word: 'Completed' };
    default:
      return assertNever(state);
  }
}

const planTones = {
  idea: 'neutral',
  planned: 'info',
  committed: 'active',
  running: 'active',
  done: 'good',
  cancelled: 'bad',
} as const satisfies Record<PlanStatus, StatusTone>;

/** How far a tactic has come, in the playbook's words (PLAN-3). */
export function planStatus(status: PlanStatus, playbook: Pick<Playbook, 'planning'>): StatusWords {
  return { tone: planTones[status], word: playbook.planning.statuses[status] };
}

/** Shows a state made by one of the functions here. */
export function StatusOf({ status }: { readonly status: StatusWords }) {
  return <Status tone={status.tone}>{status.word}</Status>;
}
