import { cpSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Log } from '../../shared/ports/log';
import { removeOld } from '../platform/remove-old';

/** Copies that are kept. */
const COPIES = 3;
const PREFIX = 'database-';

/** Name of the copy of a moment. */
export function copyName(stamp: string): string {
  return `${PREFIX}${stamp}`;
}

function isCopy(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** A copy that was not finished; it takes room that the next one may need. */
function isPart(name: string): boolean {
  return isCopy(name) && name.endsWith('.part');
}

/**
 * Copies the database's files to `path` whole or not at all; the newest few copies beside it stay, this one whatever the
 * clock says. Throws what the disk answers.
 */
export function copyDatabase(databases: string, path: string, log: Log): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  const parts = { folder, isOne: isPart, stay: [], newest: 0, what: 'An unfinished copy of the database' };
  removeOld(parts, log);
  try {
    // Chromium holds this one while it runs, and nothing is in it.
    const filter = (source: string): boolean => basename(source) !== 'LOCK';
    // Links are followed: a copy of a link would go with what it leads to.
    cpSync(databases, `${path}.part`, { recursive: true, dereference: true, filter });
    renameSync(`${path}.part`, path);
  } catch (error) {
    removeOld(parts, log);
    throw error;
  }
  const stay = [basename(path)];
  // Copies are large.
  removeOld({ folder, isOne: isCopy, stay, newest: COPIES - 1, what: 'An old copy of the database' }, log);
}
