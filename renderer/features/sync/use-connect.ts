import { useRef, useState } from 'react';
import type { ChannelIn } from '../../../shared/ipc/contract';
import { showToast } from '../../ui/toast-store';
import { useProblem } from '../../ui/use-problem';
import { useDesk } from '../../widgets/desk-context';
import { useSyncStatus } from '../../widgets/sync-status';
import { remoteLabel } from './remote-words';

/** Connects and closes the form, or keeps the reason for it; signing in in the browser may take minutes. */
export function useConnect(onDone: () => void): {
  readonly connect: (input: ChannelIn<'connections.connect'>) => Promise<void>;
  /** Ends a sign-in that waits for the browser. */
  readonly cancel: () => void;
  readonly isConnecting: boolean;
  readonly problem: string | null;
  /** Lets go of the problem of an earlier try. */
  readonly forget: () => void;
} {
  const { bridge } = useDesk();
  const syncNow = useSyncStatus((status) => status.syncNow);
  const [isConnecting, setConnecting] = useState(false);
  const [problem, setProblem] = useProblem();
  const wasCancelled = useRef(false);
  return {
    isConnecting,
    cancel() {
      wasCancelled.current = true;
      void bridge.call('connections.cancel', undefined);
    },
    problem,
    forget: () => setProblem(null),
    async connect(input) {
      wasCancelled.current = false;
      setConnecting(true);
      setProblem(null);
      const answer = await bridge.call('connections.connect', input);
      setConnecting(false);
      if (!answer.ok) {
        if (wasCancelled.current) return;
        setProblem(`${answer.error.message} ${answer.error.fix}`);
        return;
      }
      showToast(`${remoteLabel[input.remote]} is connected`, { tone: 'good' });
      onDone();
      syncNow?.();
    },
  };
}
