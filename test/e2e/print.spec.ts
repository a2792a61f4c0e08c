import { expect, test } from '@playwright/test';
import type {} from '../../renderer/bridge/bridge';
import type { PageFormat } from '../../shared/ipc/contract';
import { type Desk, launchDesk, removeFolder } from './support/launch';
import { type PdfContent, readPdf } from './support/pdf';

// How anything is printed. What is printed is the feature's matter; here the printing window gets pages of the test.

let desk: Desk;

test.beforeAll(async () => {
  desk = await launchDesk();
  await desk.page.waitForLoadState('load');
});

test.afterAll(async () => {
  await desk.close();
  removeFolder(desk.userData);
});

/** Serves a page of the test to the printing window from now on. */
async function servePrintPage(body: string, script: string): Promise<void> {
  await desk.app.evaluate(
    ({ protocol }, [html, code]) => {
      protocol.unhandle('app');
      protocol.handle('app', (request) =>
        request.url.includes('test-script.js')
          ? new Response(code, { headers: { 'content-type': 'text/javascript' } })
          : new Response(html, { headers: { 'content-type': 'text/html' } }),
      );
    },
    [`<!doctype html><body>${body}</body><script src="/test-script.js"></script>`, script] as const,
  );
}

type Printed =
  | { ok: true; value: { bytes: number[] } }
  | { ok: false; error: { message: string; fix: string } };

function print(route: string, format: PageFormat): Promise<Printed> {
  return desk.page.evaluate(
    async ([where, paper]) => {
      const answer = (await window.api.invoke('print.pdf', { route: where, format: paper })) as {
        ok: boolean;
        value: { bytes: Uint8Array };
      };
      return (answer.ok ? { ok: true, value: { bytes: [...answer.value.bytes] } } : answer) as never;
    },
    [route, format] as const,
  );
}

async function printed(route: string, format: PageFormat): Promise<PdfContent> {
  const answer = await print(route, format);
  if (!answer.ok) throw new Error(answer.error.message);
  return readPdf(Uint8Array.from(answer.value.bytes));
}

const a4: PageFormat = { size: 'A4', landscape: false };
const ready = `document.documentElement.setAttribute('data-print-ready', '');`;

test('a route that no feature prints is a failure with a reason', async () => {
  const answer = await print('print/nothing', a4);
  expect(answer).toMatchObject({ ok: false, error: { message: /nothing to print under this address/ } });
});

test('the window of a print is gone afterwards, and cannot be seen meanwhile', async () => {
  const windows = (): Promise<boolean[]> =>
    desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()));
  await desk.app.evaluate(({ app }) => {
    const shown: number[] = [];
    Object.assign(globalThis, { shown });
    app.on('browser-window-created', (_event, window) => {
      window.on('show', () => shown.push(window.id));
    });
  });
  await print('print/nothing', a4);
  expect(await windows()).toEqual([true]);
  expect(await desk.app.evaluate(() => (globalThis as unknown as { shown: number[] }).shown)).toEqual([]);
});

test('each paper comes out in its size, upright and across', async () => {
  await servePrintPage('<p>Paper</p>', ready);
  const sizes: [PageFormat, number, number][] = [
    [{ size: 'A4', landscape: false }, 210, 297],
    [{ size: 'A4', landscape: true }, 297, 210],
    [{ size: 'A3', landscape: true }, 420, 297],
    [{ size: 'Letter', landscape: false }, 216, 279],
    [{ size: 'Tabloid', landscape: false }, 279, 432],
  ];
  for (const [format, width, height] of sizes) {
    const { pages } = await printed('print/test', format);
    expect(pages, JSON.stringify(format)).toHaveLength(1);
    expect(Math.abs((pages[0]?.width ?? 0) - width), JSON.stringify(format)).toBeLessThanOrEqual(1);
    expect(Math.abs((pages[0]?.height ?? 0) - height), JSON.stringify(format)).toBeLessThanOrEqual(1);
  }
});

test('the page’s own paper wins, and every sheet is there', async () => {
  await servePrintPage(
    `<style>@page { size: A3 landscape; margin: 0 } section { break-after: page }</style>
     <section>first</section><section>second</section><section>third</section>`,
    ready,
  );
  const { pages } = await printed('print/test', a4);
  expect(pages.slice(0, 3).map(({ text }) => text)).toEqual(['first', 'second', 'third']);
  expect(pages[0]).toMatchObject({ width: 420, height: 297 });
});

test('the page learns its route and paper from its address', async () => {
  await servePrintPage(
    '<p id="out"></p>',
    `document.getElementById('out').textContent = location.search + location.hash; ${ready}`,
  );
  const { pages } = await printed('print/planner/FY27-Q4', { size: 'A3', landscape: true });
  expect(pages[0]?.text).toBe('?size=A3&landscape=true#print/planner/FY27-Q4');
});

test('nothing is printed before the page is ready', async () => {
  await servePrintPage(
    '<p id="out">too early</p>',
    `setTimeout(() => { document.getElementById('out').textContent = 'in time'; ${ready} }, 80);`,
  );
  expect((await printed('print/test', a4)).pages[0]?.text).toBe('in time');
});

test('a page that says why it cannot be printed is quoted', async () => {
  await servePrintPage(
    '',
    `document.documentElement.setAttribute('data-print-failed', 'No plan in FY27-Q4.');`,
  );
  expect(await print('print/test', a4)).toMatchObject({
    ok: false,
    error: { message: 'The pages could not be laid out: No plan in FY27-Q4.', fix: /print again/ },
  });
});

test('several prints at the same time come out one after the other, each with its own', async () => {
  await servePrintPage(
    '<p id="out"></p>',
    `document.getElementById('out').textContent = location.hash; ${ready}`,
  );
  const all = await Promise.all(['a', 'b', 'c'].map((name) => printed(`print/${name}`, a4)));
  expect(all.map(({ pages }) => pages[0]?.text)).toEqual(['#print/a', '#print/b', '#print/c']);
});

test('17 a printing page may read, and change nothing', async () => {
  await servePrintPage(
    '<p id="out"></p>',
    `Promise.all(['app.info', 'link.open', 'remote.execute', 'connections.disconnect', 'file.save', 'print.pdf']
       .map((channel) => window.api.invoke(channel, undefined)))
       .then((answers) => {
         document.getElementById('out').textContent = answers
           .map((answer) => answer.ok ? 'yes' : /may not use/.test(answer.error.message) ? 'no' : 'other')
           .join(' ');
         ${ready}
       });`,
  );
  expect((await printed('print/test', a4)).pages[0]?.text).toBe('yes no no no no no');
});

test('17 a printing page has no line to main of its own', async () => {
  await servePrintPage(
    '<p id="out"></p>',
    `const { port1, port2 } = new MessageChannel();
     const said = (what) => {
       document.getElementById('out').textContent = what;
       ${ready}
     };
     port2.onmessage = () => said('answered');
     port2.addEventListener('close', () => said('closed'));
     port2.postMessage({ id: 1, channel: 'app.info' });
     window.postMessage('line.open', location.origin, [port1]);
     // What comes after it on the way to main is answered after it.
     setTimeout(() => window.api.invoke('app.info').then(() => window.api.invoke('app.info')).then(() => said('silent')));`,
  );
  expect((await printed('print/test', a4)).pages[0]?.text).toMatch(/^(closed|silent)$/);
});
