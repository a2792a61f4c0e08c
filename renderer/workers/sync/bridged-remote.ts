import { readPullPage } from '../../../shared/ipc/pull-page';
import type { LocalStore } from '../../../shared/ports/local-store';
import type { Remote } from '../../../shared/ports/remote';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import type { Sha256 } from '../../../shared/schema/values';
import type { Calls } from '../../bridge/bridge';

/** Main sends files from the journal's copies; where those are lost or damaged nothing has left. */
function lacksBytes(outcome: RemoteOutcome): boolean {
  return outcome.kind === 'refused' && ['bytes-missing', 'bytes-damaged'].includes(outcome.refusal.code);
}

function notUnderstood(why: string): string {
  return `A page of a feed was not understood (${why}). Update Channel Desk, and report this if it stays.`;
}

/** Both remotes behind the bridge to main; a bridge that fails counts as an unknown outcome of a write and as no answer to a reading. */
export function bridgedRemote(bridge: Calls, store: Pick<LocalStore, 'blob'>): Remote {
  async function execute(command: RemoteCommand): Promise<RemoteOutcome> {
    const answer = await bridge.call('remote.execute', command);
    if (answer.ok) return answer.value;
    // Main may have sent it before it failed, so the engine must look before it repeats.
    return { kind: 'ambiguous', why: `${answer.error.message} ${answer.error.fix}` };
  }

  /** Gives main the bytes that the database has and main's own copy lacks; false when neither has them. */
  async function handOver(sha256: Sha256): Promise<boolean> {
    const bytes = await store.blob(sha256);
    if (bytes === undefined) return false;
    const put = await bridge.call('journal.put-file', { sha256, bytes });
    return put.ok && put.value.kind === 'done';
  }

  return {
    async execute(command) {
      const outcome = await execute(command);
      if (!lacksBytes(outcome) || !('sha256' in command)) return outcome;
      return (await handOver(command.sha256)) ? execute(command) : outcome;
    },
    async putAll(commands) {
      const answer = await bridge.call('remote.put-all', [...commands]);
      if (answer.ok) return answer.value;
      const why = `${answer.error.message} ${answer.error.fix}`;
      return commands.map(() => ({ kind: 'ambiguous', why }));
    },
    async pull(request) {
      const answer = await bridge.call('remote.pull', request);
      if (!answer.ok) return { kind: 'unreachable', why: `${answer.error.message} ${answer.error.fix}` };
      const page = readPullPage(answer.value);
      return page.ok ? page.value : { kind: 'unreachable', why: notUnderstood(page.error) };
    },
    async presence(request) {
      const answer = await bridge.call('remote.presence', request);
      if (answer.ok) return answer.value;
      return { kind: 'unreachable', why: `${answer.error.message} ${answer.error.fix}` };
    },
  };
}
