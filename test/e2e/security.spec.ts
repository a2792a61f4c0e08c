import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type {} from '../../renderer/bridge/bridge';
import { ipcContract } from '../../shared/ipc/contract';
import { openTrap, runInStrangeWindow, type Trap, watchOpenExternal } from './support/attacks';
import { type Desk, launchDesk, newUserData, removeFolder } from './support/launch';
import { projectRoot } from './support/project-root';
import { beReady } from './support/readiness';

// The numbers are those of Electron's security checklist; each item that concerns a development build is shown to
// hold and then attacked.

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

function preferences() {
  return desk.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // Electron has this function and does not document it.
    const undocumented = contents as unknown as
      | { getLastWebPreferences(): Record<string, unknown> }
      | undefined;
    return undefined === undocumented ? null : { ...undocumented.getLastWebPreferences() };
  });
}

test.describe('1, 8 network', () => {
  test('1 the page comes from the app itself', () => {
    expect(page.url()).toMatch(/^app:\/\/desk\/index\.html/);
  });

  test('1 a page cannot reach the network, neither by policy nor past it', async () => {
    const outcome = await page.evaluate(
      (url) =>
        fetch(`${url}/from-page`).then(
          () => 'reached',
          () => 'refused',
        ),
      trap.url,
    );
    const strange = await runInStrangeWindow(desk.app, {
      url: 'data:text/html,<title>strange</title>',
      script: `fetch('${trap.url}/from-strange-page').then(() => 'reached', () => 'refused')`,
    });
    expect([outcome, strange]).toEqual(['refused', 'refused']);
    expect(trap.hits).toEqual([]);
  });

  test('8 images and frames of other origins are not loaded', async () => {
    const outcome = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const image = new Image();
          image.onload = () => resolve('loaded');
          image.onerror = () => resolve('refused');
          image.src = `${url}/image.png`;
          const frame = document.createElement('iframe');
          frame.src = `${url}/frame`;
          document.body.append(frame);
        }),
      trap.url,
    );
    expect(outcome).toBe('refused');
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    expect(trap.hits).toEqual([]);
    expect((await preferences())?.['allowRunningInsecureContent'] ?? false).toBe(false);
  });
});

test.describe('2, 3, 4, 6, 9, 10 the page is walled in', () => {
  test('2-6, 9-12 the window has the safe settings', async () => {
    const found = await preferences();
    expect(found).toMatchObject({
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
    });
    expect(found?.['experimentalFeatures'] ?? false).toBe(false);
    expect(found?.['enableBlinkFeatures'] ?? '').toBe('');
  });

  test('2 there is no Node in the page', async () => {
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron'].filter(
        (name) => name in globalThis,
      ),
    );
    expect(found).toEqual([]);
  });

  test('3 what the page changes in its own world does not reach the preload', async () => {
    const outcome = await page.evaluate(async () => {
      const hasOwn = Object.hasOwn;
      Object.hasOwn = () => true;
      try {
        await window.api.invoke('no.such.channel', undefined);
        return 'let through';
      } catch (error) {
        return String(error);
      } finally {
        Object.hasOwn = hasOwn;
      }
    });
    expect(outcome).toContain('There is no channel "no.such.channel"');
  });

  test('6 files of the machine cannot be read', async () => {
    const outcome = await page.evaluate(() =>
      fetch('file:///etc/hostname').then(
        () => 'read',
        () => 'refused',
      ),
    );
    expect(outcome).toBe('refused');
  });
});

test.describe('5 permissions', () => {
  test('5 every permission is denied, asked for or looked up', async () => {
    const outcome = await page.evaluate(async () => {
      const failed = (error: unknown): string => (error instanceof Error ? error.name : 'failed');
      const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', failed);
      const screen = await navigator.mediaDevices.getDisplayMedia().then(() => 'given', failed);
      const place = await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          (error) => resolve(error.code === 1 ? 'denied' : `code ${error.code}`),
        ),
      );
      const names = ['notifications', 'geolocation', 'camera', 'microphone', 'midi', 'clipboard-read'];
      const states = await Promise.all(
        names.map((name) =>
          navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state),
        ),
      );
      return { media, screen, place, notification: await Notification.requestPermission(), states };
    });
    expect(outcome.media).not.toBe('given');
    expect(outcome.screen).not.toBe('given');
    expect(outcome.place).toBe('denied');
    expect(outcome.notification).toBe('denied');
    expect(new Set(outcome.states)).toEqual(new Set(['denied']));
  });
});

test.describe('7 content security policy', () => {
  const expected = [
    "default-src 'none'",
    "script-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ];

  test('7 every answer carries the policy, with a fresh nonce and nothing unsafe', async () => {
    const headers = await page.evaluate(() =>
      Promise.all(
        ['/index.html', '/index.html', '/no-such-file.js'].map(async (path) => {
          const answer = await fetch(path);
          return {
            policy: answer.headers.get('content-security-policy') ?? '',
            sniffing: answer.headers.get('x-content-type-options'),
            nonce: /property="csp-nonce" nonce="([^"]+)"/.exec(await answer.text())?.[1] ?? null,
          };
        }),
      ),
    );
    for (const { policy, sniffing } of headers) {
      const directives = policy.split('; ');
      expect(directives.filter((directive) => !directive.startsWith('style-src'))).toEqual(expected);
      expect(policy).toMatch(/style-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='/);
      expect(policy).not.toContain('unsafe');
      expect(sniffing).toBe('nosniff');
    }
    expect(headers[0]?.policy).toContain(`'nonce-${headers[0]?.nonce}'`);
    expect(headers[0]?.nonce).not.toBe(headers[1]?.nonce);
    expect(headers[2]?.nonce).toBeNull();
  });

  test('7 inline scripts, handlers and text as code do not run', async () => {
    await page.evaluate(() => {
      const violations: string[] = [];
      Object.assign(globalThis, { violations });
      document.addEventListener('securitypolicyviolation', (event) => {
        violations.push(event.effectiveDirective);
      });
      const box = document.createElement('div');
      document.body.append(box);
      const script = document.createElement('script');
      script.textContent = 'globalThis.ranInline = true';
      box.append(script);
      box.insertAdjacentHTML('beforeend', '<img src="data:," onerror="globalThis.ranInline = true">');
      const link = document.createElement('a');
      link.href = 'javascript:globalThis.ranInline = true';
      box.append(link);
      link.click();
      // Run by the clock and not by the test tool, whose own calls are exempt from the policy.
      (setTimeout as (code: string) => number)('globalThis.ranInline = true');
    });
    const violations = (): Promise<string[]> =>
      page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);
    await expect
      .poll(async () => (await violations()).sort())
      .toEqual(['script-src', 'script-src-attr', 'script-src-elem', 'script-src-elem']);
    expect(await page.evaluate(() => 'ranInline' in globalThis)).toBe(false);
  });

  test('7 a style needs the nonce, which the page knows', async () => {
    const colours = await page.evaluate(() => {
      const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
      const box = document.createElement('div');
      box.id = 'styled-box';
      document.body.append(box);
      const colourWith = (nonce: string): string => {
        const style = document.createElement('style');
        style.nonce = nonce;
        style.textContent = '#styled-box { color: rgb(1, 2, 3) }';
        document.head.append(style);
        const { color } = getComputedStyle(box);
        style.remove();
        return color;
      };
      const result = [colourWith(meta?.nonce ?? ''), colourWith(''), colourWith('guessed')];
      box.remove();
      return result;
    });
    expect(colours[0]).toBe('rgb(1, 2, 3)');
    expect(colours[1]).not.toBe('rgb(1, 2, 3)');
    expect(colours[2]).not.toBe('rgb(1, 2, 3)');
  });

  test('7 workers run from the app and from nowhere else', async () => {
    const outcome = await page.evaluate(() => {
      const tryWorker = (url: string): Promise<string> =>
        new Promise((resolve) => {
          try {
            const worker = new Worker(url);
            worker.onerror = () => resolve('refused');
            worker.onmessage = () => resolve('ran');
          } catch {
            resolve('refused');
          }
        });
      const blob = URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' }));
      return Promise.all([tryWorker(blob), tryWorker('data:text/javascript,postMessage(1)')]);
    });
    expect(outcome).toEqual(['refused', 'refused']);
  });
});

test.describe('11, 12, 13, 14 windows and navigation', () => {
  test('12 a webview stays an unknown element, and cannot attach even where the tag is on', async () => {
    const countContents = (): Promise<number> =>
      desk.app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
    const before = await countContents();
    await page.evaluate((url) => {
      const view = document.createElement('webview');
      view.setAttribute('src', url);
      document.body.append(view);
      view.remove();
    }, trap.url);
    await desk.app.evaluate(({ app }) => {
      const attachments: string[] = [];
      Object.assign(globalThis, { attachments });
      app.once('web-contents-created', (_event, contents) => {
        contents.on('will-attach-webview', (event) => {
          attachments.push(event.defaultPrevented ? 'prevented' : 'begun');
        });
      });
    });
    await runInStrangeWindow(desk.app, {
      url: 'data:text/html,<body></body>',
      webviewTag: true,
      script: `new Promise((resolve) => {
        const view = document.createElement('webview');
        view.setAttribute('src', '${trap.url}');
        document.body.append(view);
        requestAnimationFrame(resolve);
        setTimeout(resolve);
      })`,
    });
    await expect
      .poll(() => desk.app.evaluate(() => (globalThis as unknown as { attachments: string[] }).attachments))
      .toEqual(['prevented']);
    expect(await countContents()).toBe(before);
    expect(trap.hits).toEqual([]);
  });

  test('13 the page can be loaded again and cannot go anywhere else', async () => {
    const start = page.url();
    await page.reload();
    expect(page.url()).toBe(start);
    for (const target of [trap.url, 'file:///etc/hostname', 'data:text/html,x', 'app://other/index.html']) {
      await page.evaluate((url) => {
        const link = document.createElement('a');
        link.href = url;
        document.body.append(link);
        link.click();
        link.remove();
        window.location.assign(url);
      }, target);
      // An answer of the page shows that it is still there and that the try is over.
      await expect.poll(() => page.evaluate(() => window.location.href)).toBe(start);
    }
    expect(trap.hits).toEqual([]);
  });

  test('14 no second window opens', async () => {
    const opened = await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      link.target = '_blank';
      document.body.append(link);
      link.click();
      link.remove();
      return [window.open(url), window.open('about:blank'), window.open('/index.html')].map(
        (other) => other !== null,
      );
    }, trap.url);
    expect(opened).toEqual([false, false, false]);
    expect(await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(trap.hits).toEqual([]);
  });

  test('14 nothing is downloaded past the save dialog', async () => {
    const downloads = await desk.app.evaluate(({ session }) => {
      const list: string[] = [];
      Object.assign(globalThis, { downloads: list });
      session.defaultSession.on('will-download', (event) => {
        list.push(event.defaultPrevented ? 'prevented' : 'begun');
      });
      return list.length;
    });
    expect(downloads).toBe(0);
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['x']));
      link.download = 'x.txt';
      link.click();
    });
    await expect
      .poll(() => desk.app.evaluate(() => (globalThis as unknown as { downloads: string[] }).downloads))
      .toEqual(['prevented']);
  });
});

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
        // Main may load what a page may not; the gate must still tell.
        await contents?.loadURL('data:text/html,<title>foreign</title>');
        return contents?.executeJavaScript(`window.api.invoke('app.info', undefined)`);
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
