import type { ChannelIn } from '../../../shared/ipc/contract';
import type { BackupOpening } from '../../../shared/ipc/backup-contract';
import type { IpcFailure } from '../../../shared/ipc/result-of';
import type { Result } from '../../../shared/lib/result';
import type { Handlers } from '../register';

type Saved = {
  readonly path: string;
  readonly rows: number;
  readonly files: number;
  readonly left: string[];
};

/** Backups of the workspace, saved and restored. */
export type BackupDesk = {
  save(how: ChannelIn<'backup.save'>): Promise<Result<Saved | null, IpcFailure>>;
  choose(how: ChannelIn<'backup.choose'>): Promise<Result<BackupOpening | null, IpcFailure>>;
  unlock(how: ChannelIn<'backup.unlock'>): Promise<Result<BackupOpening, IpcFailure>>;
  restore(how: ChannelIn<'backup.restore'>): Promise<Result<{ before: string }, IpcFailure>>;
};

/** Everything a page asks about backups. */
export function backupHandlers(
  desk: BackupDesk,
): Pick<Handlers, Extract<keyof Handlers, `backup.${string}`>> {
  return {
    'backup.save': (how) => desk.save(how),
    'backup.choose': (how) => desk.choose(how),
    'backup.unlock': (how) => desk.unlock(how),
    'backup.restore': (how) => desk.restore(how),
  };
}
