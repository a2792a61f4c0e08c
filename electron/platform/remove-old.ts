import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../shared/ports/log';

/** Files and folders of one folder that are no longer needed. */
export type OldOnes = {
  readonly folder: string;
  /** Which names are such files at all. */
  readonly isOne: (name: string) => boolean;
  /** Names that stay, whatever there is. */
  readonly stay: readonly string[];
  /** How many stay beside those, the last by name. */
  readonly newest: number;
  /** What they are, in the log: “An old backup”. */
  readonly what: string;
};

/** Removes old files and folders. What cannot be removed now is in nobody's way and is noted. */
export function removeOld({ folder, isOne, stay, newest, what }: OldOnes, log: Log): void {
  const others = readdirSync(folder).filter((name) => isOne(name) && !stay.includes(name));
  for (const name of others.sort().slice(0, Math.max(0, others.length - newest))) {
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch (error) {
      log.warn(`${what} could not be removed: ${String(error)}`);
    }
  }
}
