import type {
  CrmPut,
  PresenceAnswer,
  PresenceRequest,
  PullPage,
  PullRequest,
  RemoteCommand,
  RemoteOutcome,
} from '../schema/remote-command';

/** Both systems of record as the sync engine sees them; every failure is a value. */
export type Remote = {
  execute(command: RemoteCommand): Promise<RemoteOutcome>;
  /** Executes writes of different records in as few calls as the remote allows; the outcomes come in their order. */
  putAll(commands: readonly CrmPut[]): Promise<readonly RemoteOutcome[]>;
  pull(request: PullRequest): Promise<PullPage>;
  /** Asks after known rows of a feed, for deletions that the feed itself does not tell. */
  presence(request: PresenceRequest): Promise<PresenceAnswer>;
};
