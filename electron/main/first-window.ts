import { app, type BrowserWindow, ipcMain, protocol, session } from 'electron';
import { channelNames } from '../../shared/ipc/channels';
import type { Log } from '../../shared/ports/log';
import { type CallerBook, createCallerBook } from '../ipc/caller';
import { type Doors, openDoors } from '../ipc/doors';
import type { AppFacts } from '../ipc/handlers/app';
import type { Caller } from '../ipc/register';
import { isAppUrl } from '../platform/app-url';
import type { Paths } from '../platform/paths';
import { programName } from '../platform/program-name';
import { serveApp, warmUpAnswers } from './app-protocol';
import { earlyListeners } from './early-answers';
import { hardenSession } from './hardening';
import { type MainWindow, openMainWindow } from './main-window';

/** The window and what its page needs at once; everything else comes while the page draws itself. */
export type FirstWindow = {
  readonly main: MainWindow;
  readonly doors: Doors;
  readonly callers: CallerBook;
  /** Makes a window known to the doors until it closes. */
  readonly admit: (newcomer: BrowserWindow, caller: Caller) => void;
  readonly facts: AppFacts;
  /** Names this build; see {@link programName}. */
  readonly program: string;
};

/** Opens the window with as little as it takes, since whatever is made before it delays it. */
export function openFirstWindow(paths: Paths, log: Log, env: NodeJS.ProcessEnv): FirstWindow {
  hardenSession(session.defaultSession, log);
  const main = openMainWindow({ preload: paths.preload, devTools: devTools(), log });
  serveApp(protocol, paths.renderer, log);
  main.load();
  warmUpAnswers();
  const callers = createCallerBook(isAppUrl);
  const admit = (newcomer: BrowserWindow, caller: Caller): void => {
    const { id } = newcomer.webContents;
    callers.add(id, caller);
    newcomer.once('closed', () => callers.remove(id));
  };
  admit(main.window, 'desk');
  const facts = factsOf(env);
  const program = programName(app.getVersion(), paths.program);
  const doors = openDoors(
    ipcMain,
    channelNames,
    earlyListeners({
      callerOf: callers.callerOf,
      // The demo has a playbook and settings of its own, which have to be read first.
      facts: env['CHANNEL_DESK_DEMO'] ? null : facts,
      folders: paths.process,
      show: main.show,
      memory: { file: paths.playbookMemory, program },
    }),
  );
  return { main, doors, callers, admit, facts, program };
}

/** Whether the page's developer tools may be opened. */
export function devTools(): boolean {
  return !app.isPackaged;
}

function factsOf(env: NodeJS.ProcessEnv): AppFacts {
  return {
    version: app.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions.chrome,
    platform: process.platform,
    locale: app.getLocale(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    demo: false,
    evaluationRuntime: env['CHANNEL_DESK_EVALUATION_RUNTIME'] !== undefined,
    settings: {},
  };
}
