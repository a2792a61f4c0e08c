import { useState } from 'react';
import type { Result } from '../../../shared/lib/result';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { showToast } from '../../ui/toast-store';
import { useProblem } from '../../ui/use-problem';
import { orProblem } from '../../widgets/broken-off';
import { inWords } from '../../widgets/in-words';
import { useSyncStatus } from '../../widgets/sync-status';

/** Does something to the sync, says what was done, starts a pass, and keeps the reason when it was refused. */
export function useSteering(): {
  readonly problem: string | null;
  readonly isBusy: boolean;
  readonly forget: () => void;
  readonly steer: <T>(
    work: Promise<Result<T, UseCaseProblem>>,
    done: string | ((value: T) => string),
  ) => Promise<boolean>;
} {
  const syncNow = useSyncStatus((status) => status.syncNow);
  const [problem, setProblem] = useProblem();
  const [isBusy, setBusy] = useState(false);

  return {
    problem,
    isBusy,
    forget: () => setProblem(null),
    async steer(work, done) {
      setBusy(true);
      const result = await orProblem(work);
      setBusy(false);
      setProblem(inWords(result));
      if (!result.ok) return false;
      showToast(typeof done === 'string' ? done : done(result.value));
      syncNow?.();
      return true;
    },
  };
}
