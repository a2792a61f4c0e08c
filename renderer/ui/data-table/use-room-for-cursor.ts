import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect } from 'react';

/**
 * Gives the row under the cursor of the keyboard the height in which all that it says is whole, so that the rows below
 * it move down instead of lying under it.
 */
export function useRoomForCursor(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  line: number | null,
  rowDomId: string | null,
  rowHeight: number,
): void {
  useLayoutEffect(() => {
    const row = rowDomId === null ? null : document.getElementById(rowDomId);
    if (line === null || row === null) return undefined;
    const give = (height: number) => {
      // Telling a size that is known already would draw the table once more.
      if (virtualizer.measurementsCache[line]?.size !== height) virtualizer.resizeItem(line, height);
    };
    const observer = new ResizeObserver(() => give(Math.max(rowHeight, row.offsetHeight)));
    observer.observe(row);
    return () => {
      observer.disconnect();
      give(rowHeight);
    };
  }, [virtualizer, line, rowDomId, rowHeight]);
}
