import { useSyncExternalStore } from 'react';

/** Height of a table row in pixels, as the density of the page says. */
export function useRowHeight(): number {
  return useSyncExternalStore(watchDensity, readRowHeight);
}

function watchDensity(notify: () => void): () => void {
  const observer = new MutationObserver(notify);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
  return () => observer.disconnect();
}

function readRowHeight(): number {
  const height = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row'));
  return Number.isFinite(height) ? height : 32;
}
