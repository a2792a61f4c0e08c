import type { LocalStore } from '../../../shared/ports/local-store';
import type { Remote } from '../../../shared/ports/remote';

/** The process died: nothing that comes after it happens. */
export class Crash extends Error {
  constructor() {
    super('the process died');
  }
}

/**
 * A store and a remote as a process sees them that dies at its n-th crossing of a border: before or after a
 * commit, before or after a request. Both keep what had happened until then.
 */
export function dyingAt(
  n: number,
  store: LocalStore,
  remote: Remote,
): { store: LocalStore; remote: Remote; crossings(): number } {
  let crossed = 0;
  const cross = (): void => {
    crossed += 1;
    if (crossed >= n) throw new Crash();
  };
  return {
    crossings: () => crossed,
    store: {
      ...store,
      async commit(commit) {
        cross();
        const result = await store.commit(commit);
        cross();
        return result;
      },
    },
    remote: {
      async execute(command) {
        cross();
        const outcome = await remote.execute(command);
        cross();
        return outcome;
      },
      async putAll(commands) {
        cross();
        const outcomes = await remote.putAll(commands);
        cross();
        return outcomes;
      },
      pull: (request) => remote.pull(request),
      presence: (request) => remote.presence(request),
    },
  };
}
