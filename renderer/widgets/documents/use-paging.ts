import { useEffect } from 'react';

/** Part of the height that stays in view when paging, so that no line is lost. */
const KEPT = 0.1;

const TAKES_SPACE =
  'button, a, input, textarea, select, summary, [role=button], [role=checkbox], [role=grid], [role=option], [role=tab], [role=dialog], [contenteditable=true]';

/** Space pages down and Shift Space up, wherever the focus is, unless what has it uses the key itself. */
export function usePaging(element: HTMLElement | null): void {
  useEffect(() => {
    if (element === null) return undefined;
    const target: HTMLElement = element;
    function press(event: KeyboardEvent): void {
      if (event.key !== ' ' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey)
        return;
      if (event.target instanceof Element && event.target.closest(TAKES_SPACE) !== null) return;
      event.preventDefault();
      target.scrollBy({ top: target.clientHeight * (1 - KEPT) * (event.shiftKey ? -1 : 1) });
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [element]);
}
