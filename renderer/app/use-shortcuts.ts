import { useEffect, useRef } from 'react';
import type { Bridge } from '../bridge/bridge';
import type { Command } from '../widgets/commands';
import { chordOf, isPlainKey, matchShortcut, SEQUENCE_MS } from './shortcuts';

/**
 * Runs commands by their keys. It listens before the parts do, so that a letter is a command first and a
 * type-ahead second; text fields, open lists and dialogs keep their letters, and a text its own undo.
 */
export function useShortcuts(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    let prefix: string | null = null;
    let timer = 0;
    function forget(): void {
      window.clearTimeout(timer);
      prefix = null;
    }
    function press(event: KeyboardEvent): void {
      if (event.isComposing || event.repeat) return;
      if (isPlainKey(event) && keepsLetters(event.target)) return forget();
      if (TEXT_KEYS.includes(chordOf(event) ?? '') && isWritten(event.target)) return forget();
      const match = matchShortcut(event, prefix, latest.current);
      if (match.kind === 'none') return prefix === null || isLoneModifier(event) ? undefined : forget();
      event.preventDefault();
      event.stopPropagation();
      forget();
      if (match.kind === 'run') return match.command.run();
      prefix = match.prefix;
      timer = window.setTimeout(forget, SEQUENCE_MS);
    }
    window.addEventListener('keydown', press, { capture: true });
    return () => {
      forget();
      window.removeEventListener('keydown', press, { capture: true });
    };
  }, []);
}

/** Runs commands that the application menu asks for. */
export function useMenuCommands(bridge: Bridge, commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(
    () =>
      bridge.onEvent('menu.command', ({ command }) => {
        const edit = textCommands.get(command);
        if (edit !== undefined && isWritten(document.activeElement)) return document.execCommand(edit);
        return latest.current
          .filter(({ menuCommand }) => menuCommand === command)
          .at(-1)
          ?.run();
      }),
    [bridge],
  );
}

function isLoneModifier(event: KeyboardEvent): boolean {
  return ['Control', 'Meta', 'Alt', 'Shift'].includes(event.key);
}

const TEXT = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';
const LISTS =
  '[role=listbox], [role=menu], [role=dialog], [role=alertdialog], [role=spinbutton], [data-typing]';

/** Keys by which a text takes back what was typed in it. */
const TEXT_KEYS: readonly string[] = ['mod+z', 'mod+shift+z', 'mod+y'];
const textCommands: ReadonlyMap<string, 'undo' | 'redo'> = new Map([
  ['edit.undo', 'undo'],
  ['edit.redo', 'redo'],
]);

function isWritten(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(':read-write');
}

function keepsLetters(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`${TEXT}, ${LISTS}`) !== null;
}
