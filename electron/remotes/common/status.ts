import type { ConnectionState } from '../../../shared/ipc/contract';
import { assertNever } from '../../../shared/lib/assert-never';
import type { PullPage, RemoteOutcome } from '../../../shared/schema/remote-command';

/** What the person sees of one connection, kept up to date by what happens on it. */
export type Status = {
  get(): ConnectionState;
  set(change: Partial<Omit<ConnectionState, 'remote'>>): void;
  /** Learns from an answer whether the server is there and the sign-in good; `note` is what to say when all is well. */
  learn(answer: RemoteOutcome | PullPage, note: string | null): void;
  usage(used: number, max: number): void;
};

/** Makes the status of a remote that is not set up; `changed` is called when anything but the usage differs. */
export function createStatus(remote: ConnectionState['remote'], changed: () => void): Status {
  let state: ConnectionState = {
    remote,
    origin: null,
    user: null,
    state: 'not-set-up',
    note: null,
    apiUsed: null,
    apiMax: null,
  };

  function set(change: Partial<ConnectionState>): void {
    const next = { ...state, ...change };
    const differs = (['origin', 'user', 'state', 'note'] as const).some((key) => next[key] !== state[key]);
    state = next;
    if (differs) changed();
  }

  return {
    get: () => state,
    set,
    learn(answer, note) {
      if (state.state === 'not-set-up') return;
      switch (answer.kind) {
        case 'unreachable':
        case 'ambiguous':
          set({ state: 'unreachable', note: answer.why });
          return;
        case 'sign-in':
          set({ state: 'signed-out', note: answer.why });
          return;
        case 'wait':
          set({ state: 'signed-in', note: answer.why });
          return;
        case 'done':
        case 'stale':
        case 'gone':
        case 'refused':
        case 'unreadable':
        case 'page':
        case 'absent':
        case 'restart':
          set({ state: 'signed-in', note });
          return;
        default:
          assertNever(answer);
      }
    },
    usage(used, max) {
      set({ apiUsed: used, apiMax: max });
    },
  };
}
