import { Suspense, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { addQuarters } from '../../shared/domain/calendar/fiscal';
import type { RecoveryNotice } from '../data/recover-desk';
import { cx } from '../ui/cx';
import { isBoolean, useRemembered } from '../ui/remembered';
import { EmptyState, Skeleton } from '../ui/states';
import { type Command, useAllCommands, useCommands } from '../widgets/commands';
import { useDesk } from '../widgets/desk-context';
import { type ScreenName, useNavigation } from '../widgets/navigation';
import { useQuarter } from '../widgets/quarter';
import { useSyncStatus } from '../widgets/sync-status';
import { useUndo } from '../widgets/undo';
import { themeShown, useAppearance } from './appearance';
import { CommandPalette } from './command-palette';
import { useElsewhereCommands } from './elsewhere-commands';
import { keepFocus } from './keep-focus';
import { KeyboardHelp } from './keyboard-help';
import { Rail } from './rail';
import type { Screen } from './routes';
import { SafetyNotices } from './safety-notices';
import { ScreenBoundary } from './screen-boundary';
import styles from './shell.module.css';
import { useMenuCommands, useShortcuts } from './use-shortcuts';

/** The window: rail, the present screen, palette and keyboard help. */
export function Shell({
  screens,
  notice = null,
}: {
  readonly screens: readonly Screen[];
  /** What was put right at the start; null when there is nothing to tell. */
  readonly notice?: RecoveryNotice | null;
}) {
  const { settings, bridge, saveSettings } = useDesk();
  const [wantsCollapsed, setCollapsed] = useRemembered('rail.collapsed', false, isBoolean);
  const isNarrow = useMedia(NARROW);
  const isCollapsed = wantsCollapsed || isNarrow;
  const [shown, setShown] = useState<'palette' | 'help' | null>(null);
  const isDark = themeShown(settings.theme, useMedia(DARK)) === 'dark';
  useAppearance(settings);
  useEffect(() => keepFocus(), []);
  const storeTheme = async (theme: 'light' | 'dark') => {
    await saveSettings({ ...settings, theme });
    await bridge.call('app.theme', { theme });
  };
  const setTheme = (theme: 'light' | 'dark') => void storeTheme(theme);
  const names = useMemo(() => screens.map(({ name }) => name), [screens]);
  useCommands('shell', [
    ...useGoCommands(screens),
    ...useElsewhereCommands(names),
    ...useAppCommands({
      isDark,
      setTheme,
      isCollapsed,
      setCollapsed: isNarrow ? null : setCollapsed,

      showPalette: () => setShown('palette'),
      showHelp: () => setShown('help'),
    }),
  ]);
  const commands = useAllCommands();
  useShortcuts(commands);
  useMenuCommands(bridge, commands);
  const go = useNavigation((navigation) => navigation.go);
  const hasSettings = names.includes('settings');
  return (
    <div className={styles.shell}>
      <a
        className={styles.skip}
        href="#content"
        onClick={(event) => {
          // The address belongs to the routes.
          event.preventDefault();
          document.getElementById('content')?.focus();
        }}
      >
        Skip to content
      </a>
      <Rail
        screens={screens.filter(({ name }) => name !== 'settings')}
        isCollapsed={isCollapsed}
        onCollapse={isNarrow ? null : setCollapsed}
        isDark={isDark}
        onTheme={setTheme}
        onSearch={() => setShown('palette')}
        onHelp={() => setShown('help')}
        onSettings={hasSettings ? () => go('settings') : null}
      />
      <div className={cx(styles.main)}>
        <SafetyNotices bridge={bridge} notice={notice} />
        <main id="content" tabIndex={-1} className={cx(styles.content)}>
          <PresentScreen screens={screens} />
        </main>
      </div>
      <CommandPalette
        isOpen={shown === 'palette'}
        onClose={() => setShown(null)}
        commands={commands}
        screens={names}
      />
      <KeyboardHelp isOpen={shown === 'help'} onClose={() => setShown(null)} commands={commands} />
    </div>
  );
}

function PresentScreen({ screens }: { readonly screens: readonly Screen[] }) {
  const { bridge } = useDesk();
  const name = useNavigation((navigation) => navigation.screen);
  const screen = screens.find((one) => one.name === name);
  // What had the focus went with the screen before; a screen that wants it elsewhere takes it when it comes.
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [name]);
  if (screen === undefined)
    return (
      <EmptyState title="There is no such screen">
        Choose one on the left, or press Ctrl K to search.
      </EmptyState>
    );
  const Component = screen.component;
  return (
    <ScreenBoundary
      key={screen.name}
      title={screen.title}
      onError={(message) => void bridge.call('log.write', { level: 'error', message })}
    >
      <Suspense fallback={<Skeleton label={`Opening ${screen.title}`} />}>
        <Component />
      </Suspense>
    </ScreenBoundary>
  );
}

function useGoCommands(screens: readonly Screen[]): Command[] {
  const go = useNavigation((navigation) => navigation.go);
  return screens.map(({ name, title, letter }) => ({
    id: `go.${name}`,
    label: title,
    group: 'Go to',
    shortcut: `g ${letter}`,
    menuCommand: `go.${name}` satisfies `go.${ScreenName}`,
    run: () => go(name),
  }));
}

type AppCommandInput = {
  readonly isDark: boolean;
  readonly setTheme: (theme: 'light' | 'dark') => void;
  readonly isCollapsed: boolean;
  readonly setCollapsed: ((collapsed: boolean) => void) | null;
  readonly showPalette: () => void;
  readonly showHelp: () => void;
};

function useAppCommands(input: AppCommandInput): Command[] {
  const undo = useUndo();
  const { quarter, present, setQuarter } = useQuarter();
  const syncNow = useSyncStatus((status) => status.syncNow);
  const screen = useNavigation((navigation) => navigation.screen);
  return [
    {
      id: 'app.palette',
      label: 'Search and commands',
      group: 'App',
      shortcut: 'mod+k',
      run: input.showPalette,
    },
    { id: 'app.help', label: 'Keyboard help', group: 'App', shortcut: '?', run: input.showHelp },
    // The sync screen offers it itself, with a key.
    ...(syncNow === null || screen === 'sync'
      ? []
      : [{ id: 'app.sync', label: 'Sync now', group: 'App', keywords: 'refresh pull push', run: syncNow }]),
    {
      id: 'edit.undo',
      label: 'Undo',
      group: 'Edit',
      shortcut: 'mod+z',
      menuCommand: 'edit.undo',
      run: () => void undo.getState().undo(),
    },
    {
      id: 'edit.redo',
      label: 'Redo',
      group: 'Edit',
      shortcut: 'mod+shift+z',
      menuCommand: 'edit.redo',
      run: () => void undo.getState().redo(),
    },
    {
      id: 'view.quarter-before',
      label: 'Quarter before',
      group: 'View',
      shortcut: '<',
      run: () => setQuarter(addQuarters(quarter, -1)),
    },
    {
      id: 'view.quarter-after',
      label: 'Quarter after',
      group: 'View',
      shortcut: '>',
      run: () => setQuarter(addQuarters(quarter, 1)),
    },
    { id: 'view.quarter-now', label: 'Present quarter', group: 'View', run: () => setQuarter(present) },
    {
      id: 'view.theme',
      label: input.isDark ? 'Use the light theme' : 'Use the dark theme',
      group: 'View',
      keywords: 'dark light mode appearance',
      run: () => input.setTheme(input.isDark ? 'light' : 'dark'),
    },
    ...(input.setCollapsed === null ? [] : [railCommand(input.isCollapsed, input.setCollapsed)]),
  ];
}

function railCommand(isCollapsed: boolean, setCollapsed: (collapsed: boolean) => void): Command {
  return {
    id: 'view.rail',
    label: isCollapsed ? 'Widen the rail' : 'Narrow the rail',
    group: 'View',
    keywords: 'sidebar collapse',
    shortcut: '[',
    run: () => setCollapsed(!isCollapsed),
  };
}

const DARK = '(prefers-color-scheme: dark)';
// Below it a list and an inspector no longer fit beside a wide rail, as in a window of 1280 pixels at 200 % zoom, which
// has 640: the rail gives its room to the content.
const NARROW = '(max-width: 960px)';

function useMedia(query: string): boolean {
  const watch = useCallback(
    (notify: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', notify);
      return () => media.removeEventListener('change', notify);
    },
    [query],
  );
  return useSyncExternalStore(watch, () => window.matchMedia(query).matches);
}
