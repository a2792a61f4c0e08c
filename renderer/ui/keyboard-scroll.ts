const focusable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])';

/**
 * Ref of an area that scrolls: while more is in it than it shows and nothing of that can have the focus, it has a stop
 * for Tab itself, so that the arrow keys move it. Older Chromium gives it none.
 */
export function keyboardScroll(area: HTMLElement | null): undefined | (() => void) {
  if (area === null) return undefined;
  const look = (): void => {
    // The cheap question first: the height makes the page be laid out.
    const isStuck = area.querySelector(focusable) === null && area.scrollHeight > area.clientHeight;
    if (isStuck) area.tabIndex = 0;
    else if (document.activeElement !== area) area.removeAttribute('tabindex');
  };
  const size = new ResizeObserver(look);
  size.observe(area);
  const content = new MutationObserver(look);
  content.observe(area, { childList: true, characterData: true, subtree: true });
  return () => {
    size.disconnect();
    content.disconnect();
  };
}
