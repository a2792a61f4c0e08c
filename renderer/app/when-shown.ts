/** A window that is hidden draws no frame, and what waits for one must come all the same. */
const AT_LATEST_MS = 1000;

/** Resolves after what was rendered has been painted. */
export function whenShown(): Promise<void> {
  return new Promise((resolve) => {
    window.setTimeout(resolve, AT_LATEST_MS);
    window.requestAnimationFrame(() => window.requestAnimationFrame(() => window.setTimeout(resolve)));
  });
}
