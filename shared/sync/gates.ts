import type { RemoteName } from '../domain/merging/projections';
import type { Instant } from '../schema/values';
import { isDue } from './depends';
import { remoteLabel, remoteNames } from './keys';

/** Whether a remote is being talked to in this pass, and if not, why. */
export type RemoteState = {
  readonly state: 'unknown' | 'online' | 'unreachable' | 'sign-in' | 'waiting';
  /** Plain words for the person; null when all is well. */
  readonly note: string | null;
  /** Not before this instant, when the remote asked for patience. */
  readonly until: Instant | null;
};

/** Keeps count of which remotes answer, so that one that does not is left alone for the rest of a pass and the other goes on (G5, G9). */
export type Gates = {
  isOpen(remote: RemoteName): boolean;
  state(remote: RemoteName): RemoteState;
  /** A new pass: remotes are tried again, except one that asked for more time. */
  startPass(now: Instant): void;
  answered(remote: RemoteName): void;
  unreachable(remote: RemoteName, why: string): void;
  signIn(remote: RemoteName, why: string): void;
  /** The remote named a time; nothing is asked of it before. */
  waitUntil(remote: RemoteName, why: string, until: Instant): void;
  /** One request had no useful answer; after two in a row the remote is left alone for this pass. */
  hesitated(remote: RemoteName, why: string): void;
};

const HESITATIONS = 2;

type Gate = { state: RemoteState; hesitations: number; closed: boolean };

/** What is wrong with a remote; a reason that names it already says enough. */
function noteOf(remote: RemoteName, what: string, why: string): string {
  return why.startsWith(remoteLabel[remote]) ? why : `${remoteLabel[remote]} ${what}: ${why}`;
}

function closedGate(state: RemoteState['state'], note: string, until: Instant | null): RemoteState {
  return { state, note, until };
}

/** All gates open and nothing known. */
export function createGates(): Gates {
  const fresh = (): Gate => ({
    state: { state: 'unknown', note: null, until: null },
    hesitations: 0,
    closed: false,
  });
  const gates: Record<RemoteName, Gate> = { salesforce: fresh(), gitlab: fresh() };

  /** What comes of requests that were under way when the gate closed changes nothing but a time that is later. */
  function close(remote: RemoteName, state: RemoteState): void {
    const gate = gates[remote];
    const isLater = state.until !== null && (gate.state.until === null || state.until > gate.state.until);
    if (gate.closed && !isLater) return;
    gate.state = state;
    gate.closed = true;
  }

  return {
    isOpen: (remote) => !gates[remote].closed,
    state: (remote) => gates[remote].state,
    startPass(now) {
      for (const remote of remoteNames) {
        const gate = gates[remote];
        gate.hesitations = 0;
        gate.closed = !isDue(gate.state.until, now);
      }
    },
    answered(remote) {
      if (gates[remote].closed) return;
      gates[remote].hesitations = 0;
      gates[remote].state = { state: 'online', note: null, until: null };
    },
    unreachable: (remote, why) =>
      close(remote, closedGate('unreachable', noteOf(remote, 'cannot be reached', why), null)),
    signIn: (remote, why) =>
      close(remote, closedGate('sign-in', noteOf(remote, 'asks you to sign in again', why), null)),
    waitUntil: (remote, why, until) =>
      close(remote, closedGate('waiting', noteOf(remote, 'asks for patience', why), until)),
    hesitated(remote, why) {
      gates[remote].hesitations += 1;
      if (gates[remote].hesitations < HESITATIONS) return;
      close(remote, closedGate('unreachable', noteOf(remote, 'does not answer properly', why), null));
    },
  };
}
