import type { Disk } from './disk';
import type { Hold } from './hold';

/** The disk for the one who holds the workspace: nothing is changed on it without the hold, which is taken as late as that where it could not be taken before. */
export function heldDisk(disk: Disk, hold: Hold): Disk {
  async function held(): Promise<void> {
    if ((await hold.take()) === 'elsewhere')
      throw new Error('another copy of the app has the workspace open');
  }
  return {
    ...disk,
    async open(path, mode) {
      if (mode !== 'read') await held();
      return disk.open(path, mode);
    },
    async makeFolder(folder) {
      await held();
      await disk.makeFolder(folder);
    },
    async rename(from, to) {
      await held();
      await disk.rename(from, to);
    },
    async remove(path) {
      await held();
      await disk.remove(path);
    },
    async touch(path) {
      await held();
      await disk.touch(path);
    },
  };
}
