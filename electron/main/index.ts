import { app, type CommandLine, Menu, protocol } from 'electron';
import { createEarlyLog } from '../platform/early-log';
import { settlePaths } from '../platform/paths';
import { settleRemoteProtocols } from '../platform/remote-fetch';
import { declareAppScheme } from './app-protocol';
import { openFirstWindow } from './first-window';
import { hardenAllContents } from './hardening';

// Order matters: the data folder decides about the single-instance lock, and the scheme and the sandbox have to be
// settled before Electron is ready.
const paths = settlePaths(app, process.env);
const log = createEarlyLog();
process.on('uncaughtException', (error) => log.error(`Uncaught: ${error.stack ?? error.message}`));
process.on('unhandledRejection', (reason) => {
  log.error(
    `Unhandled rejection: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`,
  );
});

if (app.requestSingleInstanceLock()) {
  // Root cannot have Chromium's sandbox, so tests as root start with --no-sandbox; asking for both ends every process.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  declareAppScheme(protocol);
  settleRemoteProtocols(app.commandLine);
  hardenAllContents(app, log);
  app.on('window-all-closed', () => app.quit());
  settleYoungGeneration(app.commandLine);
  // Electron would build a menu of its own first.
  Menu.setApplicationMenu(null);
  void app
    .whenReady()
    .then(async () => {
      const first = openFirstWindow(paths, log, process.env);
      // The page's process is still starting: time that nobody else needs.
      const { restoreWindow } = await import('./restore-window');
      restoreWindow(first.main, paths, log);
      await Promise.race([first.doors.knocked, patience()]);
      const [{ createLog }, { startDesk }] = await Promise.all([import('../platform/log'), import('./desk')]);
      log.attach(createLog(paths.logFile));
      startDesk(first, paths, log, process.env);
    })
    .catch((error: unknown) => {
      log.error(
        `The app could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      process.stderr.write(log.kept());
      app.exit(1);
    });
} else {
  // The window of the first instance comes to the front instead.
  app.quit();
}

/**
 * Thousands of records are read at once and all of them stay; with little room for new objects they would be copied
 * again and again meanwhile. In megabytes: what a start makes fits.
 */
function settleYoungGeneration(commandLine: CommandLine): void {
  commandLine.appendSwitch('js-flags', '--min-semi-space-size=64 --max-semi-space-size=64');
}

/** How long the rest of the app lets the page go first when that asks for nothing. */
function patience(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1000);
  });
}
