import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, errorCode } from './disk';

/** The right of one process to change a workspace. It ends with the process, however that ends. */
export type Hold = {
  /** Takes it, unless another living process has it; throws what the disk says when it takes no claim. */
  take(): Promise<'held' | 'elsewhere'>;
  release(): Promise<void>;
};

type Claim = { readonly id: string; readonly isHeld: boolean };

const CLAIM = /^([0-9a-f]{12})\.(asking|held)$/;
/** Longer paths are no names of sockets. */
const LONGEST_SOCKET = 100;
/** Others who ask at the same moment withdraw within one look or two; who takes longer has it soon. */
const LOOKS = 100;
const BETWEEN_LOOKS = 20;

/**
 * Opens the claims on a workspace, which lie in a folder of their own. A claim is worth what its socket says: the system
 * closes that with the process, so the claim of a killed one is void at once, and no other process can be taken for it.
 */
export function openHold(folder: string): Hold {
  let mine: { readonly id: string; readonly server: Server } | null = null;
  /** Several of this process that ask at once must not meet each other as strangers. */
  let taking: Promise<'held' | 'elsewhere'> | null = null;

  async function claims(): Promise<Claim[]> {
    const names = (await fs.readdir(folder)).flatMap((name) => {
      const [, id, state] = CLAIM.exec(name) ?? [];
      return id === undefined ? [] : [{ id, isHeld: state === 'held' }];
    });
    const held = new Set(names.filter(({ isHeld }) => isHeld).map(({ id }) => id));
    return [...new Set(names.map(({ id }) => id))].map((id) => ({ id, isHeld: held.has(id) }));
  }

  /** Claims of living processes other than this one; those of dead ones are cleared away. */
  async function others(own: string | null): Promise<Claim[]> {
    const living: Claim[] = [];
    for (const claim of await claims()) {
      if (claim.id === own) continue;
      if (await answers(socketOf(folder, claim.id))) living.push(claim);
      else await clear(claim.id);
    }
    return living;
  }

  async function clear(id: string): Promise<void> {
    const socket = process.platform === 'win32' ? [] : [socketOf(folder, id)];
    for (const path of [...socket, join(folder, `${id}.held`), join(folder, `${id}.asking`)]) {
      await attempt(() => fs.rm(path, { force: true }));
    }
  }

  async function withdraw(id: string, server: Server): Promise<void> {
    server.close();
    await clear(id);
  }

  /** Of two who ask at once the smaller id waits and the larger withdraws, so that one of them gets it. */
  async function settle(id: string): Promise<'held' | 'elsewhere'> {
    for (let look = 0; look < LOOKS; look += 1) {
      const living = await others(id);
      if (living.length === 0) {
        // The asking one stays beside it: who reads the folder meanwhile must find one of them.
        await fs.writeFile(join(folder, `${id}.held`), '', { flag: 'wx' });
        return 'held';
      }
      if (living.some((other) => other.isHeld || other.id < id)) return 'elsewhere';
      await new Promise((resolve) => {
        setTimeout(resolve, BETWEEN_LOOKS);
      });
    }
    return 'elsewhere';
  }

  async function takeNow(): Promise<'held' | 'elsewhere'> {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await others(null)).some(({ isHeld }) => isHeld)) return 'elsewhere';
    const id = randomUUID().replaceAll('-', '').slice(0, 12);
    const server = await listen(socketOf(folder, id));
    try {
      await fs.writeFile(join(folder, `${id}.asking`), '', { flag: 'wx' });
      const settled = await settle(id);
      if (settled === 'held') mine = { id, server };
      else await withdraw(id, server);
      return settled;
    } catch (error) {
      await withdraw(id, server);
      throw error;
    }
  }

  return {
    async take() {
      if (mine !== null) return 'held';
      taking ??= takeNow().finally(() => {
        taking = null;
      });
      return taking;
    },
    async release() {
      if (mine === null) return;
      const { id, server } = mine;
      mine = null;
      await withdraw(id, server);
    },
  };
}

function socketOf(folder: string, id: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\channel-desk-${id}`;
  const path = join(folder, `${id}.sock`);
  return Buffer.byteLength(path) <= LONGEST_SOCKET ? path : join(tmpdir(), `channel-desk-${id}.sock`);
}

async function listen(path: string): Promise<Server> {
  const server = createServer((caller) => caller.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  // Whoever holds a workspace may end all the same.
  return server.unref();
}

/** Whether somebody listens; anything but a clear no counts as yes. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      resolve(!['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(errorCode(error)));
    });
  });
}
