import { useState } from 'react';
import { tickClaim } from '../../../shared/usecases/pop/tick-claim';
import { useDesk } from '../../widgets/desk-context';
import { useUndo } from '../../widgets/undo';
import type { ClaimWrites } from './use-claim-writes';

/** Answers checks of a claim, each with its undo; `problem` is why the last answer was not taken. */
export function useTick({ claim, write }: ClaimWrites): {
  readonly tick: (code: string, value: boolean) => Promise<void>;
  readonly problem: string | null;
} {
  const desk = useDesk();
  const undo = useUndo();
  const [problem, setProblem] = useState<string | null>(null);

  async function tick(code: string, value: boolean): Promise<void> {
    const before = claim?.ticks[code] ?? null;
    const put = async (answer: boolean | null) => {
      const stopped = await write((seen) => tickClaim(desk, { ...seen, code, value: answer }));
      return stopped && `${stopped.message} ${stopped.fix}`;
    };
    const refused = await put(value);
    setProblem(refused);
    if (refused === null)
      undo.getState().did({ label: 'Check answered', undo: () => put(before), redo: () => put(value) });
  }

  return { tick, problem };
}
