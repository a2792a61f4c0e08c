import { useCallback, useEffect, useState } from 'react';
import type { ConnectionState } from '../../../shared/ipc/contract';
import { useDesk } from '../../widgets/desk-context';
import { useKeepsSecrets } from '../../widgets/use-keeps-secrets';
import { useProblem } from '../../ui/use-problem';

/** The connections as main knows them, kept current. */
export type Connections = {
  /** Undefined while they are being asked for. */
  readonly list: readonly ConnectionState[] | undefined;
  /** Why they could not be read; null when they could. */
  readonly problem: string | null;
  /** False when secrets last only until the app is closed; null while not known (G11). */
  readonly keepsSecrets: boolean | null;
  /** Asks both remotes who we are. */
  readonly check: () => Promise<void>;
  readonly isChecking: boolean;
};

/** Both connections with a way to check them. */
export function useConnections(): Connections {
  const { bridge } = useDesk();
  const [list, setList] = useState<readonly ConnectionState[]>();
  const [problem, setProblem] = useProblem();
  const keepsSecrets = useKeepsSecrets();
  const [isChecking, setChecking] = useState(false);

  const ask = useCallback(
    async (channel: 'connections.list' | 'connections.check') => {
      const answer = await bridge.call(channel, undefined);
      if (answer.ok) setList(answer.value);
      setProblem(answer.ok ? null : `${answer.error.message} ${answer.error.fix}`);
    },
    [bridge, setProblem],
  );

  useEffect(() => {
    const end = bridge.onEvent('connections.changed', setList);
    void ask('connections.list');
    return end;
  }, [bridge, ask]);

  return {
    list,
    problem,
    keepsSecrets,
    isChecking,
    async check() {
      setChecking(true);
      await ask('connections.check');
      setChecking(false);
    },
  };
}
