import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  TextField,
} from 'react-aria-components';
import { foldText } from '../../shared/lib/text';
import { useRecords } from '../data/hooks';
import { cx } from '../ui/cx';
import { commandKeyName, Kbd } from '../ui/kbd';
import overlay from '../ui/overlay.module.css';
import { Spoken } from '../ui/spoken';
import type { Command } from '../widgets/commands';
import { type ScreenName, useNavigation } from '../widgets/navigation';
import styles from './command-palette.module.css';
import { findRecords } from './palette-records';
import { shortcutText } from './shortcuts';

const NOTHING_MATCHES = 'Nothing matches. Try fewer or other letters.';

type CommandPaletteProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly commands: readonly Command[];
  /** Screens that exist, so that no record leads nowhere. */
  readonly screens: readonly ScreenName[];
};

/** Search for records and for everything that can be done, by typing. */
export function CommandPalette(props: CommandPaletteProps) {
  return (
    <ModalOverlay
      isDismissable
      isOpen={props.isOpen}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      className={cx(styles.shade)}
    >
      <Modal className={cx(styles.modal)}>
        <Dialog aria-label="Search and commands" className={cx(styles.dialog)}>
          <Palette {...props} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Palette({ commands, screens, onClose }: CommandPaletteProps) {
  const [query, setQuery] = useState('');
  const go = useNavigation((navigation) => navigation.go);
  const partners = useRecords('partner').list;
  const requests = useRecords('fund-request').list;
  const found = useMemo(
    () =>
      findRecords(query, { partner: partners, 'fund-request': requests }).filter(({ screen }) =>
        screens.includes(screen),
      ),
    [query, partners, requests, screens],
  );
  const named = useMemo(() => namedScreens(commands, query), [commands, query]);
  const groups = useMemo(
    () => groupsOf(commands.filter((command) => !named.includes(command) && matches(command, query))),
    [commands, named, query],
  );

  function choose(key: string): void {
    const record = found.find(({ id }) => `record:${id}` === key);
    const command = commands.find(({ id }) => id === key);
    // Closed first, so that what a command opens gets the focus.
    onClose();
    if (record !== undefined) go(record.screen, { id: record.id });
    else command?.run();
  }

  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      <TextField aria-label="Search and commands" autoFocus className={cx(styles.field)}>
        <Search aria-hidden />
        <Input className={cx(styles.input)} placeholder="Search partners, requests and commands" />
      </TextField>
      <Spoken>{named.length + found.length + groups.length === 0 ? NOTHING_MATCHES : ''}</Spoken>
      <Menu
        aria-label="Results"
        className={cx(styles.list)}
        onAction={(key) => choose(String(key))}
        renderEmptyState={() => <div className={overlay.none}>{NOTHING_MATCHES}</div>}
      >
        {named.length === 0 ? null : <CommandSection id="named" title="Screens" commands={named} />}
        {found.length === 0 ? null : (
          <MenuSection id="records">
            <Header className={overlay.sectionHead}>Records</Header>
            {found.map((record) => (
              <MenuItem
                key={record.id}
                id={`record:${record.id}`}
                textValue={record.title}
                className={cx(overlay.item)}
              >
                <span className={overlay.itemText}>{record.title}</span>
                <span className={styles.detail}>{record.detail}</span>
              </MenuItem>
            ))}
          </MenuSection>
        )}
        {groups.map(([group, entries]) => (
          <CommandSection key={group} id={`group:${group}`} title={group} commands={entries} />
        ))}
      </Menu>
    </Autocomplete>
  );
}

type CommandSectionProps = {
  readonly id: string;
  readonly title: string;
  readonly commands: readonly Command[];
};

function CommandSection({ id, title, commands }: CommandSectionProps) {
  return (
    <MenuSection id={id}>
      <Header className={overlay.sectionHead}>{title}</Header>
      {commands.map((command) => (
        <MenuItem key={command.id} id={command.id} textValue={command.label} className={cx(overlay.item)}>
          <span className={overlay.itemText}>{command.label}</span>
          {command.shortcut === undefined ? null : (
            <Kbd>{shortcutText(command.shortcut, commandKeyName())}</Kbd>
          )}
        </MenuItem>
      ))}
    </MenuSection>
  );
}

/** Screens whose name begins with what was typed: who types a name wants to go there, whatever records hold the word. */
function namedScreens(commands: readonly Command[], query: string): Command[] {
  const typed = foldText(query);
  if (typed === '') return [];
  return commands.filter(({ id, label }) => id.startsWith('go.') && foldText(label).startsWith(typed));
}

function matches(command: Command, query: string): boolean {
  const text = foldText(`${command.group} ${command.label} ${command.keywords ?? ''}`);
  return foldText(query)
    .split(' ')
    .every((word) => text.includes(word));
}

/** Commands by group in the order of first appearance. */
export function groupsOf(commands: readonly Command[]): (readonly [group: string, commands: Command[]])[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    const list = groups.get(command.group);
    if (list === undefined) groups.set(command.group, [command]);
    else list.push(command);
  }
  return [...groups];
}
