import { join } from 'node:path';
import { type Context, pathOf } from './context';
import { attempt, errorCode } from './disk';

/** Folder of damaged and replaced files. */
export const KEPT = 'kept';
const STAMP = /^\d{8}T\d{9}Z/;

/** Moves files aside under one stamp, and lets the oldest such sets go. */
export async function keepAside(context: Context, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const { disk } = context;
  const folder = join(context.folder, KEPT);
  const stamp = stampOf(context.now());
  await disk.makeFolder(folder);
  for (const name of names) {
    try {
      await disk.rename(pathOf(context, name), join(folder, `${stamp}-${name}`));
    } catch (error) {
      // Put aside already, when an earlier try got so far.
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }
  await disk.syncFolder(folder);
  await disk.syncFolder(context.folder);
  await clearOld(context, folder, stamp);
}

function stampOf(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:.]/g, '');
}

/** The set just made stays whatever the clock says, which may have been put back since the others were made. */
async function clearOld(context: Context, folder: string, stamp: string): Promise<void> {
  const names = (await context.disk.list(folder)).map(({ name }) => name);
  const stamps = [...new Set(names.flatMap((name) => STAMP.exec(name) ?? []))].sort();
  const others = stamps.filter((other) => other !== stamp);
  const gone = new Set(others.slice(0, Math.max(0, stamps.length - context.limits.keptSets)));
  for (const name of names) {
    if (gone.has(STAMP.exec(name)?.[0] ?? '')) await attempt(() => context.disk.remove(join(folder, name)));
  }
}

/** Removes everything that was kept aside, when it must not lie around in the clear. */
export async function clearKept(context: Context): Promise<void> {
  const folder = join(context.folder, KEPT);
  for (const { name } of await context.disk.list(folder)) await context.disk.remove(join(folder, name));
}
