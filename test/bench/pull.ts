import type { ServerResponse } from 'node:http';
import { chromium } from '@playwright/test';
import { createServer, type Plugin } from 'vite';
import { projectRoot } from '../e2e/support/project-root';
import { shippedPlaybook } from '../support/shipped-playbook';
import { describeLine, figuresOf } from './figures';
import { feedPage } from './generated-feed';

const executablePath = process.env['CHANNEL_DESK_CHROMIUM'] ?? '/usr/bin/chromium';
const PROMISED_RATIO = 1.5;
const PROMISED_MEGABYTES = 150;

function answer(response: ServerResponse, body: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

/** Serves the generated feed from the page's own address. */
function feedPlugin(): Plugin {
  return {
    name: 'generated-feed',
    configureServer({ middlewares }) {
      middlewares.use('/feed', (request, response) => {
        answer(response, feedPage(new URL(request.url ?? '', 'http://feed').searchParams));
      });
      middlewares.use('/playbook', (_request, response) => answer(response, shippedPlaybook()));
    },
  };
}

/** The first pull of 100,000 records against the bare loop "fetch a page, put it", in real IndexedDB, and its memory. */
export async function benchPull(): Promise<readonly string[]> {
  const server = await createServer({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1' },
    plugins: [feedPlugin()],
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
    const [address] = server.resolvedUrls?.local ?? [];
    await page.goto(`${address}test/bench/pages/pull.html`);
    const ended = () => window.pullFigures !== undefined || document.title.startsWith('failed');
    await page.waitForFunction(ended, null, { timeout: 900_000 });
    const figures = await page.evaluate(() => window.pullFigures);
    if (!figures) throw new Error(await page.title());
    const { records, pull, bare, heap, longestCommit, largestEntry } = figures;
    const grown = Math.max(...heap) - Math.min(...heap);
    const verdict = grown <= PROMISED_MEGABYTES ? 'kept' : 'MISSED';
    return [
      describeLine({
        name: `first pull of ${records} records / bare fetch and put`,
        own: figuresOf([pull]),
        floor: figuresOf([bare]),
        promised: PROMISED_RATIO,
      }),
      `heap during the first pull: ${Math.min(...heap).toFixed(0)}–${Math.max(...heap).toFixed(0)} MB, promised flat within ${PROMISED_MEGABYTES} MB: ${verdict}`,
      `longest commit of the first pull: ${longestCommit.toFixed(0)} ms; largest entry of the journal: ${largestEntry.toFixed(1)} MB`,
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}
