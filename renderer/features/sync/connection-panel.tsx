import { type ReactNode, useState } from 'react';
import { FormattedNumber } from 'react-intl';
import type { ConnectionState } from '../../../shared/ipc/contract';
import { assertNever } from '../../../shared/lib/assert-never';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { Facts, Section } from '../../ui/page-frame';
import { ProgressBar } from '../../ui/progress-bar';
import { Notice } from '../../ui/states';
import { Status } from '../../ui/status';
import { showToast } from '../../ui/toast-store';
import { useProblem } from '../../ui/use-problem';
import { useDesk } from '../../widgets/desk-context';
import { useSyncStatus } from '../../widgets/sync-status';
import { ConnectGitlab } from './connect-gitlab';
import { ConnectSalesforce } from './connect-salesforce';
import type { Words } from './intent-words';
import styles from './connections.module.css';
import { remoteLabel } from './remote-words';

/** One connection: its state in words, and what can be done with it. */
export function ConnectionPanel({ connection }: { readonly connection: ConnectionState }) {
  const { remote, state, note } = connection;
  const name = remoteLabel[remote];
  const [isConnecting, setConnecting] = useState(false);
  const [asks, setAsks] = useState(false);
  const { disconnect, problem } = useDisconnect(connection);
  const { tone, word } = stateWords(state);
  const isSetUp = state !== 'not-set-up';
  const close = () => setConnecting(false);
  return (
    <Section
      title={name}
      actions={
        <span>
          <Button aria-label={`${connectWords(state)} ${name}`} onPress={() => setConnecting(true)}>
            {connectWords(state)}
          </Button>{' '}
          {isSetUp ? (
            <Button variant="quiet" aria-label={`Disconnect ${name}`} onPress={() => setAsks(true)}>
              Disconnect
            </Button>
          ) : null}
        </span>
      }
    >
      <Facts items={facts(connection, <Status tone={tone}>{word}</Status>)} />
      <div className={styles.notices}>
        {note === null ? null : <Notice tone={state === 'signed-out' ? 'bad' : 'waiting'}>{note}</Notice>}
        {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      </div>
      {remote === 'salesforce' ? (
        <ConnectSalesforce isOpen={isConnecting} onClose={close} origin={connection.origin} />
      ) : (
        <ConnectGitlab isOpen={isConnecting} onClose={close} origin={connection.origin} />
      )}
      <ConfirmDialog
        title={`Disconnect ${name}?`}
        isOpen={asks}
        onClose={() => setAsks(false)}
        confirmLabel="Disconnect"
        isDangerous
        onConfirm={() => void disconnect()}
      >
        You are signed out and the sign-in is removed from this computer. Everything that was read stays here,
        and what you save waits until {name} is connected again.
      </ConfirmDialog>
    </Section>
  );
}

function useDisconnect({ remote }: ConnectionState) {
  const { bridge } = useDesk();
  const syncNow = useSyncStatus((status) => status.syncNow);
  const [problem, setProblem] = useProblem();
  return {
    problem,
    async disconnect() {
      const answer = await bridge.call('connections.disconnect', { remote });
      setProblem(answer.ok ? answer.value.note : `${answer.error.message} ${answer.error.fix}`);
      if (!answer.ok) return;
      showToast(`${remoteLabel[remote]} is disconnected`);
      syncNow?.();
    },
  };
}

type Fact = readonly [term: string, value: ReactNode];

function facts(connection: ConnectionState, state: ReactNode): Fact[] {
  const { remote, origin, user, apiUsed, apiMax, apiReserve } = connection;
  const shown: Fact[] = [['State', state]];
  if (connection.state === 'not-set-up') {
    shown.push(['What for', purpose[remote]]);
    return shown;
  }
  shown.push(['User', user ?? 'not known'], ['Address', origin ?? 'not known']);
  if (apiUsed !== null && apiMax !== null && apiMax > 0) {
    shown.push([
      'Requests, last 24 hours',
      <span key="api" className={styles.budget}>
        <FormattedNumber value={apiUsed} /> of <FormattedNumber value={apiMax} />
        <ProgressBar label="Requests of the last 24 hours" value={Math.min(1, apiUsed / apiMax)} hideLabel />
      </span>,
    ]);
    if (apiReserve !== null)
      shown.push([
        'For your changes',
        <span key="reserve">
          The last <FormattedNumber value={apiReserve} /> are kept to send what you save. Reading waits then,
          and goes on by itself when there are more.
        </span>,
      ]);
  }
  return shown;
}

const purpose = {
  salesforce: 'Partners, budgets, fund requests, claims and registrations',
  gitlab: 'Epics and issues of approved requests, and tactics of the plan',
} as const;

function connectWords(state: ConnectionState['state']): string {
  switch (state) {
    case 'not-set-up':
      return 'Connect';
    case 'signed-out':
      return 'Sign in again';
    case 'signed-in':
    case 'unreachable':
      return 'Change';
    default:
      return assertNever(state);
  }
}

function stateWords(state: ConnectionState['state']): Words {
  switch (state) {
    case 'not-set-up':
      return { tone: 'neutral', word: 'Not connected' };
    case 'signed-in':
      return { tone: 'good', word: 'Signed in' };
    case 'signed-out':
      return { tone: 'bad', word: 'Signed out' };
    case 'unreachable':
      return { tone: 'waiting', word: 'Cannot be reached' };
    default:
      return assertNever(state);
  }
}
