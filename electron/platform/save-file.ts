import { chmodSync, existsSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { BrowserWindow, Dialog } from 'electron';
import type { IpcFailure } from '../../shared/ipc/result-of';
import { err, ok, type Result } from '../../shared/lib/result';
import { diskProblem } from './disk-problem';
import { numberedName, safeFileName } from './file-name';
import { writeWhole } from './write-whole';

/** Where a file is to go: null when the person changed her mind. */
export type ChoosePlace = (name: string) => Promise<string | null>;

/** Asks the person, starting in the given folder. */
export function askPlace(
  dialog: Dialog,
  window: () => BrowserWindow | null,
  folder: () => string,
): ChoosePlace {
  return async (name) => {
    const extension = extname(name).slice(1);
    const options = {
      defaultPath: join(folder(), name),
      filters: extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }],
    };
    const parent = window();
    const { canceled, filePath } = parent
      ? await dialog.showSaveDialog(parent, options)
      : await dialog.showSaveDialog(options);
    return canceled || !filePath ? null : filePath;
  };
}

/** Puts every file into one folder without asking, for runs that nobody watches; never over another file. */
export function fixedPlace(folder: string): ChoosePlace {
  return async (name) => {
    let free = join(folder, name);
    for (let number = 2; existsSync(free); number += 1) free = join(folder, numberedName(name, number));
    return free;
  };
}

/** Saves bytes whole where `choose` says; null when the person changed her mind. */
export async function saveFile(
  suggestedName: string,
  bytes: Uint8Array,
  choose: ChoosePlace,
): Promise<Result<{ path: string } | null, IpcFailure>> {
  const path = await choose(safeFileName(suggestedName));
  if (path === null) return ok(null);
  try {
    writeForOthers(path, bytes);
    return ok({ path });
  } catch (error) {
    return err(diskProblem(path, error));
  }
}

/** A file of the person's own is not the app's: whom she lets read her files, and that one before, may read it. */
function writeForOthers(path: string, bytes: Uint8Array): void {
  const before = statSync(path, { throwIfNoEntry: false })?.mode;
  writeWhole(path, bytes, undefined, 0o666);
  if (before === undefined) return;
  try {
    chmodSync(path, before & 0o777);
  } catch {
    // Not every disk knows such rights; the file is whole.
  }
}
