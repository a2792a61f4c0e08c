import { menuItems, menuKeys, windowItems } from '../../shared/ipc/menu-commands';
import { Dialog } from '../ui/dialog';
import { commandKeyName, Kbd } from '../ui/kbd';
import { type Command, REQUEST_GROUP } from '../widgets/commands';
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

/** Keys of the timeline, which are no commands. */
const timelineKeys: readonly (readonly [keys: string, effect: string])[] = [
  ['← → ↑ ↓', 'To the next bar, the next partner'],
  ['Enter', 'Open the tactic'],
  ['Alt ← →', 'Move by a day'],
  ['Alt Shift ← →', 'Move by a week'],
  ['Alt ↑ ↓', 'Give to the partner above, below'],
  ['Shift ← →', 'Move the last day'],
  ['Ctrl Shift ← →', 'Move the first day'],
  ['Delete', 'Cancel the tactic'],
];

/** Keys of an open request; while one is open its own, which depend on its state, are shown instead. */
const requestKeys: readonly (readonly [keys: string, effect: string])[] = [
  ['E', 'Edit'],
  ['S', 'Submit, or send back'],
  ['A', 'Approve'],
  ['D', 'Decline'],
  ['M', 'Draft the message to the partner'],
];

/** Every key that does something now, and those of parts that need no command. */
export function KeyboardHelp({ isOpen, onClose, commands }: KeyboardHelpProps) {
  const withKeys = commands.filter(({ shortcut }) => shortcut !== undefined);
  const hasRequest = withKeys.some(({ group }) => group === REQUEST_GROUP);
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
        <KeyGroup title="In the menu" lines={menuLines(withKeys)} />
        {hasRequest ? null : <KeyGroup title="With a request open" lines={requestKeys} />}
        <KeyGroup title="On the timeline" lines={timelineKeys} />
        <KeyGroup title="In tables" lines={tableKeys} />
      </div>
    </Dialog>
  );
}

/** The keys of the application menu, from the list of which it is made, without those that a command has anyway. */
function menuLines(commands: readonly Command[]): (readonly [keys: string, effect: string])[] {
  const commandKey = commandKeyName();
  return [...Object.values(menuItems), ...Object.values(windowItems)]
    .map((item) => ({ label: item.label.replace('…', ''), keys: menuKeys(item, commandKey === '⌘') }))
    .filter(({ keys }) => commands.every(({ shortcut }) => shortcut !== keys))
    .map(({ label, keys }) => [shortcutText(keys, commandKey), label]);
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
