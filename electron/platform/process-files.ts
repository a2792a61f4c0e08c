import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where the files of the working process lie; `own` are the person's. */
export type ProcessFolders = { readonly playbook: string; readonly holidays: string; readonly own: string };

/** A file of the working process, by its name and where it was found. */
export type FoundFile = { readonly name: string; readonly path: string };

/** The files of the working process as they are now. */
export type ProcessFiles = {
  readonly playbook: readonly FoundFile[];
  readonly holidays: readonly FoundFile[];
  /** Changes whenever a file is added, removed, exchanged or edited. */
  readonly stamp: string;
};

/** Looks which files there are; a file in the person's own folder replaces the shipped one of the same name. */
export function findProcessFiles(folders: ProcessFolders): ProcessFiles {
  const own = filesIn(folders.own, /\.(yaml|json)$/);
  const playbook = replaced(filesIn(folders.playbook, /\.yaml$/), own, '.yaml');
  const holidays = replaced(filesIn(folders.holidays, /^[A-Z]{2}\.json$/), own, '.json');
  return { playbook, holidays, stamp: stampOf([...playbook, ...holidays]) };
}

function replaced(shipped: readonly FoundFile[], own: readonly FoundFile[], ending: string): FoundFile[] {
  const files = new Map(shipped.map((file) => [file.name, file]));
  for (const file of own) if (file.name.endsWith(ending)) files.set(file.name, file);
  return [...files.values()];
}

/** Files of a folder by name, in the order of their names; a folder that is not there has none. */
function filesIn(folder: string, wanted: RegExp): FoundFile[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return (
    names
      // A name with a dot in front is of an editor or of the system, such as the lock of a file that is being edited.
      .filter((name) => !name.startsWith('.') && wanted.test(name))
      .sort()
      .map((name) => ({ name, path: join(folder, name) }))
  );
}

function stampOf(files: readonly FoundFile[]): string {
  return files.map(({ path }) => `${path} ${lookOf(path)}`).join('\n');
}

function lookOf(path: string): string {
  try {
    const { size, mtimeMs } = statSync(path);
    // In the archive of a packaged app every file is as old as the start; what is in it belongs to the program.
    return `${size} ${path.includes('.asar') ? '' : mtimeMs}`;
  } catch {
    // A link to nowhere, or gone since the folder was read: whoever reads it says so.
    return 'unreadable';
  }
}
