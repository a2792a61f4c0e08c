import type { LocalStore } from '../ports/local-store';
import type { Instant } from '../schema/values';
import { isDue } from './depends';
import type { Gates } from './gates';

/** Closes the gates that were closed when the app ended (G9). */
export async function restoreGates(store: LocalStore, gates: Gates, now: Instant): Promise<void> {
  for (const { remote, until } of await store.namedWaits())
    if (!isDue(until, now)) gates.waitUntil(remote, 'it named a time before the restart.', until);
}
