import { causeText } from '../../shared/lib/cause';
import { BrowserWindow } from 'electron';
import type { PageFormat } from '../../shared/ipc/contract';
import type { IpcFailure } from '../../shared/ipc/result-of';
import { err, ok, type Result } from '../../shared/lib/result';
import { pages, pageUrl } from './app-url';
import { safePreferences } from './safe-preferences';

const READY_TIMEOUT = 60_000;

/** Prints the app's own pages. */
export type Printer = {
  /** PDF bytes of a print route; one at a time, later calls wait. */
  print(route: string, format: PageFormat): Promise<Result<Uint8Array<ArrayBuffer>, IpcFailure>>;
};

// The page says that it is laid out by setting one of two attributes on its root element.
const whenLaidOut = `new Promise((resolve) => {
  const root = document.documentElement;
  const look = () => {
    if (root.hasAttribute('data-print-ready')) resolve({ ready: true });
    else if (root.hasAttribute('data-print-failed')) resolve({ ready: false, why: root.getAttribute('data-print-failed') });
  };
  new MutationObserver(look).observe(root, { attributes: true });
  look();
})`;

/**
 * Prints in a hidden window of its own, with the same walls as the app's window. The page is told its paper in the
 * query (`?size=A4&landscape=true`) and the route in the hash; `admit` makes the window known to the IPC gate.
 */
export function createPrinter(options: { preload: string; admit: (window: BrowserWindow) => void }): Printer {
  let last: Promise<unknown> = Promise.resolve();
  return {
    print(route, format) {
      const next = last.then(() => printOnce(route, format, options));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

async function printOnce(
  route: string,
  format: PageFormat,
  { preload, admit }: { preload: string; admit: (window: BrowserWindow) => void },
): Promise<Result<Uint8Array<ArrayBuffer>, IpcFailure>> {
  const window = new BrowserWindow({
    show: false,
    width: 1200,
    height: 900,
    webPreferences: { ...safePreferences(preload), devTools: false, backgroundThrottling: false },
  });
  admit(window);
  try {
    const url = new URL(pageUrl(pages.print));
    url.searchParams.set('size', format.size);
    url.searchParams.set('landscape', String(format.landscape));
    url.hash = route;
    await window.loadURL(url.href);
    const laidOut = await withTimeout(window, whenLaidOut);
    if (!laidOut.ok) return laidOut;
    const bytes = await window.webContents.printToPDF({
      pageSize: format.size,
      landscape: format.landscape,
      printBackground: true,
      preferCSSPageSize: true,
      generateTaggedPDF: true,
    });
    // A plain Uint8Array of its own: a Buffer may be a window onto a larger pool.
    return ok(Uint8Array.from(bytes));
  } catch (error) {
    return err({
      message: `The pages could not be printed (${causeText(error)}).`,
      fix: 'Try again; if it stays, choose a shorter time span or fewer partners.',
    });
  } finally {
    if (!window.isDestroyed()) window.destroy();
  }
}

async function withTimeout(window: BrowserWindow, script: string): Promise<Result<void, IpcFailure>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Result<void, IpcFailure>>((resolve) => {
    timer = setTimeout(
      () =>
        resolve(
          err({
            message: `The pages were not laid out after ${READY_TIMEOUT / 1000} seconds.`,
            fix: 'Choose a shorter time span or fewer partners, and print again.',
          }),
        ),
      READY_TIMEOUT,
    );
  });
  const gone = new Promise<Result<void, IpcFailure>>((resolve) => {
    window.webContents.once('render-process-gone', (_event, details) =>
      resolve(
        err({
          message: `The printing page ended early (${details.reason}).`,
          fix: 'Close other programs if memory is short, and print again.',
        }),
      ),
    );
  });
  const answered = window.webContents
    .executeJavaScript(script)
    .then((answer: { ready: boolean; why?: string }) =>
      answer.ready
        ? ok(undefined)
        : err({
            message: `The pages could not be laid out: ${answer.why ?? 'no reason was given'}`,
            fix: 'Go back to the screen, check what is shown there, and print again.',
          }),
    );
  try {
    return await Promise.race([answered, late, gone]);
  } finally {
    clearTimeout(timer);
  }
}
