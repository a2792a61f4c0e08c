import { useEffect } from 'react';
import { useSaid } from './say';
import { unseen } from './unseen';

/** Who reads on with the arrow keys should not come upon it afterwards: the page itself says it in its place. */
const KEPT_MS = 5000;

/** Lets screen readers hear what `say` was given; each time anew, also in the same words. */
export function SaidRegion() {
  const { said, hush } = useSaid();
  useEffect(() => {
    if (said === null) return;
    const timer = window.setTimeout(hush, KEPT_MS);
    return () => window.clearTimeout(timer);
  }, [said, hush]);
  useEffect(() => hush, [hush]);
  return (
    <div
      aria-live="assertive"
      aria-relevant="additions"
      className={unseen}
      // Also heard while a dialog is open.
      data-react-aria-top-layer="true"
    >
      {said === null ? null : <p key={said.id}>{said.text}</p>}
    </div>
  );
}
