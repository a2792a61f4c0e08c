import type { ConnectionState } from '../../../shared/ipc/contract';
import { assertNever } from '../../../shared/lib/assert-never';
import type { PullPage, RemoteOutcome } from '../../../shared/schema/remote-command';
import { type RemoteFailure, said } from './failure';

/** What the person sees of one connection, kept up to date by what happens on it. */
export type Status = {
  get(): ConnectionState;
  set(change: Partial<Omit<ConnectionState, 'remote'>>): void;
  /** Back to a remote that is not set up, with nothing to be warned about. */
  reset(): void;
  /** Learns from an answer whether the server is there and the sign-in good. */
  learn(answer: RemoteOutcome | PullPage): void;
  /** The same from the failure of a call of our own; null when it worked. */
  learnFailure(failure: RemoteFailure | null): void;
  /** Something to say as long as it holds, whatever else works; null takes it back. */
  warn(topic: Topic, note: string | null): void;
  usage(used: number, max: number, reserve: number | null): void;
};

/** What a connection can be warned about. */
export type Topic = 'mapping' | 'clock' | 'key-store' | 'budget' | 'renewal';

/** Makes the status of a remote that is not set up; `changed` is called when anything but the usage differs. */
export function createStatus(remote: ConnectionState['remote'], changed: () => void): Status {
  const notSetUp: ConnectionState = {
    remote,
    origin: null,
    user: null,
    state: 'not-set-up',
    note: null,
    apiUsed: null,
    apiMax: null,
    apiReserve: null,
  };
  let state = notSetUp;

  const warnings = new Map<Topic, string>();

  /** The state as it is shown: what is wrong now, else everything that is worth a warning. */
  function get(): ConnectionState {
    if (state.state === 'not-set-up' || state.note !== null || warnings.size === 0) return state;
    return { ...state, note: [...warnings.values()].join(' ') };
  }

  function telling(change: () => void): void {
    const before = get();
    change();
    const after = get();
    if ((['origin', 'user', 'state', 'note'] as const).some((key) => after[key] !== before[key])) changed();
  }

  function set(change: Partial<ConnectionState>): void {
    telling(() => {
      state = { ...state, ...change };
      if (state.state === 'not-set-up') warnings.clear();
    });
  }

  return {
    get,
    set,
    reset: () => set(notSetUp),
    warn(topic, note) {
      telling(() => {
        if (note === null) warnings.delete(topic);
        else warnings.set(topic, note);
      });
    },
    learnFailure(failure) {
      if (state.state === 'not-set-up') return;
      if (failure === null) {
        set({ state: 'signed-in', note: null });
        return;
      }
      switch (failure.kind) {
        case 'not-sent':
        case 'lost':
          set({ state: 'unreachable', note: said(failure) });
          return;
        case 'sign-in':
          set({ state: 'signed-out', note: said(failure) });
          return;
        case 'wait':
          set({ state: 'signed-in', note: said(failure) });
          return;
        case 'denied':
          set({ state: 'signed-in', note: failure.message });
          return;
        case 'unreadable':
          set({ state: 'signed-in', note: failure.why });
          return;
        default:
          assertNever(failure);
      }
    },
    learn(answer) {
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
        case 'held':
        case 'absent':
        case 'restart':
          set({ state: 'signed-in', note: null });
          return;
        default:
          assertNever(answer);
      }
    },
    usage(used, max, reserve) {
      set({ apiUsed: used, apiMax: max, apiReserve: reserve });
    },
  };
}
