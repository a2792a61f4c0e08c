import type { IpcFailure } from '../../shared/ipc/result-of';
import { causeSentence } from '../../shared/lib/cause';
import type { BackupWorkspace } from '../../shared/schema/backup';
import type { Home } from '../../shared/schema/home';
import { errorCode } from '../journal/disk';
import { diskProblem } from '../platform/disk-problem';

/** The disk, or what could not be read of the journal, kept a backup from being saved. */
export function notWritten(path: string, error: unknown): IpcFailure {
  if (errorCode(error) !== '') return diskProblem(path, error);
  return { message: `The backup was not saved. ${causeSentence(error)}`, fix: 'Try again in a moment.' };
}

/** A chosen file cannot be read any more. */
export function notRead(path: string, error: unknown): IpcFailure {
  return {
    message: `${path} could not be read. ${causeSentence(error)}`,
    fix: 'See that the file is there and that you may read it, and choose it again. Nothing was changed.',
  };
}

/** Real work and the demo are not mixed. */
export function otherWorkspace(name: string, workspace: BackupWorkspace): IpcFailure {
  return workspace === 'demo'
    ? {
        message: `“${name}” is a backup of the demo workspace.`,
        fix: 'Restore it in the demo; here it would take the place of your own work. Nothing was changed.',
      }
    : {
        message: `“${name}” is a backup of real work, and this is the demo workspace.`,
        fix: 'Start Channel Desk without the demo, and restore it there. Nothing was changed.',
      };
}

/** Data of two orgs or instances is not mixed. */
export function otherHome(
  name: string,
  { there, here }: { readonly there: Home; readonly here: Home },
): IpcFailure {
  return {
    message: `“${name}” holds data of ${there.name}, and this desk that of ${here.name}. They are not mixed.`,
    fix: 'To restore it, start Channel Desk with a data folder of its own (CHANNEL_DESK_USER_DATA). Nothing was changed.',
  };
}

/** Its rows are of a newer version than this app knows. */
export function newerRows(name: string): IpcFailure {
  return {
    message: `“${name}” was made by a newer version of Channel Desk, whose records this one cannot read.`,
    fix: 'Install that version or a newer one, and restore the backup there. Nothing was changed.',
  };
}

/** Nothing of it can be read. */
export function nothingReadable(name: string): IpcFailure {
  return {
    message: `Nothing in “${name}” can be read any more.`,
    fix: 'Choose another backup. Nothing was changed.',
  };
}

/** There is nothing to unlock or restore. */
export const noneChosen: IpcFailure = {
  message: 'No backup is chosen.',
  fix: 'Choose the file of a backup first.',
};
/** A backup of this journal would not hold all that is in the database. */
export const lacksChanges: IpcFailure = {
  message: 'The journal, from which a backup is made, lacks changes that are in the database.',
  fix: 'Start Channel Desk again: the journal is then written anew from the database. Nothing is lost, and nothing was changed.',
};

/** The database may be full all the same, so that a backup of this journal would only look like one. */
export const nothingSecured: IpcFailure = {
  message:
    'The backup was not saved. The journal, from which it is written, holds nothing of this workspace yet.',
  fix: 'Start Channel Desk again: it then writes the journal from the database. Save the backup afterwards.',
};
