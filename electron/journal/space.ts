import type { JournalTrouble } from '../../shared/schema/journal';
import { type Context, pathOf, TEMPORARY } from './context';
import { attempt, withFile, writeAll } from './disk';
import { fullTrouble, troubleOf } from './trouble';

const RESERVE = 'reserve';
const CHUNK = 1024 * 1024;

/** Watches over the room on the disk, with a reserve that is given up for what is in flight. */
export type Space = {
  /** Whether so many bytes more may be written with room to spare; asks the disk now and then only. */
  has(bytes: number): Promise<boolean>;
  /** Gives the reserve up; false when there is none. */
  release(): Promise<boolean>;
  /** Sees whether the disk can be written to with room to spare, and makes the reserve again; null when it is so. */
  restore(): Promise<JournalTrouble | null>;
};

/** Opens the watch. */
export function openSpace(context: Context): Space {
  const { disk, folder, limits } = context;
  const path = pathOf(context, RESERVE);
  let unasked = Number.POSITIVE_INFINITY;

  async function enough(bytes: number): Promise<boolean> {
    const free = await disk.free(folder);
    return free === null || free >= limits.floorBytes + bytes;
  }

  return {
    async has(bytes) {
      unasked += bytes;
      if (unasked < CHUNK) return true;
      const there = await enough(bytes);
      if (there) unasked = 0;
      return there;
    },
    async release() {
      const names = await disk.list(folder);
      if (!names.some(({ name }) => name === RESERVE)) return false;
      return attempt(async () => {
        await disk.remove(path);
        await disk.syncFolder(folder);
      });
    },
    async restore() {
      try {
        const found = (await disk.list(folder)).find(({ name }) => name === RESERVE);
        const there = found?.size === limits.reserveBytes;
        if (!(await enough(there ? 0 : limits.reserveBytes))) return fullTrouble;
        await fill(there ? 1 : limits.reserveBytes, path + TEMPORARY);
        if (!there) await disk.rename(path + TEMPORARY, path);
        return null;
      } catch (error) {
        return troubleOf(error);
      } finally {
        await attempt(() => disk.remove(path + TEMPORARY));
      }
    },
  };

  async function fill(size: number, file: string): Promise<void> {
    await withFile(disk, file, 'create', async (open) => {
      for (let at = 0; at < size; at += CHUNK) {
        await writeAll(open, Buffer.alloc(Math.min(CHUNK, size - at)), at);
      }
      await open.sync();
    });
  }
}
