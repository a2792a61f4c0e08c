import { join } from 'node:path';
import type { App } from 'electron';

/** Every place on disk that the app uses. */
export type Paths = {
  readonly userData: string;
  readonly logFile: string;
  readonly renderer: string;
  readonly preload: string;
  /** The working process; the person's own files replace shipped ones of the same name. */
  readonly process: { readonly playbook: string; readonly holidays: string; readonly own: string };
  /** The program itself: it names its other files by what is in them, so it changes with every build. */
  readonly program: string;
  /** The playbook as it was last read; it may be deleted at any time. */
  readonly playbookMemory: string;
  readonly secrets: string;
  readonly connections: string;
  readonly windowState: string;
  /** Folder of all journals, one per workspace. */
  readonly journals: string;
  /** Claims of running copies of the app, in a folder per workspace. */
  readonly claims: string;
  /** Note about the journal's key; never the key. */
  readonly journalKey: string;
  /** Where Chromium keeps the pages' databases. */
  readonly databases: string;
  /** Files that were damaged or given up, for looking at. */
  readonly kept: string;
};

/** Settles where everything lies; must run before anything else asks for the data folder. */
export function settlePaths(app: App, env: NodeJS.ProcessEnv): Paths {
  // Electron itself obeys --user-data-dir.
  const given = env['CHANNEL_DESK_USER_DATA'] ?? (app.commandLine.getSwitchValue('user-data-dir') || null);
  const userData = given ?? join(app.getPath('appData'), 'Channel Desk');
  app.setPath('userData', userData);
  const root = app.getAppPath();
  return {
    userData,
    logFile: join(userData, 'logs', 'channel-desk.log'),
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'index.cjs'),
    process: {
      playbook: join(root, 'resources', 'playbook'),
      holidays: join(root, 'resources', 'holidays'),
      own: join(userData, 'playbook'),
    },
    program: join(root, 'out', 'main', 'index.cjs'),
    playbookMemory: join(userData, 'playbook-memory.json'),
    secrets: join(userData, 'secrets.json'),
    connections: join(userData, 'connections.json'),
    windowState: join(userData, 'window-state.json'),
    journals: join(userData, 'journal'),
    claims: join(userData, 'open'),
    journalKey: join(userData, 'journal-key.json'),
    databases: join(userData, 'IndexedDB'),
    kept: join(userData, 'kept'),
  };
}
