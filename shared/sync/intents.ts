import { assertNever } from '../lib/assert-never';
import type { Intent, StepProblem } from '../schema/intent';
import type { Instant } from '../schema/values';

/** A problem before it is dated. */
export type Problem = Omit<StepProblem, 'at'>;

/** Whether a problem goes away by itself when something else happens; such an intent is looked at in every pass, and so is one without any. */
export function isRecheckable(problem: StepProblem | null): boolean {
  return problem === null || /^(needs|waits-for)-/.test(problem.code);
}

/** The problem with its time. */
export function dated(problem: Problem, at: Instant): StepProblem {
  return { ...problem, at };
}

/** Whether two problems say the same, whenever they were noticed. */
export function sameProblem(a: Problem | null, b: Problem | null): boolean {
  return a?.code === b?.code && a?.message === b?.message && a?.fix === b?.fix;
}

/** What an intent is about, as the log calls it. */
export function nameOf(intent: Intent): string {
  switch (intent.kind) {
    case 'fund-request.put':
      return `fund request “${intent.label}”`;
    case 'fund-request.approved':
      return `approval of “${intent.label}”`;
    case 'fund-request.finished':
      return `end of “${intent.label}”`;
    case 'fund-request.cancelled':
      return `cancellation of “${intent.label}”`;
    case 'fund-request.declined':
      return `decline of “${intent.label}”`;
    case 'claim.put':
      return `claim “${intent.label}”`;
    case 'document.put':
      return `document “${intent.label}”`;
    case 'registration.put':
      return `registration “${intent.label}”`;
    case 'plan-item.put':
      return `plan item “${intent.label}”`;
    default:
      return assertNever(intent.kind);
  }
}
