import { expect, type Page, test } from '@playwright/test';
import { openTrap, runInStrangeWindow, type Trap } from './support/attacks';
import { type Desk, launchDesk, removeFolder } from './support/launch';

// The numbers are those of Electron's security checklist: each item that concerns a development build is shown to
// hold in a real window and then attacked. Items 15 to 20 are in security-doors.spec.ts.

let desk: Desk;
let page: Page;
let trap: Trap;

test.beforeAll(async () => {
  trap = await openTrap();
  desk = await launchDesk();
  page = desk.page;
  await page.waitForLoadState('load');
});

test.afterAll(async () => {
  await desk.close();
  await trap.close();
  removeFolder(desk.userData);
});

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
  test('1 the page comes from the app itself', async () => {
    await expect(page).toHaveURL(/^app:\/\/desk\/index\.html/);
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
    // The window that tried is still going when its attempt has been prevented.
    await expect.poll(countContents).toBe(before);
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
