import type { LocalStore } from '../../../shared/ports/local-store';
import { Crash } from '../../sync/support/crash';

/** A store of a process that can be ended: afterwards nothing is written any more. */
export function mortal(store: LocalStore, isDead: () => boolean): LocalStore {
  return {
    ...store,
    async commit(commit) {
      if (isDead()) throw new Crash();
      return store.commit(commit);
    },
  };
}
