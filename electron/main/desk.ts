import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  net,
  powerMonitor,
  safeStorage,
  session,
  shell,
} from 'electron';
import type { EventName, EventPayload } from '../../shared/ipc/contract';
import type { Log } from '../../shared/ports/log';
import { appHandlers } from '../ipc/handlers/app';
import { backupHandlers } from '../ipc/handlers/backup';
import { fileHandlers } from '../ipc/handlers/files';
import { journalHandlers } from '../ipc/handlers/journal';
import { outsideHandlers } from '../ipc/handlers/outside';
import { playbookHandlers } from '../ipc/handlers/playbook';
import { remoteHandlers } from '../ipc/handlers/remotes';
import { serveLines } from '../ipc/lines';
import { registerIpc } from '../ipc/register';
import { systemClock } from '../platform/clock';
import { sealedWith } from '../journal/sealed-with';
import { inDemo, readDemo, signInToDemo } from '../platform/demo';
import { openFileKeys } from '../platform/file-keys';
import { openJsonFile } from '../platform/json-file';
import { openJournalKeyRing } from '../platform/journal-key';
import { openLink } from '../platform/links';
import { loggingMailer, systemMailer } from '../platform/mail';
import { watchNetwork } from '../platform/network-events';
import type { Paths } from '../platform/paths';
import { openPlaybook } from '../platform/playbook-files';
import { openPlaybookMemory } from '../platform/playbook-memory';
import { createPrinter } from '../platform/printer';
import { killerAt, readProof } from '../platform/proof-mode';
import { askFile } from '../platform/ask-file';
import { askPlace, fixedPlace, saveFile } from '../platform/save-file';
import { openSecrets } from '../platform/secrets';
import { devTools, type FirstWindow } from './first-window';
import { applyTheme } from './main-window';
import { installMenu } from './menu';
import { lazyBackupDesk } from './lazy-backup-desk';
import { createJournalDesk } from './desk-journal';
import { createDeskRemotes } from './desk-remotes';
import { smallJournal, withMoments } from './proof-hooks';
import { firstWindowState, WindowState } from './window-state';

/** Puts the app together behind its window, which is on its way already. */
export function startDesk(first: FirstWindow, paths: Paths, log: Log, env: NodeJS.ProcessEnv): void {
  log.info(`Channel Desk ${app.getVersion()} on Electron ${process.versions.electron}.`);
  const { window } = first.main;
  if (window.isDestroyed()) return;
  const windowState = openJsonFile(paths.windowState, WindowState, firstWindowState, log);
  let main: BrowserWindow | null = window;
  window.once('closed', () => {
    main = null;
  });
  const tell = <E extends EventName>(event: E, payload: EventPayload<E>): void => {
    main?.webContents.send(event, payload);
  };

  const demo = readDemo(env['CHANNEL_DESK_DEMO'], log);
  const playbook = openPlaybook(
    paths.process,
    (shipped) => (demo ? inDemo(shipped, demo) : shipped),
    openPlaybookMemory(paths.playbookMemory, first.program),
  );
  const secrets = openSecrets(paths.secrets, safeStorage, log);
  const proof = readProof(env['CHANNEL_DESK_PROOF'], app.isPackaged, log);
  const moment = killerAt(proof);
  const journalFolder = join(paths.journals, demo ? 'demo' : 'desk');
  const journal = createJournalDesk({
    folder: journalFolder,
    claims: join(paths.claims, demo ? 'demo' : 'desk'),
    databases: paths.databases,
    clearDatabases: () => session.defaultSession.clearStorageData({ storages: ['indexdb'] }),
    kept: paths.kept,
    keyRing: openJournalKeyRing(paths.journalKey, secrets, () => sealedWith(journalFolder)),
    log,
    onTrouble: (trouble) => tell('journal.trouble', { trouble }),
    ...(proof?.smallJournal ? { limits: smallJournal } : {}),
    ...(moment === null ? {} : { point: moment }),
  });

  const { remotes, dropConnections } = createDeskRemotes({
    paths,
    playbook,
    secrets,
    files: journal.files,
    shell,
    log,
    env,
  });
  remotes.onChange((states) => tell('connections.changed', states));
  remotes.onTransfers((uploads) => tell('uploads.changed', uploads));

  const printer = createPrinter({
    preload: paths.preload,
    admit: (printing) => first.admit(printing, 'print'),
  });
  const saveFolder = env['CHANNEL_DESK_SAVE_DIR'];
  const place = saveFolder
    ? fixedPlace(saveFolder)
    : askPlace(
        dialog,
        () => main,
        () => app.getPath('documents'),
      );
  const backup = lazyBackupDesk({
    workspace: demo ? 'demo' : 'desk',
    version: app.getVersion(),
    journal: journal.current,
    keys: journal.keys,
    replace: journal.replace,
    homes: remotes.homes,
    adoptHomes: remotes.adoptHomes,
    place,
    askFile: askFile(dialog, () => main),
    kept: paths.kept,
    clock: systemClock,
    log,
  });
  const mailLog = env['CHANNEL_DESK_MAIL_LOG'];
  const linkOrigins = (): string[] => remotes.connections().flatMap(({ origin }) => origin ?? []);

  const handlers = {
    ...appHandlers({
      facts: { ...first.facts, demo: demo !== null, settings: demo?.settings ?? {} },
      show: first.main.show,
      keepsSecrets: () => secrets.durable,
      applyTheme: (theme) => applyTheme(theme, windowState),
      log,
    }),
    ...playbookHandlers(playbook),
    ...remoteHandlers({ remotes, hasPlaybook: () => playbook.current() !== null }),
    ...outsideHandlers({
      save: (name, bytes) => saveFile(name, bytes, place),
      print: (route, format) => printer.print(route, format),
      draftMail: mailLog ? loggingMailer(mailLog, process.platform) : systemMailer(shell, process.platform),
      openLink: (url) => openLink(url, linkOrigins(), shell),
    }),
    ...fileHandlers(openFileKeys(secrets)),
    ...journalHandlers(journal),
    ...backupHandlers(backup),
  };
  const answering = moment === null ? handlers : withMoments(handlers, moment);
  registerIpc(first.doors, answering, { callerOf: first.callers.callerOf, log });
  serveLines(ipcMain, answering, { callerOf: first.callers.callerOf, log });

  installMenu({
    send: (command) => tell('menu.command', { command }),
    isMac: process.platform === 'darwin',
    devTools: devTools(),
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  let quitting = false;
  const stopWatching = watchNetwork(powerMonitor, net, {
    connectionsStale: dropConnections,
    maybeOnline: () => tell('net.maybe-online', undefined),
  });
  app.once('will-quit', () => {
    quitting = true;
    stopWatching();
    void journal.close();
  });
  if (demo) void signInToDemo(remotes, demo, { clock: systemClock, stopped: () => quitting });
}
