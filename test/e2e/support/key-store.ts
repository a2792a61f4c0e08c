import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';

/** A session bus with a real, unlocked key store behind it. */
export type KeyStore = {
  /** What the app needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  stop(): void;
};

function firstLine(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout !== null) createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready`)));
  });
}

/** Whether somebody on the bus answers for secrets. */
function isOwned(address: string): boolean {
  const question = ['--session', '--dest=org.freedesktop.DBus', '--print-reply', '/org/freedesktop/DBus'];
  const method = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  const asked = spawnSync('dbus-send', [...question, ...method], {
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address },
    encoding: 'utf8',
  });
  return asked.stdout.includes('boolean true');
}

/** Starts a message bus and GNOME's key store on it, with files of its own, away from the person's. */
export async function startKeyStore(): Promise<KeyStore> {
  const home = mkdtempSync(join(tmpdir(), 'key-store-'));
  const own = { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: own,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus, 'the message bus');
  const keys = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...own, DBUS_SESSION_BUS_ADDRESS: address },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keys.stdin.end('a password for tests');
  await expect.poll(() => isOwned(address), { timeout: 20_000 }).toBe(true);
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    args: ['--password-store=gnome-libsecret'],
    stop() {
      keys.kill();
      bus.kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
