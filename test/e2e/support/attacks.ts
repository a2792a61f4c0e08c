import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ElectronApplication } from '@playwright/test';

/** A web server of the attacker; `hits` counts what reached it. */
export type Trap = { readonly url: string; readonly hits: string[]; close(): Promise<void> };

/** Opens a trap on a free port; it answers everything, from everywhere, with a page. */
export async function openTrap(): Promise<Trap> {
  const hits: string[] = [];
  const server: Server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/html' });
    response.end('<!doctype html><title>trap</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/**
 * Opens a window in the app's own session but outside of its book, loads an address in it, runs a script there and
 * gives back what it came to: the picture of a page that somehow got a window of its own.
 */
export function runInStrangeWindow(
  app: ElectronApplication,
  options: {
    readonly url: string;
    readonly script: string;
    readonly preload?: string;
    readonly webviewTag?: boolean;
  },
): Promise<unknown> {
  return app.evaluate(async ({ BrowserWindow }, { url, script, preload, webviewTag }) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        webviewTag: webviewTag ?? false,
        ...(preload === undefined ? {} : { preload }),
      },
    });
    try {
      await window.loadURL(url);
      return await window.webContents.executeJavaScript(script).catch((error: unknown) => String(error));
    } finally {
      window.destroy();
    }
  }, options);
}

/** Replaces `shell.openExternal` by a list of what it was asked for. */
export async function watchOpenExternal(app: ElectronApplication): Promise<{ opened(): Promise<string[]> }> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { openedLinks: opened });
    shell.openExternal = (url: string) => {
      opened.push(url);
      return Promise.resolve();
    };
  });
  return {
    opened: () =>
      app.evaluate(() => {
        const { openedLinks } = globalThis as unknown as { openedLinks: string[] };
        return [...openedLinks];
      }),
  };
}
