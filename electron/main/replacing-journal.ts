import { existsSync, renameSync, rmSync } from 'node:fs';
import type { Log } from '../../shared/ports/log';

/** A journal's folder, and the two beside it while another journal is put in its place. */
export type ReplacingJournal = {
  /** Folder of the journal that is being filled. */
  readonly next: string;
  /** Folder of the old journal between the two renames. */
  readonly replaced: string;
  /** Puts the filled journal in the place of the old one; throws what the disk answers. */
  switchOver(): void;
  /** Takes back a replacement that was cut off between its two renames, and clears away what one left. */
  mend(): void;
  /** Whether the old journal still lies aside, because it could not be taken back. */
  isCutOff(): boolean;
};

/** Knows the folders with which the journal in `folder` is replaced, whole or not at all. */
export function replacingOf(folder: string, log: Log): ReplacingJournal {
  const [next, replaced] = [`${folder}.next`, `${folder}.replaced`];
  const isCutOff = (): boolean => existsSync(replaced) && !existsSync(folder);
  return {
    next,
    replaced,
    isCutOff,
    switchOver() {
      renameSync(folder, replaced);
      renameSync(next, folder);
    },
    mend() {
      try {
        if (isCutOff()) renameSync(replaced, folder);
        for (const left of [next, replaced]) rmSync(left, { recursive: true, force: true });
      } catch (error) {
        log.warn(`What a restoration left could not be cleared away: ${String(error)}`);
      }
    },
  };
}
