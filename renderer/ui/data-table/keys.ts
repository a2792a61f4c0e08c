/** What a key means inside the rows of a table. */
export type TableKeyAction =
  | { readonly kind: 'move'; readonly by: number; readonly extend: boolean }
  | { readonly kind: 'page'; readonly direction: 1 | -1; readonly extend: boolean }
  | { readonly kind: 'edge'; readonly edge: 'first' | 'last'; readonly extend: boolean }
  | { readonly kind: 'column'; readonly by: 1 | -1 }
  | { readonly kind: 'column-edge'; readonly edge: 'first' | 'last' }
  | { readonly kind: 'open' }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'select-all' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'type'; readonly letter: string };

export type KeyLike = {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
};

/** Letters that mean something else until a type-ahead has begun: g goes to a screen, j/k move, x selects. */
const RESERVED = 'gjkx';

/**
 * The action of a key press, or null when the table leaves it alone. `isTyping` tells that a type-ahead is under
 * way, in which every letter and the space belong to it; Shift starts one with a reserved letter.
 */
export function tableKeyAction(event: KeyLike, isTyping: boolean): TableKeyAction | null {
  const { key, shiftKey: extend } = event;
  const command = event.ctrlKey || event.metaKey;
  if (event.altKey) return null;
  if (command) return commandKeyAction(key, extend);
  if (isPrintable(key) && (isTyping || (key !== ' ' && !RESERVED.includes(key))))
    return /^[\p{L}\p{N} ]$/u.test(key) ? { kind: 'type', letter: key } : null;
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return { kind: 'move', by: 1, extend };
    case 'ArrowUp':
    case 'k':
      return { kind: 'move', by: -1, extend };
    case 'PageDown':
      return { kind: 'page', direction: 1, extend };
    case 'PageUp':
      return { kind: 'page', direction: -1, extend };
    case 'Home':
      return { kind: 'edge', edge: 'first', extend };
    case 'End':
      return { kind: 'edge', edge: 'last', extend };
    case 'ArrowRight':
      return { kind: 'column', by: 1 };
    case 'ArrowLeft':
      return { kind: 'column', by: -1 };
    case 'Enter':
      return { kind: 'open' };
    case ' ':
    case 'x':
      return { kind: 'toggle' };
    case 'Escape':
      return { kind: 'clear' };
    default:
      return null;
  }
}

function commandKeyAction(key: string, extend: boolean): TableKeyAction | null {
  switch (key) {
    case 'a':
      return { kind: 'select-all' };
    case 'Home':
      return { kind: 'edge', edge: 'first', extend };
    case 'End':
      return { kind: 'edge', edge: 'last', extend };
    case 'ArrowLeft':
      return { kind: 'column-edge', edge: 'first' };
    case 'ArrowRight':
      return { kind: 'column-edge', edge: 'last' };
    default:
      return null;
  }
}

function isPrintable(key: string): boolean {
  return [...key].length === 1;
}
