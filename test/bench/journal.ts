import { newUserData, removeFolder } from '../e2e/support/launch';
import { makeProofApp } from '../prove/kills/proof-app';
import { startProofPage } from '../prove/kills/run-page';
import { figuresOf } from './figures';

const ROUNDS = 200;
const PROMISED_MS = 5;

/** What it costs that an edit is in the journal on disk before it counts as saved, in the real app. */
export async function benchJournal(): Promise<string> {
  const app = await makeProofApp();
  const userData = newUserData();
  const running = await startProofPage({
    app: app.folder,
    userData,
    killAt: null,
    hasLimitsOfApp: true,
  });
  try {
    const times = await running.page.evaluate((rounds) => window.proof.timeSaves(rounds), ROUNDS);
    const [own, floor] = [figuresOf(times.acknowledged), figuresOf(times.bare)];
    const over = own.median - floor.median;
    const verdict = over <= PROMISED_MS ? 'kept' : 'MISSED';
    return (
      `acknowledged edit over a bare Dexie put, in the app: ${over.toFixed(2)} ms ` +
      `(medians ${own.median.toFixed(2)} and ${floor.median.toFixed(2)} ms), promised ≤ ${PROMISED_MS} ms: ${verdict}`
    );
  } finally {
    await running.kill();
    removeFolder(userData);
    app.remove();
  }
}
