import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launchDesk, newUserData, removeFolder } from '../e2e/support/launch';
import { go } from '../e2e/tour/steps-common';
import { lineName } from '../../shared/ipc/channels';
import { FEED_PARTNERS, FEED_ROWS, feedPage } from './generated-feed';
import { describeTasks, watchLongTasks } from './long-tasks';
import { describeTimes, recordTasks } from './task-times';

const LIMIT = 600_000;

const noneGone = {
  ok: true,
  value: { kind: 'presence', gone: [], unseen: [], elsewhere: [], why: null },
};

type Asked = { readonly stream: string; readonly cursor: string | null; readonly limit: number };

/** Serves the generated feed to the app's main process. */
async function serveFeed(): Promise<{ readonly url: string; stop(): void }> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(feedPage(new URL(request.url ?? '', 'http://feed').searchParams)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/feed`, stop: () => server.close() };
}

/** Runs in the page: whether the list counts so many requests. */
function isCounted(requests: number): boolean {
  const count = document.querySelector('main [role="status"]')?.textContent ?? '';
  return Number(count.replace(/\D/g, '')) === requests;
}

/** The main thread of the app's window while 100,000 records are read for the first time and the list of requests is open. */
export async function benchPullInWindow(): Promise<readonly string[]> {
  const userData = newUserData();
  const feed = await serveFeed();
  try {
    const { app, page, close } = await launchDesk({ userData });
    // What the sync asks of Salesforce and GitLab is answered by the feed; all that comes after is the app's own.
    await app.evaluate(
      ({ ipcMain }, { url, name, gone }) => {
        ipcMain.prependListener(name, ({ ports: [port] }: Electron.IpcMainEvent) => {
          const listen = port?.on.bind(port);
          Object.assign(port ?? {}, {
            on(_event: 'message', answer: (said: Electron.MessageEvent) => void) {
              listen?.('message', (said) => {
                const { id, channel, input } = said.data as { id: number; channel: string; input: Asked };
                if (channel === 'remote.presence') port?.postMessage({ id, output: gone });
                else if (channel !== 'remote.pull') answer(said);
                else
                  void fetch(`${url}?stream=${input.stream}&from=${input.cursor ?? 0}&limit=${input.limit}`)
                    .then((page) => page.text())
                    .then((value) => port?.postMessage({ id, output: { ok: true, value } }));
              });
            },
          });
        });
      },
      { url: feed.url, name: lineName, gone: noneGone },
    );
    // The sync that runs already has its line; the one of a page that is loaded anew gets one of these.
    await page.reload();
    await go(page, 'MDF');
    const tasks = await watchLongTasks(page);
    const times = await recordTasks(app, userData);
    // The page is asked seldom and for little: the driver's own ways of looking take longer tasks than are promised.
    const seldom = { timeout: LIMIT, polling: 200 };
    await page.waitForFunction(isCounted, FEED_ROWS - FEED_PARTNERS, seldom);
    const during = `the first reading of ${FEED_ROWS} records`;
    const lines = [describeTasks(during, await tasks.taken()), describeTimes(during, await times())];
    await close();
    return lines;
  } finally {
    feed.stop();
    removeFolder(userData);
  }
}
