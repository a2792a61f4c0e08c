import type { Result } from '../../../shared/lib/result';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { type UndoAnswer, undoAnswer } from '../../widgets/undo';

/** Why something was refused and the way out; null when it was done. */
export function inWords(result: Result<unknown, UseCaseProblem>): string | null {
  return result.ok ? null : `${result.error.message} ${result.error.fix}`;
}

/** What the list behind Undo is told of a step back, or forth again. */
export function answerOf(result: Result<unknown, UseCaseProblem>): UndoAnswer {
  return undoAnswer(result.ok ? null : result.error);
}
