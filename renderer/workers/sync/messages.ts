import type { Playbook } from '../../../shared/playbook/playbook';
import type { SyncStatus } from '../../../shared/sync/status';

/** What the page tells the sync worker; `start` comes once, with the other end of a relayed bridge. */
export type SyncWorkerOrder =
  | {
      readonly kind: 'start';
      readonly databaseName: string;
      readonly playbook: Playbook;
      readonly bridge: MessagePort;
    }
  | { readonly kind: 'wake' };

/** What the sync worker tells the page. */
export type SyncWorkerNews =
  | { readonly kind: 'status'; readonly status: SyncStatus }
  | { readonly kind: 'failed'; readonly why: string };
