import type { BackupDesk } from '../ipc/handlers/backup';
import type { BackupOptions } from './desk-backup';

/** The desk of backups, whose code and schemas are read when it is first asked: no start needs them. */
export function lazyBackupDesk(options: BackupOptions): BackupDesk {
  let desk: Promise<BackupDesk> | null = null;
  const ready = (): Promise<BackupDesk> => {
    desk ??= import('./desk-backup').then(({ createBackupDesk }) => createBackupDesk(options));
    return desk;
  };
  return {
    save: async (how) => (await ready()).save(how),
    choose: async (how) => (await ready()).choose(how),
    unlock: async (how) => (await ready()).unlock(how),
    restore: async (how) => (await ready()).restore(how),
  };
}
