import { tickClaim } from '../../../shared/usecases/pop/tick-claim';
import { useDesk } from '../../widgets/desk-context';
import { undoAnswer, useUndo } from '../../widgets/undo';
import type { ClaimWrites } from './use-claim-writes';
import { useProblem } from '../../ui/use-problem';

/** Answers checks of a claim, each with its undo; `problem` is why the last answer was not taken. */
export function useTick({ claim, write }: ClaimWrites): {
  readonly tick: (code: string, value: boolean) => Promise<void>;
  readonly problem: string | null;
} {
  const desk = useDesk();
  const undo = useUndo();
  const [problem, setProblem] = useProblem();

  async function tick(code: string, value: boolean): Promise<void> {
    const before = claim?.ticks[code] ?? null;
    const put = (answer: boolean | null) =>
      write((seen) => tickClaim(desk, { ...seen, code, value: answer }));
    const again = async (answer: boolean | null) => undoAnswer(await put(answer));
    const stopped = await put(value);
    setProblem(stopped && `${stopped.message} ${stopped.fix}`);
    if (stopped === null)
      undo.getState().did({ label: 'Check answered', undo: () => again(before), redo: () => again(value) });
  }

  return { tick, problem };
}
