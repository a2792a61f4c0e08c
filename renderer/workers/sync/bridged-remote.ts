import type { Remote } from '../../../shared/ports/remote';
import type { Bridge } from '../../bridge/bridge';

/** Both remotes behind the bridge to main; a bridge that fails counts as an unknown outcome of a write and as no answer to a reading. */
export function bridgedRemote(bridge: Bridge): Remote {
  return {
    async execute(command) {
      const answer = await bridge.call('remote.execute', command);
      if (answer.ok) return answer.value;
      // Main may have sent it before it failed, so the engine must look before it repeats.
      return { kind: 'ambiguous', why: `${answer.error.message} ${answer.error.fix}` };
    },
    async pull(request) {
      const answer = await bridge.call('remote.pull', request);
      if (answer.ok) return answer.value;
      return { kind: 'unreachable', why: `${answer.error.message} ${answer.error.fix}` };
    },
    async presence(request) {
      const answer = await bridge.call('remote.presence', request);
      if (answer.ok) return answer.value;
      return { kind: 'unreachable', why: `${answer.error.message} ${answer.error.fix}` };
    },
  };
}
