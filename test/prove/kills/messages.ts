import type { RecoveryNotice } from '../../../renderer/data/recover-desk';

/** What the page does until it is killed. */
export type WorkMode = 'writing' | 'importing' | 'syncing';

/** Something the page was told to be saved; only told after the store said so. */
export type Saved =
  | { readonly kind: 'edit'; readonly item: string; readonly count: number }
  | { readonly kind: 'file'; readonly sha256: string }
  | { readonly kind: 'import'; readonly name: string; readonly rows: number }
  | { readonly kind: 'request'; readonly id: string; readonly count: number }
  | { readonly kind: 'approval'; readonly id: string }
  /** What syncing work saved so far is in both remotes. */
  | { readonly kind: 'round' };

/** What the page has to say while it works. */
export type Word =
  | { readonly kind: 'saved'; readonly saved: Saved }
  /** The work ended by itself, which it must not while the app lives. */
  | { readonly kind: 'failed'; readonly why: string };

/** A plan item with how much of its making is there. */
export type ItemFound = {
  readonly id: string;
  /** Edits that the record says it had. */
  readonly count: number;
  readonly rev: number;
  readonly auditLines: number;
  readonly intents: number;
  readonly issueIid: number | null;
};

/** A fund request that was synced, with what hangs on it. */
export type RequestFound = {
  readonly id: string;
  /** Edits that the record says it had. */
  readonly count: number;
  readonly isApproved: boolean;
  readonly auditLines: number;
  readonly intents: number;
  readonly claims: readonly string[];
  readonly documents: readonly { readonly id: string; readonly sha256: string }[];
};

/** The workspace as it was found at a start. */
export type Found = {
  readonly notice: RecoveryNotice | null;
  readonly items: readonly ItemFound[];
  /** Those of syncing work. */
  readonly requests: readonly RequestFound[];
  /** Hashes of documents whose bytes are there and have that hash. */
  readonly wholeFiles: readonly string[];
  /** Documents whose bytes are missing or other. */
  readonly brokenFiles: readonly string[];
  /** Partners by the name of their import. */
  readonly imports: Readonly<Record<string, number>>;
  /** History line that does not fit the one before it; null when the chain is whole. */
  readonly brokenLink: number | null;
  readonly openIntents: number;
  readonly conflicts: number;
  readonly quarantined: number;
};

/** Milliseconds of saves that were acknowledged from the journal, and of bare puts of the same record. */
export type SaveTimes = { readonly acknowledged: readonly number[]; readonly bare: readonly number[] };

/** What the page offers to the one who drives it. */
export type ProofPage = {
  /** Opens the workspace as the app does; says which problem it tells the person instead, or null. */
  start(): Promise<string | null>;
  /** Opens the workspace as the app does and says what is in it. */
  open(): Promise<Found>;
  /** Begins to work, until it is killed; every `cycle` names its own import. */
  work(mode: WorkMode, cycle: number): void;
  /** What was said since it was last asked, as soon as there is something; what was told counts as seen by the person. */
  words(): Promise<readonly Word[]>;
  /** Syncs until nothing waits any more, and says what is in the workspace then. */
  settle(): Promise<Found>;
  /** Times so many saves. */
  timeSaves(rounds: number): Promise<SaveTimes>;
};
