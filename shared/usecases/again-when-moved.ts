import type { Result } from '../lib/result';
import type { UseCaseProblem } from './problem';

const TRIES = 5;

/**
 * Runs a step that reads a record and writes it again until no other write, such as one of the sync, came between the
 * two; a step that keeps meeting others gives the last answer.
 */
export async function againWhenMoved<T, E extends UseCaseProblem>(
  step: () => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  let done = await step();
  for (let tries = 1; tries < TRIES && !done.ok && done.error.code === 'moved-on'; tries += 1) {
    done = await step();
  }
  return done;
}
