import '../ui/styles';
import { causeText } from '../../shared/lib/cause';
import { type ReactNode, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { err } from '../../shared/lib/result';
import { type Bridge, pageBridge } from '../bridge/bridge';
import type { EarlyAnswers } from '../bridge/early-answers';
import { type EarlyRows, noEarlyRows } from '../data/early-rows';
import { showToast } from '../ui/toast-store';
import { UiProvider } from '../ui/ui-provider';
import { createSyncStatusStore } from '../widgets/sync-status';
import { AppRoot } from './app-root';
import { showAppearance } from './appearance';
import { withJournal } from './open-workspace';
import { RecoveryPage, StartingPage } from './recovery-page';
import { sayUnexpected } from './say-unexpected';
import { startDesk, type StartedDesk, type StartProblem } from './start-desk';
import { StartProblemPage } from './start-problem';
import { startSyncHost } from './sync-host';
import { whenShown } from './when-shown';

/** What is on its way when the app begins to run. */
type Early = {
  readonly answers: EarlyAnswers;
  readonly rows: EarlyRows;
  /** The code of the first screen is there. */
  readonly screen: Promise<void>;
};

/** Starts the desk with what was asked for early and shows it, or what is in the way. */
export async function runApp(early: Early): Promise<void> {
  const container = document.getElementById('root');
  if (container === null) throw new Error('index.html has no #root');
  const root = createRoot(container);
  const bridge = pageBridge(early.answers);
  sayUnexpected(window, {
    say: (text) => showToast(text, { tone: 'bad' }),
    log: (message) => void bridge.call('log.write', { level: 'error', message }),
  });
  await start(root, bridge, null, early.rows, early.screen);
}

async function start(
  root: Root,
  bridge: Bridge,
  passphrase: string | null,
  rows: EarlyRows,
  screen: Promise<void>,
  givenUp?: { readonly journal: string | null },
): Promise<void> {
  const show = (page: ReactNode): void => {
    void bridge.call('app.ready', undefined);
    root.render(
      <UiProvider locale={navigator.language} timeZone="UTC">
        {page}
      </UiProvider>,
    );
  };
  const again = (given: string | null): void => {
    // One start at a time: a second press on a page that is still shown begins nothing.
    show(<StartingPage />);
    void start(root, bridge, given, noEarlyRows, screen);
  };
  const showProblem = (problem: StartProblem): void =>
    show(
      <StartProblemPage
        problem={problem}
        onPassphrase={again}
        onSetAside={() => void setAside(() => again(null))}
        onStartEmpty={() =>
          void setAside((journal) => start(root, bridge, null, noEarlyRows, screen, { journal }))
        }
      />,
    );
  /** What keeps it from being set aside is told as it is; to try again leads back to the page that offered it. */
  const setAside = async (then: (journal: string | null) => unknown): Promise<void> => {
    show(<StartingPage />);
    const done = await bridge.call('journal.set-aside', undefined);
    if (done.ok) await then(done.value?.path ?? null);
    else showProblem({ kind: 'main', ...done.error });
  };
  const open = withJournal(bridge, {
    passphrase,
    tell: (progress) => show(<RecoveryPage progress={progress} />),
    early: rows,
    ...(givenUp === undefined ? {} : { givenUp }),
  });
  const started = await startDesk(bridge, open).catch((cause: unknown) => err(unexpected(cause)));
  if (!started.ok) return showProblem(started.error);
  await screen;
  await showDesk(root, bridge, started.value);
  rows.drop();
}

/** How long the frame of the app waits for its first records, so as to be drawn once with them. */
function soon(): Promise<void> {
  return new Promise((resolve) => {
    window.setTimeout(resolve, 400);
  });
}

/** Something that nobody foresaw, such as a disk that fails while the database is made again. */
function unexpected(cause: unknown): StartProblem {
  return {
    kind: 'main',
    message: `Opening the workspace stopped: ${causeText(cause)}`,
    fix: 'See that the disk is not full and try again; what was saved is in the journal and is brought back then.',
  };
}

async function showDesk(root: Root, bridge: Bridge, started: StartedDesk): Promise<void> {
  const { data, playbook } = started;
  const status = createSyncStatusStore();
  showAppearance(started.settings);
  data.cache.warm();
  await Promise.race([data.cache.settled(), soon()]);
  void bridge.call('app.ready', undefined);
  root.render(
    <StrictMode>
      <AppRoot started={started} bridge={bridge} syncStatus={status} />
    </StrictMode>,
  );
  // The sync reads and computes a lot when it starts, and nothing that waits for it is lost meanwhile.
  await whenShown();
  await data.cache.settled();
  await whenShown();
  startSyncHost({ bridge, databaseName: data.db.name, playbook, status });
}
