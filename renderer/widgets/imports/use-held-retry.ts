import { useState } from 'react';
import type { ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { startImportClient } from '../../workers/import/import-client';
import { showToast } from '../../ui/toast-store';
import { useProblem } from '../../ui/use-problem';
import { useCountText } from '../count-text';
import { useDesk } from '../desk-context';
import { importDesk } from './use-import';

/** Tries all held rows of a kind again, in the worker, and says what came of it. */
export function useHeldRetry(target: ImportTarget) {
  const desk = useDesk();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useProblem();
  const counted = useCountText();

  async function retry(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const client = startImportClient();
    try {
      const answer = await client.ask({ kind: 'retry', desk: importDesk(desk), target }, () => undefined);
      if (answer.kind === 'problem') setProblem(`${answer.problem.message} ${answer.problem.fix}`);
      if (answer.kind !== 'retried') return;
      const { counts } = answer;
      const taken = counts.new + counts.changed;
      const here = counts.unchanged + counts.repeated;
      const words = [
        taken === 0 && here > 0 ? 'Nothing imported' : `${counted(taken, 'row')} imported`,
        ...(here === 0 ? [] : [`${counted(here, 'row')} here already`]),
        ...(counts.bad === 0 ? [] : [`${counted(counts.bad, 'row')} still to be fixed`]),
      ];
      showToast(words.join(', '), { tone: taken > 0 ? 'good' : 'neutral' });
    } finally {
      client.end();
      setBusy(false);
    }
  }

  return { retry, isBusy, problem };
}
