import '../ui/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { pageBridge } from '../bridge/bridge';
import { UiProvider } from '../ui/ui-provider';
import { createSyncStatusStore } from '../widgets/sync-status';
import { AppRoot } from './app-root';
import { withJournal } from './open-workspace';
import { RecoveryPage } from './recovery-page';
import { startDesk } from './start-desk';
import { startSyncHost } from './sync-host';
import { StartProblemPage } from './start-problem';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');
const root = createRoot(container);

async function start(passphrase: string | null): Promise<void> {
  const bridge = pageBridge();
  const show = (page: React.ReactNode): void =>
    root.render(
      <UiProvider locale={navigator.language} timeZone="UTC">
        {page}
      </UiProvider>,
    );
  const open = withJournal(bridge, {
    passphrase,
    tell: (progress) => show(<RecoveryPage progress={progress} />),
  });
  const started = await startDesk(bridge, open);
  if (!started.ok) {
    show(
      <StartProblemPage
        problem={started.error}
        onPassphrase={(given) => void start(given)}
        onSetAside={() => void bridge.call('journal.set-aside', undefined).then(() => start(null))}
      />,
    );
    return;
  }
  const syncStatus = createSyncStatusStore();
  startSyncHost({
    bridge,
    databaseName: started.value.data.db.name,
    playbook: started.value.playbook,
    status: syncStatus,
  });
  root.render(
    <StrictMode>
      <AppRoot started={started.value} bridge={bridge} syncStatus={syncStatus} />
    </StrictMode>,
  );
}

async function showGallery(): Promise<void> {
  const { Gallery } = await import('./gallery/gallery');
  root.render(<Gallery />);
}

// The gallery of parts needs no main process; it is not in what ships.
if (import.meta.env.DEV && window.location.hash.startsWith('#/gallery')) void showGallery();
else void start(null);
