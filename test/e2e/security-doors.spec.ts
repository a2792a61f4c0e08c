import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type {} from '../../renderer/bridge/bridge';
import { ipcContract } from '../../shared/ipc/contract';
import { openTrap, runInStrangeWindow, type Trap, watchOpenExternal } from './support/attacks';
import { type Desk, launchDesk, newUserData, removeFolder } from './support/launch';
import { projectRoot } from './support/project-root';
import { beReady } from './support/readiness';

// The doors through which a page may ask for something, and what else knocks on them. Numbers as in security.spec.ts.

const gitlab = 'https://gitlab.example.com';
let desk: Desk;
let page: Page;
let trap: Trap;

test.beforeAll(async () => {
  trap = await openTrap();
  const userData = newUserData();
  mkdirSync(userData, { recursive: true });
  writeFileSync(
    join(userData, 'connections.json'),
    JSON.stringify({
      salesforce: null,
      gitlab: { url: gitlab, clientId: null, redirectUri: null, userId: 1, userName: 'Kim' },
    }),
  );
  desk = await launchDesk({ userData });
  page = desk.page;
  await page.waitForLoadState('load');
});

test.afterAll(async () => {
  await desk.close();
  await trap.close();
  removeFolder(desk.userData);
});

/** Calls a channel from the page and gives back what came, as plain data. */
function invoke(channel: string, input: unknown): Promise<unknown> {
  return page.evaluate(([name, value]) => window.api.invoke(name, value), [channel, input] as const);
}

test.describe('15 links', () => {
  test('15 a link to a connected system opens in the browser', async () => {
    const links = await watchOpenExternal(desk.app);
    const url = `${gitlab}/group/project/-/issues/7`;
    expect(await invoke('link.open', { url })).toEqual({ ok: true, value: undefined });
    expect(await links.opened()).toEqual([url]);
  });

  test('15 everything else is refused with a reason', async () => {
    const links = await watchOpenExternal(desk.app);
    const refused = [
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://server/share',
      'mailto:a@example.com',
      'https://evil.example.com/',
      'http://gitlab.example.com/',
      'https://gitlab.example.com.evil.example/',
      'https://gitlab.example.com:8443/',
      'https://user:secret@gitlab.example.com/',
      trap.url,
    ];
    for (const url of refused) {
      const answer = await invoke('link.open', { url });
      expect(answer, url).toMatchObject({ ok: false, error: { message: /not opened|not understood/ } });
    }
    expect(await links.opened()).toEqual([]);
  });

  test('15 a mail draft passes on addresses only', async () => {
    const links = await watchOpenExternal(desk.app);
    const draft = { to: ['kim@example.com'], cc: [], subject: 'MDF & more', body: 'One\nTwo?' };
    expect(await invoke('mail.draft', draft)).toMatchObject({ ok: true });
    const evil = { ...draft, to: ['kim@example.com?attach=/etc/passwd'] };
    expect(await invoke('mail.draft', evil)).toMatchObject({
      ok: false,
      error: { message: /is not a mail/ },
    });
    expect(await links.opened()).toEqual([
      'mailto:kim%40example.com?subject=MDF%20%26%20more&body=One%0D%0ATwo%3F',
    ]);
  });
});

test('16 the app says when it runs on the evaluation runtime', async () => {
  const { electron } = await beReady();
  expect(await invoke('app.info', undefined)).toMatchObject({
    ok: true,
    value: { electron: electron.version, evaluationRuntime: electron.source === 'fallback' },
  });
});

test.describe('17 IPC', () => {
  test('17 malformed input is refused on every channel, with a message', async () => {
    const deep = {
      kind: 'crm.put',
      marker: { toString: 1 },
      remote: ['gitlab'],
      url: {},
      level: 9,
      theme: 'x',
    };
    const malformed = [null, 0, true, 'text', [], {}, { unexpected: 1 }, deep, [deep], 'x'.repeat(100_000)];
    const channels = Object.keys(ipcContract);
    expect(channels.length).toBeGreaterThan(10);
    for (const channel of channels) {
      for (const input of malformed) {
        const answer = JSON.stringify(await invoke(channel, input));
        expect(answer, `${channel} with ${JSON.stringify(input).slice(0, 60)}`).toMatch(
          /^\{"ok":false,"error":.*was not understood/,
        );
      }
    }
  });

  test('17 a page that is not the app is refused on every channel', async () => {
    const preload = join(projectRoot, 'out', 'preload', 'index.cjs');
    const script = `Promise.all(${JSON.stringify(Object.keys(ipcContract))}.map((channel) =>
      window.api.invoke(channel, undefined).then((answer) => JSON.stringify(answer))))`;
    // A foreign page that got our preload, and our own page in a window that the app did not open.
    for (const url of ['data:text/html,<title>foreign</title>', 'app://desk/index.html']) {
      const answers = await runInStrangeWindow(desk.app, { url, script, preload });
      expect(Array.isArray(answers)).toBe(true);
      for (const answer of answers as string[]) {
        expect(answer).toMatch(/^\{"ok":false,"error":.*may not use/);
      }
    }
  });

  test('17 a foreign page is refused in the app’s own window too', async () => {
    const other = await launchDesk();
    try {
      const answer = await other.app.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        if (contents === undefined) throw new Error('there is no window');
        // A page that is still loading would be broken off, and its failure told as that of the next one.
        if (contents.isLoading())
          await new Promise<void>((resolve) => contents.once('did-stop-loading', () => resolve()));
        // Main may load what a page may not; the gate must still tell.
        await contents.loadURL('data:text/html,<title>foreign</title>');
        return contents.executeJavaScript(`window.api.invoke('app.info', undefined)`);
      });
      expect(answer).toMatchObject({ ok: false, error: { message: /may not use/ } });
    } finally {
      await other.close();
      removeFolder(other.userData);
    }
  });
});

test.describe('18 the app’s own protocol', () => {
  test('18 files of the app are served', async () => {
    const answer = await page.evaluate(async () => {
      const { status, headers } = await fetch('/index.html');
      return [status, headers.get('content-type')];
    });
    expect(answer).toEqual([200, 'text/html; charset=utf-8']);
  });

  test('18 nothing outside of the app’s folder is served', async () => {
    const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { name: string };
    const paths = [
      '/../../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/package.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/..%5c..%5cpackage.json',
      '/%252e%252e%252f%252e%252e%252fpackage.json',
      '//etc/hostname',
      '/%2fetc%2fhostname',
      '/etc%00.html',
      '/index.html%00.png',
      '/.git/config',
      '/C:/Windows/win.ini',
      '/index.html::$DATA',
      '/',
      '/assets',
    ];
    for (const path of paths) {
      const answer = await page.evaluate(async (url) => {
        // An address that is none does not even leave the page.
        const response = await fetch(url).catch(() => null);
        return response === null
          ? { status: 400, text: '' }
          : { status: response.status, text: await response.text() };
      }, `app://desk${path}`);
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(answer.text, path).toBe('');
      expect(answer.text).not.toContain(manifest.name);
    }
  });

  test('18 other hosts and other methods are refused', async () => {
    const statuses = await page.evaluate(async () => {
      const post = await fetch('/index.html', { method: 'POST', body: 'x' });
      const other = await fetch('app://other/index.html', { mode: 'no-cors' }).then(
        ({ type }) => type,
        () => 'refused',
      );
      return [post.status, other];
    });
    expect(statuses).toEqual([405, 'refused']);
  });
});

test.describe('20 the bridge', () => {
  test('20 the page sees two functions and nothing behind them', async () => {
    const found = await page.evaluate(() => ({
      names: Object.keys(window.api).sort(),
      frozen: Object.isFrozen(window.api),
      electron: 'ipcRenderer' in globalThis,
    }));
    expect(found).toEqual({ names: ['invoke', 'on'], frozen: true, electron: false });
  });

  test('20 only channels and events of the contract pass', async () => {
    const names = [
      'constructor',
      '__proto__',
      'toString',
      '__ELECTRON_LOG__',
      'ELECTRON_BROWSER_REQUIRE',
      '',
    ];
    const outcomes = await page.evaluate(
      (all) =>
        Promise.all(
          all.map(async (name) => {
            const invoked = await window.api.invoke(name, undefined).then(
              () => 'passed',
              () => 'refused',
            );
            try {
              window.api.on(name, () => undefined);
              return [invoked, 'listening'];
            } catch {
              return [invoked, 'refused'];
            }
          }),
        ),
      names,
    );
    expect(outcomes).toEqual(names.map(() => ['refused', 'refused']));
  });
});
