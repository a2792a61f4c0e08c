import { personalDocuments } from '../../shared/domain/pop/personal-documents';
import type { Playbook } from '../../shared/playbook/playbook';
import type { FileSeal } from '../../shared/ports/file-seal';
import type { Bridge } from './bridge';

/** The seal whose key main keeps, behind the bridge; where main cannot say, files are neither sealed nor opened. */
export function bridgedSeal(bridge: Bridge, playbook: Pick<Playbook, 'mdf'>): FileSeal {
  return {
    isPersonal: personalDocuments(playbook),
    async seal({ sha256, bytes }) {
      const answer = await bridge.call('files.seal', { sha256, bytes });
      return answer.ok ? answer.value : null;
    },
    async open(sha256, { keyId, bytes }) {
      const answer = await bridge.call('files.open', { sha256, keyId, bytes });
      return answer.ok ? answer.value : null;
    },
  };
}
