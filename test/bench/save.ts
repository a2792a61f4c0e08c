import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { projectRoot } from '../e2e/support/project-root';
import { type BenchLine, figuresOf } from './figures';

const executablePath = process.env['CHANNEL_DESK_CHROMIUM'] ?? '/usr/bin/chromium';

/** A save of an edit (record, outbox, history, revision check) against a bare put of the same record, both strict, among 10,000. */
export async function benchSave(): Promise<BenchLine> {
  const server = await createServer({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1' },
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage();
    const [address] = server.resolvedUrls?.local ?? [];
    await page.goto(`${address}test/bench/pages/store.html`);
    await page.waitForFunction(() => window.storeFigures !== undefined, null, { timeout: 120_000 });
    const figures = await page.evaluate(() => window.storeFigures);
    if (!figures) throw new Error('the page left no figures');
    return {
      name: 'save of an edit / bare Dexie put',
      own: figuresOf(figures.edit),
      floor: figuresOf(figures.bare),
      promised: 2,
    };
  } finally {
    await browser.close();
    await server.close();
  }
}
