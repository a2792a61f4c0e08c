import { useState } from 'react';

/**
 * Keeps which of a list is shown where the person has chosen none: what comes before it later, or moves it elsewhere, must
 * not put another one under her hands. Gives what was kept, and takes what is shown now; another question keeps anew.
 */
export function useKept(question: string): readonly [string | null, (shown: string | null) => void] {
  const [kept, setKept] = useState<{ readonly question: string; readonly id: string | null }>({
    question,
    id: null,
  });
  return [
    kept.question === question ? kept.id : null,
    (id) => {
      if (kept.question !== question || kept.id !== id) setKept({ question, id });
    },
  ];
}
