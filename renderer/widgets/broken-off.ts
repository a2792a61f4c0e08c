import { causeSentence } from '../../shared/lib/cause';
import { err, type Result } from '../../shared/lib/result';
import type { UseCaseProblem } from '../../shared/usecases/problem';

/**
 * What came of something the person did, also where it broke off, as when the database cannot be read: then that is its
 * problem, so that what waits for it says why and does not wait for ever.
 */
export async function orProblem<T, P extends UseCaseProblem>(
  work: Promise<Result<T, P>>,
): Promise<Result<T, P | UseCaseProblem>> {
  try {
    return await work;
  } catch (cause) {
    return err({
      code: 'broken-off',
      message: causeSentence(cause),
      fix: 'Try again; if it stays, close the app and open it again. What was saved stays saved.',
    });
  }
}
