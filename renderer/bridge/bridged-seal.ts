import { personalDocuments } from '../../shared/domain/pop/personal-documents';
import type { Playbook } from '../../shared/playbook/playbook';
import type { FileSeal } from '../../shared/ports/file-seal';
import type { Calls } from './bridge';

/** The seal whose key main keeps, behind the bridge; where main cannot say, files are neither sealed nor opened. */
export function bridgedSeal(bridge: Calls, playbook: Pick<Playbook, 'mdf'>): FileSeal {
  let asked: Promise<boolean> | null = null;

  async function ask(): Promise<boolean> {
    const answer = await bridge.call('app.secrets', undefined);
    if (!answer.ok) asked = null;
    return answer.ok && answer.value.durable;
  }

  /** Asked once, since the answer stays what it is; bytes that nobody can seal or open are not sent to hear so. */
  function canSeal(): Promise<boolean> {
    asked ??= ask();
    return asked;
  }

  return {
    isPersonal: personalDocuments(playbook),
    canSeal,
    async seal({ sha256, bytes }) {
      if (!(await canSeal())) return null;
      const answer = await bridge.call('files.seal', { sha256, bytes });
      return answer.ok ? answer.value : null;
    },
    async open(sha256, { keyId, bytes }) {
      if (!(await canSeal())) return null;
      const answer = await bridge.call('files.open', { sha256, keyId, bytes });
      return answer.ok ? answer.value : null;
    },
    async lostKeys(keyIds) {
      const answer = await bridge.call('files.lost-keys', { keyIds });
      return answer.ok ? answer.value : [];
    },
  };
}
