import type { WindowState } from './window-state';

/** Smallest size in which every screen works, in device-independent pixels. */
export const minimumSize = { width: 900, height: 600 };
const usualSize = { width: 1360, height: 860 };

type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Bounds for the next window: as remembered if a screen still shows enough of them, else centred and fitting. */
export function boundsFor(
  state: Pick<WindowState, 'bounds'>,
  workAreas: readonly Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  const primary = workAreas[0] ?? { x: 0, y: 0, ...usualSize };
  const { bounds } = state;
  if (bounds && workAreas.some((area) => titleIsReachable(bounds, area))) {
    return { ...bounds, ...atLeastMinimum(bounds) };
  }
  const wanted = bounds ?? usualSize;
  return atLeastMinimum({
    width: Math.min(wanted.width, primary.width),
    height: Math.min(wanted.height, primary.height),
  });
}

function atLeastMinimum({ width, height }: { width: number; height: number }) {
  return { width: Math.max(width, minimumSize.width), height: Math.max(height, minimumSize.height) };
}

/** A hundred pixels of the title bar are what it takes to drag a window back. */
function titleIsReachable(window: Rectangle, area: Rectangle): boolean {
  const left = Math.max(window.x, area.x);
  const right = Math.min(window.x + window.width, area.x + area.width);
  return right - left >= 100 && window.y >= area.y && window.y < area.y + area.height - 40;
}
