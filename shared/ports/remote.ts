import type { PullPage, PullRequest, RemoteCommand, RemoteOutcome } from '../schema/remote-command';

/** Both systems of record as the sync engine sees them; every failure is a value. */
export type Remote = {
  execute(command: RemoteCommand): Promise<RemoteOutcome>;
  pull(request: PullRequest): Promise<PullPage>;
};
