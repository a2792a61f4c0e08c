import { askEarly, askLater } from '../bridge/early-answers';
import { readEarly } from '../data/early-rows';
import { realWorkspace } from '../data/real-workspace';
import { loadScreenAt } from './screen-code';

// This file is small and imports no library: what main and the database have to say is on its way while the rest of
// the app is still being fetched and read.

/** What the first screens show, the small tables first. */
const FIRST_TABLES = ['partners', 'claims', 'budgets', 'quarterPlans', 'fundRequests'];

// The gallery of parts needs no main process; it is not in what ships.
if (import.meta.env.DEV && window.location.hash.startsWith('#/gallery')) {
  void import('./gallery/show-gallery').then(({ showGallery }) => showGallery());
} else {
  const code = codeIsHere();
  const answers = askEarly(['app.info', 'playbook.load']);
  const rows = readEarly(realWorkspace, FIRST_TABLES);
  // Reading it takes a moment once, and nothing else is to be done now.
  void window.localStorage.length;
  void rows.asked.then(() => {
    const app = import('./run-app');
    // Main serves nothing while it loads what opens the journal, so it is asked once the code is here.
    void Promise.race([code, app]).then(() => {
      askLater(answers, 'journal.open', { passphrase: null });
    });
    const screen = loadScreenAt(window.location.hash);
    void app.then(({ runApp }) => runApp({ answers, rows, screen }));
  });
}

/** Resolves when the files that the page names have arrived; not in every case, as some may have been here before. */
async function codeIsHere(): Promise<void> {
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel="modulepreload"]');
  await Promise.all([...links].map((link) => new Promise((resolve) => (link.onload = resolve))));
}
