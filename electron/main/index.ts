import { app, protocol } from 'electron';
import { createLog } from '../platform/log';
import { settlePaths } from '../platform/paths';
import { settleRemoteProtocols } from '../platform/remote-fetch';
import { declareAppScheme } from './app-protocol';
import { startDesk } from './desk';
import { hardenAllContents } from './hardening';

// Order matters: the data folder decides about the single-instance lock, and the scheme and the sandbox have to be
// settled before Electron is ready.
const paths = settlePaths(app, process.env);
const log = createLog(paths.logFile);
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
  void app
    .whenReady()
    .then(() => startDesk(paths, log, process.env))
    .catch((error: unknown) => {
      log.error(
        `The app could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      app.exit(1);
    });
} else {
  // The window of the first instance comes to the front instead.
  app.quit();
}
