// The remotes in a process of their own, as the main process of the app has them: with real files, over real HTTP. It
// kills itself, without a chance to tidy up, at the point that it is told.
import fs, { type PathLike } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { openJsonFile } from '../../../electron/platform/json-file';
import { openSecrets } from '../../../electron/platform/secrets';
import { Connections, type FetchLike } from '../../../electron/remotes/common/ports';
import { createRemotes } from '../../../electron/remotes/remotes';
import { Instant } from '../../../shared/schema/values';
import { agree } from '../../contract/remotes/browser';
import { shippedPlaybook } from '../../support/shipped-playbook';
import type { Answer, KillPoint, Order } from './messages';

const folder = process.argv[2] ?? '';
let armed: KillPoint | null = null;

function reached(point: KillPoint): void {
  if (armed === point) process.kill(process.pid, 'SIGKILL');
}

// Replaced before the file adapter runs, so that it can die between two of its steps.
const renameSync = fs.renameSync;
fs.renameSync = (from: PathLike, to: PathLike) => {
  const isSecrets = String(to).endsWith('secrets.json');
  if (isSecrets) reached('before-rename');
  renameSync(from, to);
  if (isSecrets) reached('after-rename');
};
syncBuiltinESMExports();

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const cipherKey = Buffer.alloc(32, 7);

/** A key store that encrypts, with a key that stays the same from start to start. */
const keyStore = {
  isEncryptionAvailable: () => true,
  encryptString(text: string) {
    reached('before-write');
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-ctr', cipherKey, iv);
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]);
  },
  decryptString(encrypted: Buffer) {
    const decipher = createDecipheriv('aes-256-ctr', cipherKey, encrypted.subarray(0, 16));
    return Buffer.concat([decipher.update(encrypted.subarray(16)), decipher.final()]).toString('utf8');
  },
};

const watched: FetchLike = async (url, init) => {
  const isRenewal = /\/oauth2?\/token$/.test(url) && String(init.body).includes('refresh_token=');
  if (isRenewal) reached('before-request');
  const answer = await fetch(url, init);
  if (isRenewal) reached('after-answer');
  return answer;
};

const secrets = openSecrets(join(folder, 'secrets.json'), keyStore, silent);
const file = openJsonFile(join(folder, 'connections.json'), Connections.nullable(), null, silent);
const playbook = shippedPlaybook();
const remotes = createRemotes({
  fetch: watched,
  playbook: () => playbook,
  store: { load: async () => file.read(), save: async (connections) => file.write(connections) },
  secrets: {
    ...secrets,
    async save(key, value) {
      await secrets.save(key, value);
      reached('after-save');
    },
  },
  files: { open: async () => null },
  clock: { now: () => Instant.parse(new Date().toISOString()), sleep: () => Promise.resolve() },
  log: silent,
  openBrowser: agree,
  timeoutMs: 20_000,
});

async function carryOut(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'arm':
      armed = order.point;
      return null;
    case 'connect':
      return remotes.connect(order.input);
    case 'execute':
      return remotes.execute(order.command);
    case 'pull':
      return remotes.pull(order.request);
    case 'presence':
      return remotes.presence(order.request);
    case 'connections':
      await remotes.ready();
      return remotes.connections();
  }
}

process.on('message', (order: Order) => {
  void carryOut(order).then((value) => process.send?.({ id: order.id, value } satisfies Answer));
});
