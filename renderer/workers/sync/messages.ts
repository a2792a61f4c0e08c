import type { Playbook } from '../../../shared/playbook/playbook';
import type { SyncStatus } from '../../../shared/sync/status';

/** What the page tells the sync worker; `start` comes once, with the worker's end of a line to main. */
export type SyncWorkerOrder =
  | {
      readonly kind: 'start';
      readonly databaseName: string;
      readonly playbook: Playbook;
      readonly line: MessagePort;
    }
  /** `impatient`: reads everything now, and nothing rests after an earlier failure. */
  | { readonly kind: 'wake'; readonly impatient: boolean }
  /** Asks for a sign of life; the answer is `alive`. */
  | { readonly kind: 'ping' };

/** What the sync worker tells the page. */
export type SyncWorkerNews =
  | { readonly kind: 'status'; readonly status: SyncStatus }
  /** Why the last pass could not finish for reasons of this computer, in words; null when it could. */
  | { readonly kind: 'trouble'; readonly why: string | null }
  /** It cannot work on this database at all. */
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'alive' };
