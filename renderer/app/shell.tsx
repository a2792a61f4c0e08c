import { Suspense, useMemo, useState, useSyncExternalStore } from 'react';
import { cx } from '../ui/cx';
import { isBoolean, useRemembered } from '../ui/remembered';
import { EmptyState, Skeleton } from '../ui/states';
import { type Command, useAllCommands, useCommands } from '../widgets/commands';
import { useDesk } from '../widgets/desk-context';
import { type ScreenName, useNavigation } from '../widgets/navigation';
import { useSyncStatus } from '../widgets/sync-status';
import { useUndo } from '../widgets/undo';
import { themeShown, useAppearance } from './appearance';
import { CommandPalette } from './command-palette';
import { KeyboardHelp } from './keyboard-help';
import { Rail } from './rail';
import type { Screen } from './routes';
import { ScreenBoundary } from './screen-boundary';
import styles from './shell.module.css';
import { useMenuCommands, useShortcuts } from './use-shortcuts';

/** The window: rail, the present screen, palette and keyboard help. */
export function Shell({ screens }: { readonly screens: readonly Screen[] }) {
  const { settings, bridge, saveSettings } = useDesk();
  const [isCollapsed, setCollapsed] = useRemembered('rail.collapsed', false, isBoolean);
  const [shown, setShown] = useState<'palette' | 'help' | null>(null);
  const isDark = useIsDark(settings.theme);
  useAppearance(settings);
  const setTheme = (theme: 'light' | 'dark') => {
    void saveSettings({ ...settings, theme });
    void bridge.call('app.theme', { theme });
  };
  useCommands('shell', [
    ...useGoCommands(screens),
    ...useAppCommands({
      isDark,
      setTheme,
      isCollapsed,
      setCollapsed,
      showPalette: () => setShown('palette'),
      showHelp: () => setShown('help'),
    }),
  ]);
  const commands = useAllCommands();
  useShortcuts(commands);
  useMenuCommands(bridge, commands);
  const go = useNavigation((navigation) => navigation.go);
  const names = useMemo(() => screens.map(({ name }) => name), [screens]);
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
        onCollapse={setCollapsed}
        isDark={isDark}
        onTheme={setTheme}
        onSearch={() => setShown('palette')}
        onHelp={() => setShown('help')}
        onSettings={hasSettings ? () => go('settings') : null}
      />
      <main id="content" tabIndex={-1} className={cx(styles.content)}>
        <PresentScreen screens={screens} />
      </main>
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
  readonly setCollapsed: (collapsed: boolean) => void;
  readonly showPalette: () => void;
  readonly showHelp: () => void;
};

function useAppCommands(input: AppCommandInput): Command[] {
  const undo = useUndo();
  const syncNow = useSyncStatus((status) => status.syncNow);
  return [
    {
      id: 'app.palette',
      label: 'Search and commands',
      group: 'App',
      shortcut: 'mod+k',
      run: input.showPalette,
    },
    { id: 'app.help', label: 'Keyboard help', group: 'App', shortcut: '?', run: input.showHelp },
    ...(syncNow === null
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
      id: 'view.theme',
      label: input.isDark ? 'Use the light theme' : 'Use the dark theme',
      group: 'View',
      keywords: 'dark light mode appearance',
      run: () => input.setTheme(input.isDark ? 'light' : 'dark'),
    },
    {
      id: 'view.rail',
      label: input.isCollapsed ? 'Widen the rail' : 'Narrow the rail',
      group: 'View',
      keywords: 'sidebar collapse',
      shortcut: '[',
      run: () => input.setCollapsed(!input.isCollapsed),
    },
  ];
}

function useIsDark(theme: 'system' | 'light' | 'dark'): boolean {
  const systemIsDark = useSyncExternalStore(watchSystemTheme, () => systemTheme().matches);
  return themeShown(theme, systemIsDark) === 'dark';
}

function systemTheme(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)');
}

function watchSystemTheme(notify: () => void): () => void {
  const query = systemTheme();
  query.addEventListener('change', notify);
  return () => query.removeEventListener('change', notify);
}
