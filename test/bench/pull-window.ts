import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launchDesk, newUserData, removeFolder } from '../e2e/support/launch';
import { go } from '../e2e/tour/steps-common';
import { FEED_PARTNERS, FEED_ROWS, feedPage } from './generated-feed';
import { describeTasks, watchLongTasks } from './long-tasks';
import { describeTimes, recordTasks } from './task-times';

const LIMIT = 600_000;

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
    await go(page, 'MDF');
    // What main asks of Salesforce and GitLab is answered by the feed; all that comes after is the app's own.
    await app.evaluate(({ ipcMain, BrowserWindow }, url) => {
      for (const channel of ['remote.pull', 'remote.presence']) ipcMain.removeHandler(channel);
      ipcMain.handle('remote.pull', async (_event, { stream, cursor, limit }: Asked) => {
        const query = new URLSearchParams({ stream, from: cursor ?? '0', limit: String(limit) });
        return { ok: true, value: await (await fetch(`${url}?${query}`)).text() };
      });
      ipcMain.handle('remote.presence', () => ({
        ok: true,
        value: { kind: 'presence', gone: [], unseen: [], elsewhere: [], why: null },
      }));
      for (const window of BrowserWindow.getAllWindows()) window.webContents.send('net.maybe-online');
    }, feed.url);
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
