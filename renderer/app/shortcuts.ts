import type { Command } from '../widgets/commands';

/** How long the second key of `g m` may take. */
export const SEQUENCE_MS = 1500;

/** What shortcuts look at of a key event. */
export type PressedKey = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

/** What a key press comes to: a command, the first half of one, or nothing. */
export type ShortcutMatch =
  | { readonly kind: 'run'; readonly command: Command }
  | { readonly kind: 'begin'; readonly prefix: string }
  | { readonly kind: 'none' };

/** A key press in the words of a shortcut: `mod+k`, `shift+d`, `n`, `?`; null for a lone modifier. */
export function chordOf(event: PressedKey): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift'].includes(event.key)) return null;
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const isLetter = /^\p{L}$/u.test(event.key);
  // Shift already shows in a sign (`?`), not in a letter or a named key.
  const shift = event.shiftKey && (isLetter || key.length > 1);
  const parts = [
    event.ctrlKey || event.metaKey ? 'mod' : null,
    event.altKey ? 'alt' : null,
    shift ? 'shift' : null,
    key,
  ];
  return parts.filter((part) => part !== null).join('+');
}

/**
 * Finds the command of a key press after `prefix` (the first key of a sequence, or null). Where several commands
 * want the same key, the one registered last has it.
 */
export function matchShortcut(
  event: PressedKey,
  prefix: string | null,
  commands: readonly Command[],
): ShortcutMatch {
  const chord = chordOf(event);
  if (chord === null) return { kind: 'none' };
  const wanted = prefix === null ? chord : `${prefix} ${chord}`;
  const command = commands.filter(({ shortcut }) => shortcut === wanted).at(-1);
  if (command !== undefined) return { kind: 'run', command };
  if (prefix === null && commands.some(({ shortcut }) => shortcut?.startsWith(`${chord} `)))
    return { kind: 'begin', prefix: chord };
  return { kind: 'none' };
}

/** True for a shortcut that must not act while text is being written: one without Ctrl, ⌘ or Alt. */
export function isPlainKey(event: PressedKey): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** A shortcut as keys to show: `mod+k` is `Ctrl K` or `⌘ K`, `g m` is `G then M`. */
export function shortcutText(shortcut: string, commandKey: string): string {
  return shortcut
    .split(' ')
    .map((chord) =>
      chord
        // A plus sign between two keys joins them; one that stands alone or last is the key.
        .split(/(?<=.)\+(?=.)/)
        .map((part) => keyNames[part] ?? (part === 'mod' ? commandKey : part.toUpperCase()))
        .join(' '),
    )
    .join(' then ');
}

const keyNames: Readonly<Record<string, string>> = {
  ctrl: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  escape: 'Esc',
  enter: 'Enter',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
};
