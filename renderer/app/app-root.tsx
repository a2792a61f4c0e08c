import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { Settings } from '../../shared/schema/settings';
import type { Bridge } from '../bridge/bridge';
import { UiProvider } from '../ui/ui-provider';
import { CommandContext, createCommandStore } from '../widgets/commands';
import { type Desk, DeskProvider } from '../widgets/desk-context';
import { createNavigation, followAddress, guardWindow, NavigationContext } from '../widgets/navigation';
import { QuarterProvider } from '../widgets/quarter';
import { SyncStatusContext, type SyncStatusStore } from '../widgets/sync-status';
import { createUndoStore, UndoContext } from '../widgets/undo';
import { LeaveQuestion } from './leave-question';
import { screens } from './routes';
import { Shell } from './shell';
import type { StartedDesk } from './start-desk';

type AppRootProps = {
  readonly started: StartedDesk;
  readonly bridge: Bridge;
  readonly syncStatus: SyncStatusStore;
};

/** The running app. */
export function AppRoot(props: AppRootProps) {
  return (
    <AppProviders {...props}>
      <Shell screens={screens} notice={props.started.notice} />
    </AppProviders>
  );
}

/** Everything that screens ask for, around whatever is shown; component tests show a single screen in it. */
export function AppProviders({
  started,
  bridge,
  syncStatus,
  children,
}: AppRootProps & { readonly children: ReactNode }) {
  const { data, playbook, holidays, clock, ids, info } = started;
  const [settings, setSettings] = useState(started.settings);
  const saveSettings = useCallback(
    async (next: Settings) => {
      // Stored first: what is shown as the person's choice is still so after a start.
      await data.store.saveSettings(next);
      setSettings(next);
    },
    [data],
  );
  const desk = useMemo<Desk>(
    () => ({ store: data.store, playbook, holidays, clock, ids, settings, data, bridge, saveSettings }),
    [data, playbook, holidays, clock, ids, settings, bridge, saveSettings],
  );
  const locale = settings.locale ?? info.locale;
  useEffect(() => {
    document.documentElement.lang = 'en';
  }, []);
  return (
    <UiProvider locale={locale} timeZone={settings.timeZone}>
      <DeskProvider desk={desk}>
        <WindowStores>
          <QuarterProvider>
            <SyncStatusContext.Provider value={syncStatus}>{children}</SyncStatusContext.Provider>
          </QuarterProvider>
        </WindowStores>
      </DeskProvider>
    </UiProvider>
  );
}

/** Navigation, commands and undo of this window. */
function WindowStores({ children }: { readonly children: ReactNode }) {
  const [navigation] = useState(() => createNavigation(window));
  const [commands] = useState(createCommandStore);
  const [undo] = useState(createUndoStore);
  useEffect(() => followAddress(navigation, window), [navigation]);
  useEffect(() => guardWindow(navigation, window), [navigation]);
  return (
    <NavigationContext.Provider value={navigation}>
      <CommandContext.Provider value={commands}>
        <UndoContext.Provider value={undo}>
          {children}
          <LeaveQuestion />
        </UndoContext.Provider>
      </CommandContext.Provider>
    </NavigationContext.Provider>
  );
}
