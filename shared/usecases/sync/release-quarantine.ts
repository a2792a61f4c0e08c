import { err, ok, type Result } from '../../lib/result';
import type { UseCaseContext } from '../context';
import { notFound, problemOfCommit, type UseCaseProblem } from '../problem';

/** Lets go of something that was set aside because it could not be read (G10); the log keeps that it was there and why. */
export async function releaseQuarantine(
  context: Pick<UseCaseContext, 'store' | 'clock'>,
  id: string,
): Promise<Result<void, UseCaseProblem>> {
  const item = (await context.store.quarantined()).find((one) => one.id === id);
  if (item === undefined) return err(notFound('This item'));
  const committed = await context.store.commit({
    releaseQuarantine: [id],
    log: [
      {
        at: context.clock.now(),
        level: 'warning',
        text: `Let go from quarantine: ${item.what}. It had been set aside because: ${item.reason}`,
      },
    ],
  });
  return committed.ok ? ok(undefined) : err(problemOfCommit(committed.error));
}
