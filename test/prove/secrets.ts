import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Channel, type ChannelIn, type ChannelOut, ipcContract } from '../../shared/ipc/contract';
import { agree, OAUTH_APP } from '../contract/remotes/browser';
import { type Emulators, launchEmulators } from '../e2e/support/emulators';
import { startKeyStore } from '../e2e/support/key-store';
import { type Desk, endOf, launchDesk, newUserData, removeFolder } from '../e2e/support/launch';
import { type RecordingProxy, startRecordingProxy } from '../e2e/support/recording-proxy';
import { filesBelow, findSecrets, type Secret } from '../e2e/support/secret-search';
import { failureLog, type Proof } from './proof';
import {
  blindSpots,
  dumpsIn,
  keysOfPassphrase,
  keysOfStore,
  leaveOpenly,
  newPassphrases,
  type Passphrases,
} from './support/secret-keys';

/** How the app ends in a case. */
const ends = ['close', 'kill', 'crash'] as const;
type End = (typeof ends)[number];

async function call<C extends Channel>(desk: Desk, channel: C, input: ChannelIn<C>): Promise<ChannelOut<C>> {
  const answer = await desk.page.evaluate(([name, value]) => window.api.invoke(name, value), [
    channel,
    input,
  ] as const);
  return ipcContract[channel].out.parse(answer) as ChannelOut<C>;
}

/** Lets the person's browser be this function, in which she agrees to everything. */
async function browseInApp(desk: Desk): Promise<() => Promise<void>> {
  await desk.app.evaluate(({ app, shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url: string) => {
      opened.push(url);
      app.emit('browsed');
    };
  });
  return async () => {
    const url = await desk.app.evaluate(async ({ app }) => {
      const { opened } = globalThis as unknown as { opened: string[] };
      await new Promise((resolve) => {
        app.once('browsed' as 'activate', resolve);
        if (opened.length > 0) resolve(null);
      });
      return opened.shift() ?? '';
    });
    await agree(url);
  };
}

type Places = { readonly salesforce: RecordingProxy; readonly gitlab: RecordingProxy };

/** A day with secrets: typed wrongly, typed rightly, signed in by browser, expired, renewed, and repeated by the servers in errors. */
async function secretDay(desk: Desk, places: Places, emulators: Emulators): Promise<Map<string, Buffer>> {
  const shown: string[] = [];
  const say = (answer: unknown): void => void shown.push(JSON.stringify(answer));
  const browse = await browseInApp(desk);
  const { salesforce, gitlab } = places;
  const wrong = `glpat-${randomBytes(15).toString('hex')}`;
  const personal = { remote: 'gitlab', url: gitlab.url, clientId: null } as const;
  say(await call(desk, 'connections.connect', { ...personal, token: wrong }));
  say(await call(desk, 'connections.connect', { ...personal, token: 'glpat-dana' }));
  const [one] = await Promise.all([
    call(desk, 'connections.connect', {
      remote: 'gitlab',
      url: gitlab.url,
      token: null,
      clientId: OAUTH_APP,
    }),
    browse(),
  ]);
  const [two] = await Promise.all([
    call(desk, 'connections.connect', {
      remote: 'salesforce',
      loginUrl: salesforce.url,
      clientId: 'channel-desk',
    }),
    browse(),
  ]);
  if (!one.ok || !two.ok) throw new Error(JSON.stringify([one, two]));
  await emulators.gitlab.fault({ kind: 'expire-tokens' });
  await emulators.salesforce.fault({ kind: 'expire-tokens' });
  say(await call(desk, 'connections.check', undefined));
  // Servers that repeat the token in what they say, in an error and in an answer that cannot be read.
  const token = gitlab.lastToken();
  const echo = { error: 'bad_request', message: `what is ${token}?`, authorization: token };
  await emulators.gitlab.fault(
    { kind: 'status', status: 400, body: echo, match: { method: 'POST', path: '/issues$' } },
    { kind: 'status', status: 201, body: echo, match: { method: 'POST', path: '/issues$' } },
  );
  for (const _time of [1, 2])
    say(
      await call(desk, 'remote.execute', {
        kind: 'git.issue',
        marker: randomUUID(),
        repeat: false,
        title: 'Roadshow',
        template: null,
        body: 'Two days',
        confidential: false,
        labels: [],
        assignee: null,
        due: null,
        since: '2026-01-01T00:00:00.000Z',
      }),
    );
  // The log of the app is asked to keep a secret, and does not.
  await call(desk, 'log.write', {
    level: 'error',
    message: `Authorization: Bearer ${[...salesforce.secrets].at(-1)}`,
  });
  await desk.page.evaluate(() => {
    window.location.hash = '#/sync?tab=log';
  });
  await desk.page.getByRole('button', { name: 'Export', exact: true }).click({ timeout: 30_000 });
  shown.push(await desk.page.locator('body').innerText());
  for (const tab of ['connections', 'queue', 'quarantine']) {
    await desk.page.evaluate((to) => {
      window.location.hash = `#/sync?tab=${to}`;
    }, tab);
    await desk.page.getByRole('tab', { selected: true }).waitFor();
    shown.push(await desk.page.locator('body').innerText());
  }
  for (const token of [wrong, 'glpat-dana']) salesforce.secrets.add(token);
  return new Map([['what was shown', Buffer.from(shown.join('\n'))]]);
}

async function end(desk: Desk, how: End): Promise<void> {
  if (how === 'close') return desk.close();
  if (how === 'kill') return desk.kill();
  const ended = endOf(desk.app.process());
  await desk.app
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
    .catch(() => undefined);
  await desk.app.evaluate(() => process.crash()).catch(() => undefined);
  await ended;
}

/** Protects the journal where no key store does; the page opens it again with what main remembers. */
async function protect(desk: Desk, { right }: Passphrases): Promise<void> {
  const done = await call(desk, 'journal.protect', { passphrase: right });
  if (!done.ok) throw new Error(done.error.message);
  await desk.page.reload();
  await desk.page.getByRole('navigation').first().waitFor();
}

/** Gives a wrong passphrase, then the right one. */
async function unlock({ page }: Desk, { right, wrong }: Passphrases): Promise<void> {
  await page.getByLabel('Passphrase').fill(wrong);
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByText('That is not the passphrase.').waitFor();
  await page.getByLabel('Passphrase').fill(right);
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByRole('navigation').first().waitFor();
}

/** One run of the app; gives what was found in clear, and whether the sign-in outlived it as it should. */
export async function secretCase(
  withKeyStore: boolean,
  how: End,
): Promise<{ found: string[]; secrets: number }> {
  const userData = newUserData();
  const saved = mkdtempSync(join(tmpdir(), 'secrets-saved-'));
  const keyStore = withKeyStore ? await startKeyStore() : null;
  const emulators = await launchEmulators();
  const salesforce = await startRecordingProxy(emulators.salesforce.url);
  const gitlab = await startRecordingProxy(emulators.gitlab.url);
  const places = { salesforce, gitlab };
  const options = {
    userData,
    args: keyStore?.args ?? ['--password-store=basic'],
    env: { ...keyStore?.env, CHANNEL_DESK_SAVE_DIR: saved },
  };
  try {
    const desk = await launchDesk(options);
    const printed: Buffer[] = [];
    desk.app.process().stdout?.on('data', (part: Buffer) => printed.push(part));
    desk.app.process().stderr?.on('data', (part: Buffer) => printed.push(part));
    const shown = await secretDay(desk, places, emulators);
    const words = await leaveOpenly(desk);
    const passphrases = newPassphrases();
    if (!withKeyStore) await protect(desk, passphrases);
    const keys = withKeyStore ? await keysOfStore(desk) : await keysOfPassphrase(userData, passphrases);
    await end(desk, how);
    const secrets = new Set<Secret>([...salesforce.secrets, ...gitlab.secrets, ...keys]);
    const exported = readdirSync(saved);
    const texts = new Map([
      ...shown,
      ['standard output', Buffer.concat(printed)] as const,
      ...exported.map((name) => [name, readFileSync(join(saved, name))] as const),
      ...filesBelow(userData),
    ]);
    // Chromium writes the local storage of a page in its own time.
    const open = how === 'close' ? ['IndexedDB', 'Local Storage'] : ['IndexedDB'];
    const found = [...findSecrets(texts, secrets), ...blindSpots(userData, words, open)];
    found.push(...dumpsIn(userData).map((name) => `a crash left ${name}`));
    if (exported.length === 0) found.push('the sync log was not exported');
    const again = await launchDesk(options);
    if (!withKeyStore) await unlock(again, passphrases);
    const states = await call(again, 'connections.list', undefined);
    await again.close();
    found.push(...findSecrets(filesBelow(userData), secrets).map((what) => `after a second start: ${what}`));
    const kept = states.ok ? states.value.map(({ state }) => state).join() : states.error.message;
    const expected = withKeyStore ? 'signed-in,signed-in' : 'signed-out,signed-out';
    if (kept !== expected) found.push(`after the restart the sign-ins are ${kept}`);
    return { found, secrets: secrets.size };
  } finally {
    await Promise.all([salesforce.close(), gitlab.close()]);
    await emulators.stop();
    keyStore?.stop();
    removeFolder(userData);
    rmSync(saved, { recursive: true, force: true });
  }
}

/** P8: no token, code or verifier lies anywhere in clear, with and without a key store, however the app ends. */
export const secrets: Proof = {
  id: 'P8',
  title: 'No secret on the disk',
  unit: 'run of the app with secrets, searched in every form',
  sizes: { test: 2, full: 12 },
  async run({ count, firstSeed, say }) {
    const { failures, fail } = failureLog(say);
    let looked = 0;
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const how = ends[Math.floor(seed / 2) % ends.length] ?? 'close';
      const { found, secrets: searched } = await secretCase(seed % 2 === 0, how);
      looked += searched;
      for (const what of found) fail(seed, `${how}: ${what}`);
      say(`${seed}: ${how}, ${seed % 2 === 0 ? 'with' : 'without'} a key store, ${searched} secrets`);
    }
    return { checked: count, failures, notes: [`${looked} secrets looked for`] };
  },
};
