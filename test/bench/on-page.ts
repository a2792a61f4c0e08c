import type { ServerResponse } from 'node:http';
import { chromium } from '@playwright/test';
import { type Connect, createServer } from 'vite';
import { projectRoot } from '../e2e/support/project-root';
import { shippedPlaybook } from '../support/shipped-playbook';

const executablePath = process.env['CHANNEL_DESK_CHROMIUM'] ?? '/usr/bin/chromium';

type Handlers = Readonly<Record<string, Connect.SimpleHandleFunction>>;

function servePlaybook(_request: unknown, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(shippedPlaybook()));
}

/** Opens a page of this folder in a browser, answers its calls, and gives what it leaves; fails when its title says so. */
export async function onPage<T>(name: string, handlers: Handlers, left: () => T | undefined): Promise<T> {
  const server = await createServer({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1' },
    plugins: [
      {
        name: 'bench-page',
        configureServer({ middlewares }) {
          middlewares.use('/playbook', servePlaybook);
          for (const [path, handler] of Object.entries(handlers)) middlewares.use(path, handler);
        },
      },
    ],
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--enable-precise-memory-info',
      '--js-flags=--expose-gc',
    ],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}test/bench/pages/${name}.html`);
    await page.waitForFunction(
      `document.title.startsWith('failed') || (${left.toString()})() !== undefined`,
      null,
      { timeout: 900_000 },
    );
    const figures = await page.evaluate<T | undefined>(left as () => T | undefined);
    if (figures === undefined) throw new Error(await page.title());
    return figures;
  } finally {
    await browser.close();
    await server.close();
  }
}
