import type { Rect, Virtualizer } from '@tanstack/react-virtual';

type Watched = Virtualizer<HTMLDivElement, Element>;

/**
 * Tells the size of the scrolling element with each frame in which it changed, the first one included. Reading it at
 * once, as the library does, would lay the whole page out once more.
 */
export function watchSize({ scrollElement }: Watched, tell: (size: Rect) => void): undefined | (() => void) {
  if (scrollElement === null) return undefined;
  const observer = new ResizeObserver(() =>
    tell({ width: scrollElement.clientWidth, height: scrollElement.clientHeight }),
  );
  observer.observe(scrollElement);
  return () => observer.disconnect();
}
