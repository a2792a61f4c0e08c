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

let known: { readonly density: string | undefined; readonly height: number } | null = null;

/** Asking for a style makes the page work out all of them, so it is asked once for each density. */
function readRowHeight(): number {
  const density = document.documentElement.dataset['density'];
  if (known !== null && known.density === density) return known.height;
  const height = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row'));
  if (!Number.isFinite(height)) return 32;
  known = { density, height };
  return height;
}
