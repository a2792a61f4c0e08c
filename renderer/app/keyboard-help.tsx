import { Dialog } from '../ui/dialog';
import { commandKeyName, Kbd } from '../ui/kbd';
import type { Command } from '../widgets/commands';
import { groupsOf } from './command-palette';
import styles from './keyboard-help.module.css';
import { shortcutText } from './shortcuts';

type KeyboardHelpProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly commands: readonly Command[];
};

/** Keys of every table, which are no commands. */
const tableKeys: readonly (readonly [keys: string, effect: string])[] = [
  ['↑ ↓ or J K', 'Move'],
  ['Enter', 'Open'],
  ['Space or X', 'Select'],
  ['Shift ↑ ↓', 'Select a range'],
  ['Ctrl A', 'Select all'],
  ['Home, End', 'First, last row'],
  ['Page Up, Page Down', 'A page up, down'],
  ['Letters', 'Jump to a name (with Shift where a letter is a command)'],
];

/** Every key that does something now. */
export function KeyboardHelp({ isOpen, onClose, commands }: KeyboardHelpProps) {
  const withKeys = commands.filter(({ shortcut }) => shortcut !== undefined);
  return (
    <Dialog title="Keyboard" isOpen={isOpen} onClose={onClose} size="wide">
      <div className={styles.columns}>
        {groupsOf(withKeys).map(([group, entries]) => (
          <KeyGroup
            key={group}
            title={group}
            lines={entries.map(({ shortcut, label }) => [
              shortcutText(shortcut ?? '', commandKeyName()),
              label,
            ])}
          />
        ))}
        <KeyGroup title="In tables" lines={tableKeys} />
      </div>
    </Dialog>
  );
}

function KeyGroup({
  title,
  lines,
}: {
  readonly title: string;
  readonly lines: readonly (readonly [keys: string, effect: string])[];
}) {
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{title}</h3>
      <dl>
        {lines.map(([keys, effect]) => (
          <div key={effect} className={styles.line}>
            <dt className={styles.effect}>{effect}</dt>
            <dd>
              <Kbd>{keys}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
