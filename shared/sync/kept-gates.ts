import type { RemoteName } from '../domain/merging/projections';
import type { LocalStore } from '../ports/local-store';
import type { Instant } from '../schema/values';
import { isDue } from './depends';
import type { Draft } from './draft';
import type { Gates } from './gates';
import { remoteNames, tellingStream } from './keys';

/** Stores until when a remote asked to be left alone, beside its first bookmark, so that a restart keeps to it (G9). */
export async function keepGate(
  draft: Draft,
  store: LocalStore,
  remote: RemoteName,
  until: Instant,
): Promise<void> {
  const cursor = await store.cursor(tellingStream[remote]);
  if (cursor) draft.putCursor({ ...cursor, notBefore: until });
}

/** Closes the gates that were closed when the app ended. */
export async function restoreGates(store: LocalStore, gates: Gates, now: Instant): Promise<void> {
  for (const remote of remoteNames) {
    const until = (await store.cursor(tellingStream[remote]))?.notBefore;
    if (until !== undefined && !isDue(until, now))
      gates.waitUntil(remote, 'it named a time before the restart.', until);
  }
}
