/** So many places are remembered; a dialog over a menu over a list needs three. */
const MOST = 12;

/** Keys that mean the part around, not one thing in it. */
const handedOn = new Set([
  'Escape',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

function isUsable(element: Element): element is HTMLElement {
  return (
    element instanceof HTMLElement &&
    element.isConnected &&
    !element.matches(':disabled') &&
    element.closest('[inert], [aria-hidden="true"]') === null &&
    element.getClientRects().length > 0
  );
}

/** The parts around an element that can hold the focus themselves, the nearest first; not the page as a whole. */
function around(element: Element): Element[] {
  const found: Element[] = [];
  for (let part = element.parentElement; part !== null; part = part.parentElement) {
    if (part.tabIndex === -1 && part.hasAttribute('tabindex') && part.id !== 'content') found.push(part);
  }
  return found;
}

function again({ key, code, shiftKey, ctrlKey, altKey, metaKey, repeat }: KeyboardEvent): KeyboardEvent {
  const init = { key, code, shiftKey, ctrlKey, altKey, metaKey, repeat, bubbles: true, cancelable: true };
  return new KeyboardEvent('keydown', init);
}

/**
 * Keeps the keyboard where it was when what it was on has gone or was switched off, which browsers answer by starting
 * again at the top of the page: it goes on at the part around it, such as a dialog or the inspector, else at what it was
 * on before, else at the content. Gives the function that ends it.
 */
export function keepFocus(): () => void {
  // Parts are noted with the element, because what has gone no longer tells what was around it.
  const trail: { readonly on: Element; readonly parts: readonly Element[] }[] = [];

  function note({ target }: FocusEvent): void {
    isByPointer = false;
    if (!(target instanceof Element) || trail.at(-1)?.on === target) return;
    trail.push({ on: target, parts: around(target) });
    if (trail.length > MOST) trail.shift();
  }

  let isOver = false;
  // The pointer was pressed, and nothing has taken the focus since: who presses an empty place means to have none.
  let isByPointer = false;

  function isLost(): boolean {
    const last = isOver ? undefined : trail.at(-1);
    // Who presses an empty place leaves what could be used further; that is no loss.
    return document.activeElement === document.body && last !== undefined && !isUsable(last.on);
  }

  function refuge(): HTMLElement | null {
    for (const { on, parts } of [...trail].reverse()) {
      const place = [on, ...parts].find(isUsable);
      if (place !== undefined) return place;
    }
    return document.getElementById('content');
  }

  function bringBack(): HTMLElement | null {
    if (!isLost()) return null;
    const place = refuge();
    place?.focus({ preventScroll: true });
    return place !== null && document.activeElement === place ? place : null;
  }

  function onKey(event: KeyboardEvent): void {
    if (!event.isTrusted) return;
    const place = bringBack();
    if (place === null) return;
    const { key } = event;
    if (handedOn.has(key)) {
      event.stopImmediatePropagation();
      event.preventDefault();
      place.dispatchEvent(again(event));
    } else if (key === 'Enter' || key === ' ') {
      // It was meant for what has gone; it must not press what the person did not look at.
      event.stopImmediatePropagation();
      event.preventDefault();
    } else if (key.length === 1 && place.matches('input, textarea, [contenteditable]'))
      event.preventDefault();
    // Tab goes on from the new place by itself, and shortcuts mean the same wherever they are pressed.
  }

  /** What closes gives the focus back within a frame. */
  function soon(): void {
    requestAnimationFrame(() => requestAnimationFrame(() => bringBack()));
  }

  /** Only the part around takes the focus by itself: a control could be pressed by a key that was not meant for it. */
  function toPart(): void {
    if (!isByPointer && isLost()) trail.at(-1)?.parts.find(isUsable)?.focus({ preventScroll: true });
  }

  // What was asked for by a key may be done, and its button gone, long after the key.
  const changes = new MutationObserver(() => {
    if (!isByPointer && isLost()) requestAnimationFrame(() => requestAnimationFrame(toPart));
  });

  function press(): void {
    isByPointer = true;
  }

  document.addEventListener('focusin', note);
  changes.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['disabled', 'inert'],
  });
  window.addEventListener('pointerdown', press, true);
  window.addEventListener('keydown', onKey, true);
  window.addEventListener('keyup', soon);
  window.addEventListener('click', soon);
  return () => {
    isOver = true;
    document.removeEventListener('focusin', note);
    changes.disconnect();
    window.removeEventListener('pointerdown', press, true);
    window.removeEventListener('keydown', onKey, true);
    window.removeEventListener('keyup', soon);
    window.removeEventListener('click', soon);
  };
}
