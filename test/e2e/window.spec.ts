import { spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type {} from '../../renderer/bridge/bridge';
import { menuCommands } from '../../shared/ipc/menu-commands';
import { type Desk, launchDesk, newUserData, removeFolder } from './support/launch';
import { projectRoot } from './support/project-root';
import { beReady } from './support/readiness';

let userData: string;
test.beforeEach(() => {
  userData = newUserData();
});
test.afterEach(() => removeFolder(userData));

function invoke(page: Page, channel: string, input: unknown): Promise<unknown> {
  return page.evaluate(([name, value]) => window.api.invoke(name, value), [channel, input] as const);
}

test('the window opens where it was and in the theme that was chosen', async () => {
  const first = await launchDesk({ userData });
  await first.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 1111, height: 700 });
  });
  await invoke(first.page, 'app.theme', { theme: 'dark' });
  await first.close();

  const second = await launchDesk({ userData });
  const found = await second.app.evaluate(({ BrowserWindow, nativeTheme }) => {
    const window = BrowserWindow.getAllWindows()[0];
    return { size: window?.getSize(), theme: nativeTheme.themeSource };
  });
  expect(found).toEqual({ size: [1111, 700], theme: 'dark' });
  await second.close();
});

test('the window has the page’s own colour before the page is there, in both themes', async () => {
  for (const theme of ['light', 'dark']) {
    const first = await launchDesk({ userData });
    await invoke(first.page, 'app.theme', { theme });
    await first.close();
    const desk = await launchDesk({ userData });
    await desk.page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, theme);
    const drawn = await desk.page.evaluate(() => {
      const canvas = document.createElement('canvas').getContext('2d');
      if (!canvas) throw new Error('no canvas');
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
    });
    const given = await desk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
    );
    expect(given?.toLowerCase()).toBe(drawn);
    await desk.close();
  }
});

test('a window state that cannot be read is set aside, and the app opens as usual', async () => {
  writeFileSync(join(userData, 'window-state.json'), '{ "bounds": "everywhere"');
  const desk = await launchDesk({ userData });
  await expect(desk.page).toHaveTitle('Channel Desk');
  expect(readFileSync(join(userData, 'window-state.json.unreadable'), 'utf8')).toContain('everywhere');
  expect(readFileSync(join(userData, 'logs', 'channel-desk.log'), 'utf8')).toContain('set aside');
  await desk.close();
});

test('a second start on the same data ends at once and brings the first window forward', async () => {
  const desk = await launchDesk({ userData });
  await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const { electron, display } = await beReady();
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(electron.path, [...flags, projectRoot], {
    env: {
      ...process.env,
      ...(display === null ? {} : { DISPLAY: display }),
      CHANNEL_DESK_USER_DATA: userData,
    },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  await expect
    .poll(() => desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
    .toBe(false);
  expect(await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await desk.close();
});

test('a killed app starts again with what it had said was kept', async () => {
  const first = await launchDesk({ userData });
  expect(await invoke(first.page, 'app.theme', { theme: 'dark' })).toMatchObject({ ok: true });
  await first.kill();
  const second = await launchDesk({ userData });
  expect(await second.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  await second.close();
});

test('a page process that dies is started again', async () => {
  const desk = await launchDesk({ userData });
  const crashed = desk.page.waitForEvent('crash');
  await desk.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await crashed;
  await expect
    .poll(() =>
      desk.app.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        if (!contents || contents.isCrashed() || contents.isLoading()) return 'not there yet';
        return contents.executeJavaScript('typeof window.api.invoke');
      }),
    )
    .toBe('function');
  await desk.close();
});

/** Menu and network watch come after the page; what needs all of main is answered once they are there. */
async function mainIsComplete(desk: Desk): Promise<void> {
  await desk.page.evaluate(() => window.api.invoke('connections.list', undefined));
}

test('the window does not close over text that is not saved before the person says so', async () => {
  const desk = await launchDesk({ userData });
  const { app, page } = desk;
  // The question is a window of the system, where no test can press a button.
  const answer = (button: 'Cancel' | 'Discard') =>
    app.evaluate(({ dialog }, wanted) => {
      const ask = (_window: unknown, { buttons, message }: { buttons: string[]; message: string }) => {
        dialog.showErrorBox(message, wanted);
        return buttons.indexOf(wanted);
      };
      Object.assign(dialog, { showMessageBoxSync: ask });
    }, button);
  await app.evaluate(({ dialog }) => {
    const asked: string[] = [];
    Object.assign(dialog, { asked, showErrorBox: (message: string) => asked.push(message) });
  });
  const asked = () => app.evaluate(({ dialog }) => (dialog as typeof dialog & { asked: string[] }).asked);
  await answer('Cancel');
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const name = page.getByRole('textbox', { name: /^Name/ });
  await name.click();
  await page.keyboard.type('Ana');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(asked).toEqual(['Discard what you entered?']);
  await expect(name).toHaveValue(/Ana$/);
  await answer('Discard');
  await desk.close();
});

test('what nobody foresaw is said on the page and written to the log', async () => {
  const desk = await launchDesk({ userData, failsOnPurpose: true });
  await expect(desk.page.getByRole('heading', { level: 1 })).toBeVisible();
  await desk.page.evaluate(() => {
    setTimeout(() => {
      throw new Error('A planned mistake');
    });
    void Promise.reject(new Error('A planned refusal'));
  });
  for (const what of ['mistake', 'refusal'])
    await expect(desk.page.getByText(`Something did not work: A planned ${what}.`)).toBeVisible();
  await desk.close();
  const log = readFileSync(join(userData, 'logs', 'channel-desk.log'), 'utf8');
  expect(log).toContain('A planned mistake');
  expect(log).toContain('A planned refusal');
});

test('every command of the menu reaches the page', async () => {
  const desk = await launchDesk({ userData });
  await mainIsComplete(desk);
  await desk.page.evaluate(() => {
    const commands: unknown[] = [];
    Object.assign(globalThis, { commands });
    window.api.on('menu.command', (payload) => commands.push((payload as { command: string }).command));
  });
  await desk.app.evaluate(({ Menu, BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    const items = Menu.getApplicationMenu()?.items.flatMap((menu) => menu.submenu?.items ?? []) ?? [];
    for (const item of items) {
      if (!item.role && item.type === 'normal') item.click(undefined, window, undefined);
    }
  });
  await expect
    .poll(() => desk.page.evaluate(() => (globalThis as unknown as { commands: string[] }).commands))
    .toHaveLength(menuCommands.length);
  const got = await desk.page.evaluate(() => (globalThis as unknown as { commands: string[] }).commands);
  expect([...got].sort()).toEqual([...menuCommands].sort());
  await desk.close();
});

test('waking up and unlocking the machine tell the page that the network may be back', async () => {
  const desk = await launchDesk({ userData });
  await mainIsComplete(desk);
  await desk.page.evaluate(() => {
    const counter = { heard: 0 };
    Object.assign(globalThis, { counter });
    window.api.on('net.maybe-online', () => {
      counter.heard += 1;
    });
  });
  await desk.app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('resume');
    powerMonitor.emit('unlock-screen');
  });
  await expect
    .poll(() =>
      desk.page.evaluate(() => (globalThis as unknown as { counter: { heard: number } }).counter.heard),
    )
    .toBe(2);
  await desk.close();
});

test('MDF-5 drafts of an unattended run go to a file, one line each', async () => {
  const file = join(userData, 'drafts.jsonl');
  const desk = await launchDesk({ userData, env: { CHANNEL_DESK_MAIL_LOG: file } });
  const draft = { to: ['kim@example.com'], cc: [], subject: 'Declined', body: 'Because.' };
  expect(await invoke(desk.page, 'mail.draft', draft)).toMatchObject({ ok: true });
  expect(await invoke(desk.page, 'mail.draft', { ...draft, subject: 'Approved' })).toMatchObject({
    ok: true,
  });
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { subject: string }).subject)).toEqual([
    'Declined',
    'Approved',
  ]);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    to: ['kim@example.com'],
    url: expect.stringMatching(/^mailto:/),
  });
  await desk.close();
});

test('files are saved whole into the folder of an unattended run, never over another one', async () => {
  const folder = newUserData();
  const desk = await launchDesk({ userData, env: { CHANNEL_DESK_SAVE_DIR: folder } });
  const save = (name: string): Promise<unknown> =>
    desk.page.evaluate(
      (suggestedName) => window.api.invoke('file.save', { suggestedName, bytes: new Uint8Array([1, 2, 3]) }),
      name,
    );
  const first = await save('../../MDF report: Q4.csv');
  const second = await save('../../MDF report: Q4.csv');
  expect(first).toEqual({ ok: true, value: { path: join(folder, '-..-MDF report- Q4.csv') } });
  expect(second).toEqual({ ok: true, value: { path: join(folder, '-..-MDF report- Q4 (2).csv') } });
  expect([...readFileSync(join(folder, '-..-MDF report- Q4.csv'))]).toEqual([1, 2, 3]);
  await desk.close();
  removeFolder(folder);
});

test('G11 without a real key store the app says so and writes no secret', async () => {
  const desk = await launchDesk({ userData, args: ['--password-store=basic'] });
  expect(await invoke(desk.page, 'app.secrets', undefined)).toMatchObject({ value: { durable: false } });
  expect(() => statSync(join(userData, 'secrets.json'))).toThrow();
  await desk.close();
});
