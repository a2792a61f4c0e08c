const LIVE = '[aria-live="polite"], [aria-live="assertive"], [role="status"], [role="alert"]';

/** What a screen reader would say of changes of the page. */
export type Heard = { readonly words: readonly string[]; stop(): void };

/** The live region around a place, or a part of one that comes with it; what is kept from screen readers is none. */
function regionsAt(node: Node): Element[] {
  const element = node instanceof Element ? node : node.parentElement;
  if (element === null || element.closest('[aria-hidden="true"], [inert]') !== null) return [];
  const around = element.closest(LIVE);
  if (around !== null) return [around];
  return node instanceof Element ? [...node.querySelectorAll(LIVE)] : [];
}

/**
 * Listens as screen readers do: to what is added to a live region, or comes as one. A region that is the same afterwards,
 * word for word and node for node, says nothing.
 */
export function listen(): Heard {
  const words: string[] = [];
  function add(node: Node, region: Element): void {
    const isWhole = region.getAttribute('role') !== null;
    const text = (isWhole || !region.contains(node) ? region : node).textContent?.trim() ?? '';
    if (text !== '') words.push(text);
  }
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      const places = type === 'characterData' ? [target] : [...addedNodes];
      for (const place of places.filter((one) => one.isConnected))
        for (const region of regionsAt(place)) add(place, region);
    }
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  return { words, stop: () => observer.disconnect() };
}
