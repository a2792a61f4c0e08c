import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { say } from './say';

/** Why something was refused, null while nothing is: shown in a `Notice` or a form, and heard again when it happens again. */
export function useProblem(): readonly [
  problem: string | null,
  setProblem: (problem: string | null) => void,
] {
  const [problem, setProblem] = useState<string | null>(null);
  const shown = useRef(problem);
  useLayoutEffect(() => {
    shown.current = problem;
  }, [problem]);
  const set = useCallback((next: string | null) => {
    // The page stays as it is then, so that nothing would be heard of the second refusal.
    if (next !== null && next === shown.current) say(next);
    setProblem(next);
  }, []);
  return [problem, set];
}
