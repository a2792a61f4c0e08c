import '../ui/styles';
import { causeText } from '../../shared/lib/cause';
import { createRoot } from 'react-dom/client';
import { pageBridge } from '../bridge/bridge';
import { createSyncStatusStore } from '../widgets/sync-status';
import { AppProviders } from './app-root';
import { readPrintAddress } from './print-address';
import { loadPrintPage } from './print-pages';
import { forReading } from './open-workspace';
import { startDesk } from './start-desk';

// The printing window waits for one of these two attributes on the root element.

async function sayReady(): Promise<void> {
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  document.documentElement.setAttribute('data-print-ready', '');
}

function sayFailed(why: string): void {
  document.documentElement.setAttribute('data-print-failed', why);
}

async function start(): Promise<void> {
  const container = document.getElementById('root');
  if (container === null) throw new Error('print.html has no #root');
  const address = readPrintAddress(window.location.href);
  const Page = address === null ? null : await loadPrintPage(address.feature);
  if (address === null || Page === null) return sayFailed('There is nothing to print under this address.');
  const bridge = pageBridge();
  const started = await startDesk(bridge, forReading);
  if (!started.ok) return sayFailed('The workspace could not be opened; the window of the app says why.');
  createRoot(container).render(
    <AppProviders started={started.value} bridge={bridge} syncStatus={createSyncStatusStore()}>
      <Page
        path={address.path}
        format={address.format}
        onReady={() => void sayReady()}
        onFailed={sayFailed}
      />
    </AppProviders>,
  );
}

window.addEventListener('error', ({ message }) => sayFailed(message));
start().catch((error: unknown) => sayFailed(causeText(error)));
