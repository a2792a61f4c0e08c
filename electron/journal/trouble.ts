import { causeText } from '../../shared/lib/cause';
import type { JournalTrouble } from '../../shared/schema/journal';
import { errorCode } from './disk';

const READ_ONLY = new Set(['EROFS', 'EACCES', 'EPERM']);
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** The words for a disk without room. */
export const fullTrouble: JournalTrouble = {
  kind: 'stopped',
  cause: 'full',
  message: 'The disk is full, so nothing more can be saved safely. What was saved before is safe.',
  fix: 'Free some space on the disk that holds the data of the app; saving goes on by itself then.',
};

/** A failure of the disk in words, with the way out. */
export function troubleOf(error: unknown): JournalTrouble {
  const code = errorCode(error);
  if (FULL.has(code)) return fullTrouble;
  if (READ_ONLY.has(code)) {
    return {
      kind: 'stopped',
      cause: 'read-only',
      message: `The folder with the data of the app cannot be written to (${code}), so nothing can be saved.`,
      fix: 'Make the disk and the folder writable for you; saving goes on by itself then.',
    };
  }
  const reason = causeText(error);
  return failedTrouble(
    `The disk failed while saving (${reason}), so it is not certain that the change is safe.`,
    'Try again. If it happens again, check the disk and copy your data to another one.',
  );
}

/** A trouble that is neither a full nor a read-only disk. */
export function failedTrouble(message: string, fix: string): JournalTrouble {
  return { kind: 'stopped', cause: 'failed', message, fix };
}
