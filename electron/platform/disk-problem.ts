import type { IpcFailure } from '../../shared/ipc/result-of';

const reasons: Readonly<Record<string, { readonly why: string; readonly fix: string }>> = {
  ENOSPC: { why: 'the disk is full', fix: 'Free some space or choose another place, and save again.' },
  EDQUOT: { why: 'your share of the disk is used up', fix: 'Free some space or choose another place.' },
  EACCES: { why: 'this place may not be written to', fix: 'Choose a folder of your own, and save again.' },
  EPERM: { why: 'this place may not be written to', fix: 'Choose a folder of your own, and save again.' },
  EROFS: { why: 'this disk can only be read', fix: 'Choose another place, and save again.' },
  EBUSY: { why: 'another program has the file open', fix: 'Close it there, and save again.' },
  ENOENT: { why: 'the folder does not exist', fix: 'Choose a folder that exists, and save again.' },
  ENAMETOOLONG: { why: 'the name is too long', fix: 'Choose a shorter name, and save again.' },
};

/** A refused write in words for the person; anything that is no answer of the disk is a bug and thrown on. */
export function diskProblem(path: string, error: unknown): IpcFailure {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
  const known = reasons[error.code];
  return {
    message: `${path} could not be written: ${known?.why ?? error.message}.`,
    fix: known?.fix ?? 'Choose another place, and save again.',
  };
}
