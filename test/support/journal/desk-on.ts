import { join } from 'node:path';
import { createJournalDesk, type OpenJournalDesk } from '../../../electron/main/desk-journal';
import { openJournalKeyRing } from '../../../electron/platform/journal-key';
import type { Log } from '../../../shared/ports/log';

/** A log that nobody reads. */
export const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A machine without a key store. */
export const noSecrets = {
  durable: false,
  load: async () => null,
  save: async () => undefined,
  remove: async () => undefined,
};

/** The keeper of the journal in a data folder, as the main process makes it. */
export function deskOn(root: string, databases = join(root, 'databases')): OpenJournalDesk {
  return createJournalDesk({
    folder: join(root, 'journal'),
    claims: join(root, 'open'),
    databases,
    clearDatabases: async () => undefined,
    kept: join(root, 'kept'),
    keyRing: openJournalKeyRing(join(root, 'key.json'), noSecrets),
    log: quiet,
    onTrouble: () => undefined,
  });
}
