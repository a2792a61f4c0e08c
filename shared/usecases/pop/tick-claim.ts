import { err, type Result } from '../../lib/result';
import type { Claim } from '../../schema/claim';
import { againWhenMoved } from '../again-when-moved';
import type { UseCaseContext } from '../context';
import type { UseCaseProblem } from '../problem';
import { closedClaim, loadSeenClaim, type SeenClaim, writeClaim } from './seen-claim';

/** Keeps a reviewer's answer to a check that only a person can decide (POP-5, POP-8); null takes the answer back. */
export function tickClaim(
  context: UseCaseContext,
  input: SeenClaim & { readonly code: string; readonly value: boolean | null },
): Promise<Result<Claim, UseCaseProblem>> {
  return againWhenMoved(async () => {
    const loaded = await loadSeenClaim(context, input);
    if (!loaded.ok) return loaded;
    const { claim } = loaded.value;
    const closed = closedClaim(claim);
    if (closed !== null) return err(closed);
    return writeClaim(
      context,
      claim,
      { ...claim, ticks: ticksWith(claim.ticks, input.code, input.value) },
      {
        action: input.value === true ? `confirmed ${input.code}` : `unconfirmed ${input.code}`,
        note: null,
        travels: false,
      },
    );
  });
}

function ticksWith(ticks: Claim['ticks'], code: string, value: boolean | null): Claim['ticks'] {
  const others = Object.entries(ticks).filter(([key]) => key !== code);
  return Object.fromEntries(value === null ? others : [...others, [code, value]]);
}
