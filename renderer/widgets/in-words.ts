import type { Result } from '../../shared/lib/result';
import type { UseCaseProblem } from '../../shared/usecases/problem';

/** Why something was refused and the way out; null when it was done. */
export function inWords(result: Result<unknown, UseCaseProblem>): string | null {
  return result.ok ? null : `${result.error.message} ${result.error.fix}`;
}
