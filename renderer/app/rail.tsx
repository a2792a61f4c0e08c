import {
  CircleHelp,
  Moon,
  PanelLeftClose,
  PanelLeftOpen,
  Search,
  Settings as SettingsIcon,
  Sun,
} from 'lucide-react';
import { useEffect } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { IconButton } from '../ui/button';
import { cx } from '../ui/cx';
import { commandKeyName, Kbd } from '../ui/kbd';
import { Badge } from '../ui/status';
import { Tooltip } from '../ui/tooltip';
import { hashOfRoute, useNavigation } from '../widgets/navigation';
import { QuarterMenu, QuarterSwitch } from '../widgets/quarter';
import { useSyncStatus } from '../widgets/sync-status';
import styles from './rail.module.css';
import type { Screen } from './routes';
import { SyncPill } from './sync-pill';

type RailProps = {
  readonly screens: readonly Screen[];
  readonly isCollapsed: boolean;
  /** Null while the window is too narrow for a wide rail. */
  readonly onCollapse: ((collapsed: boolean) => void) | null;
  readonly isDark: boolean;
  readonly onTheme: (theme: 'light' | 'dark') => void;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
  /** Null while there is no settings screen. */
  readonly onSettings: (() => void) | null;
};

/** Above the foot of a wide rail messages cover nothing that is read; beside a narrow one no button of an inspector. */
const toastsInRail = {
  '--toast-start': 'var(--space-2)',
  '--toast-end': 'calc(100% - var(--rail) + var(--space-2))',
  '--toast-bottom': 'calc(var(--rail-foot) + var(--space-2))',
} as const;
const toastsBesideRail = {
  '--toast-start': 'calc(var(--rail-collapsed) + var(--space-2))',
  '--toast-end': 'calc(100% - var(--rail-collapsed) - 196px)',
} as const;

/** The left rail: quarter, search, screens, and at its foot the sync state and what concerns the app. */
export function Rail(props: RailProps) {
  const { isCollapsed, onCollapse } = props;
  useEffect(() => {
    const root = document.documentElement.style;
    const places = Object.entries(isCollapsed ? toastsBesideRail : toastsInRail);
    for (const [name, value] of places) root.setProperty(name, value);
    return () => {
      for (const [name] of places) root.removeProperty(name);
    };
  }, [isCollapsed]);
  return (
    <nav className={cx(styles.rail, isCollapsed && styles.collapsed)} aria-label="Screens">
      <div className={styles.head}>
        {isCollapsed ? <QuarterMenu isShort /> : <QuarterSwitch />}
        {onCollapse === null ? null : (
          <IconButton
            label={isCollapsed ? 'Widen the rail' : 'Narrow the rail'}
            shortcut="["
            icon={isCollapsed ? <PanelLeftOpen aria-hidden /> : <PanelLeftClose aria-hidden />}
            onPress={() => onCollapse(!isCollapsed)}
          />
        )}
      </div>
      <AriaButton className={cx(styles.search)} aria-label="Search and commands" onPress={props.onSearch}>
        <Search aria-hidden />
        {isCollapsed ? null : (
          <>
            <span className={styles.searchText}>Search</span>
            <Kbd>{`${commandKeyName()} K`}</Kbd>
          </>
        )}
      </AriaButton>
      <ul className={styles.list}>
        {props.screens.map((screen) => (
          <li key={screen.name}>
            <RailLink screen={screen} isCollapsed={isCollapsed} />
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <SyncPill isCollapsed={isCollapsed} />
        <div className={styles.tools}>
          <IconButton
            label={props.isDark ? 'Light theme' : 'Dark theme'}
            icon={props.isDark ? <Sun aria-hidden /> : <Moon aria-hidden />}
            onPress={() => props.onTheme(props.isDark ? 'light' : 'dark')}
          />
          {props.onSettings === null ? null : (
            <IconButton label="Settings" icon={<SettingsIcon aria-hidden />} onPress={props.onSettings} />
          )}
          <IconButton
            label="Keyboard help"
            shortcut="?"
            icon={<CircleHelp aria-hidden />}
            onPress={props.onHelp}
          />
        </div>
      </div>
    </nav>
  );
}

function RailLink({ screen, isCollapsed }: { readonly screen: Screen; readonly isCollapsed: boolean }) {
  const isCurrent = useNavigation((navigation) => navigation.screen === screen.name);
  const needsYou = useSyncStatus((status) => status.needsYou);
  const count = screen.name === 'sync' ? needsYou : 0;
  const link = (
    <a
      href={hashOfRoute({ screen: screen.name, params: {} })}
      className={cx(styles.link, isCurrent && styles.current)}
      {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
      {...(isCollapsed ? { 'aria-label': screen.title } : {})}
    >
      {screen.icon}
      {isCollapsed ? null : <span className={styles.linkText}>{screen.title}</span>}
      {count > 0 && !isCollapsed ? <Badge tone="waiting">{count}</Badge> : null}
    </a>
  );
  if (!isCollapsed) return link;
  return (
    <Tooltip
      placement="right"
      content={
        <>
          {screen.title}
          <Kbd>{`G ${screen.letter.toUpperCase()}`}</Kbd>
        </>
      }
    >
      {link}
    </Tooltip>
  );
}
