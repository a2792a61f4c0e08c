import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../../e2e/support/launch';

const SIZE = '400m';
const PART = 64 * 1024;

/** A data folder on a small disk of its own, which can get full or read-only while the app runs. */
export type OwnDisk = {
  readonly userData: string;
  /** Fills it up to so many bytes. */
  fill(leave: number): void;
  /** Lets nothing be written into a folder of it any more. */
  makeReadOnly(part: string): void;
  /** Takes both back. */
  mend(): void;
  remove(): void;
};

function run(program: string, ...given: string[]): boolean {
  if (spawnSync(program, given, { stdio: 'ignore' }).status === 0) return true;
  // Where the person at the machine may become root without being asked, so may this.
  return spawnSync('sudo', ['-n', program, ...given], { stdio: 'ignore' }).status === 0;
}

function mustRun(program: string, ...given: string[]): void {
  if (!run(program, ...given)) throw new Error(`${program} ${given.join(' ')} failed`);
}

/** Mounts such a disk; null where this process may not mount. */
export function makeOwnDisk(): OwnDisk | null {
  const place = mkdtempSync(join(tmpdir(), 'channel-desk-disk-'));
  if (!run('mount', '-t', 'tmpfs', '-o', `size=${SIZE},mode=1777`, 'tmpfs', place)) {
    removeFolder(place);
    return null;
  }
  const userData = join(place, 'data');
  const ballast = join(place, 'ballast');
  const aside = join(place, 'aside');
  for (const folder of [userData, aside]) mkdirSync(folder);
  const mounted: string[] = [];

  function mend(): void {
    rmSync(ballast, { force: true });
    for (const folder of mounted.splice(0).reverse()) mustRun('umount', '-l', folder);
  }

  return {
    userData,
    fill(leave) {
      const file = openSync(ballast, 'a');
      try {
        for (;;) {
          const { bavail, bsize } = statfsSync(place);
          const left = Math.min(PART, bavail * bsize - leave);
          if (left <= 0) break;
          writeSync(file, Buffer.alloc(left, 1));
        }
      } finally {
        closeSync(file);
      }
    },
    makeReadOnly(part) {
      const folder = join(userData, part);
      // Beside it first: a place that somebody is just writing to cannot be made read-only.
      mustRun('mount', '--bind', folder, aside);
      mounted.push(aside);
      mustRun('mount', '-o', 'remount,bind,ro', aside);
      mustRun('mount', '--bind', aside, folder);
      mounted.push(folder);
    },
    mend,
    remove() {
      mend();
      mustRun('umount', '-l', place);
      removeFolder(place);
    },
  };
}
