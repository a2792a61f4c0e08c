import { Check } from 'lucide-react';
import { type ReactElement, type ReactNode, useRef } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Header,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';
import { cx } from './cx';
import { Kbd } from './kbd';
import overlay from './overlay.module.css';

/** One line of a menu; `isSelected` (when set) makes it a check item. */
export type MenuEntry = {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly isDangerous?: boolean;
  readonly isDisabled?: boolean;
  readonly isSelected?: boolean;
  readonly run: () => void;
};

/** Entries that belong together; a line parts them from the next. */
export type MenuGroup = {
  readonly id: string;
  readonly title?: string;
  readonly entries: readonly MenuEntry[];
};

type MenuProps = {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** What the menu is for, for screen readers. */
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  readonly placement?: 'bottom start' | 'bottom end' | 'top start';
};

/** Verbs behind a button, with icons and shortcuts. */
export function Menu({ trigger, label, groups, placement }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={cx(overlay.popover)} placement={placement ?? 'bottom start'} offset={4}>
        <MenuList label={label} groups={groups} />
      </Popover>
    </MenuTrigger>
  );
}

type MenuAtProps = Pick<MenuProps, 'label' | 'groups'> & {
  /** The button that was pressed; it gets the focus back. */
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
};

/** An open menu at a button. A row of buttons of which one menu is open at a time is cheaper so than with a menu each. */
export function MenuAt({ anchor, label, groups, onClose }: MenuAtProps) {
  const trigger = useRef(anchor);
  return (
    <Popover
      className={cx(overlay.popover)}
      placement="bottom start"
      offset={4}
      isOpen
      triggerRef={trigger}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <MenuList label={label} groups={groups} onClose={onClose} autoFocus />
    </Popover>
  );
}

type MenuListProps = Pick<MenuProps, 'label' | 'groups'> & {
  readonly onClose?: () => void;
  readonly autoFocus?: boolean;
};

/** The list of a menu without its trigger, for menus that open elsewhere. */
export function MenuList({ label, groups, onClose, autoFocus }: MenuListProps) {
  const shown = groups.filter(({ entries }) => entries.length > 0);
  const all = shown.flatMap(({ entries }) => entries);
  return (
    <AriaMenu
      aria-label={label}
      className={cx(overlay.list)}
      {...(onClose === undefined ? {} : { onClose })}
      {...(autoFocus === undefined ? {} : { autoFocus })}
      onAction={(key) => all.find(({ id }) => id === key)?.run()}
    >
      {shown.map((group, index) => (
        <MenuPart key={group.id} group={group} isFirst={index === 0} />
      ))}
    </AriaMenu>
  );
}

function MenuPart({ group, isFirst }: { readonly group: MenuGroup; readonly isFirst: boolean }) {
  const checks = group.entries.some(({ isSelected }) => isSelected !== undefined);
  return (
    <>
      {isFirst ? null : <Separator className={cx(overlay.separator)} />}
      <MenuSection
        aria-label={group.title ?? group.entries.map(({ label }) => label).join(', ')}
        {...(checks
          ? {
              selectionMode: 'multiple' as const,
              selectedKeys: group.entries.filter(({ isSelected }) => isSelected).map(({ id }) => id),
            }
          : {})}
      >
        {group.title === undefined ? null : <Header className={overlay.sectionHead}>{group.title}</Header>}
        {group.entries.map((entry) => (
          <AriaMenuItem
            key={entry.id}
            id={entry.id}
            textValue={entry.label}
            isDisabled={entry.isDisabled ?? false}
            className={cx(overlay.item, entry.isDangerous && overlay.danger)}
          >
            {checks ? <Check aria-hidden className={overlay.check} /> : null}
            {entry.icon}
            <span className={overlay.itemText}>{entry.label}</span>
            {entry.shortcut === undefined ? null : <Kbd>{entry.shortcut}</Kbd>}
          </AriaMenuItem>
        ))}
      </MenuSection>
    </>
  );
}
