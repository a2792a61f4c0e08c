import type { JournalAnswer } from '../../shared/ipc/journal-contract';
import type { IpcFailure } from '../../shared/ipc/result-of';
import { err, ok, type Result } from '../../shared/lib/result';
import type { Journal } from '../../shared/ports/journal';
import type { JournalState, JournalTrouble } from '../../shared/schema/journal';
import type { Calls } from './bridge';

type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: IpcFailure };

function failed({ message, fix }: IpcFailure): JournalTrouble {
  return { kind: 'stopped', cause: 'failed', message, fix };
}

function done(answer: Answer<JournalAnswer>): Result<void, JournalTrouble> {
  if (!answer.ok) return err(failed(answer.error));
  return answer.value.kind === 'done' ? ok(undefined) : err(answer.value);
}

/** A journal that main does not tell about takes nothing. */
function silent(error: IpcFailure): JournalState {
  return {
    storeId: null,
    head: null,
    oldest: 0,
    trouble: failed(error),
    protection: 'none',
    losses: [],
  };
}

/** The journal that main keeps, behind the bridge; a bridge that fails counts as a journal that takes nothing. */
export function bridgedJournal(bridge: Calls): Journal {
  return {
    async state() {
      const answer = await bridge.call('journal.state', undefined);
      return answer.ok ? answer.value : silent(answer.error);
    },
    async append(entries) {
      const answer = await bridge.call('journal.append', { entries: [...entries] });
      if (!answer.ok) return err(failed(answer.error));
      return answer.value.kind === 'done' ? ok(answer.value.head) : err(answer.value);
    },
    putFile: async (file) => done(await bridge.call('journal.put-file', file)),
    async readFile(sha256) {
      const answer = await bridge.call('journal.read-file', { sha256 });
      return answer.ok ? answer.value : null;
    },
    async wrongFiles(files) {
      const answer = await bridge.call('journal.wrong-files', { files: [...files] });
      return answer.ok ? answer.value : null;
    },
    async replay(after, part) {
      const answer = await bridge.call('journal.replay', { after, part });
      if (!answer.ok) return err(failed(answer.error));
      return answer.value.kind === 'page' ? ok(answer.value.page) : err(answer.value);
    },
    async idAt(n) {
      const answer = await bridge.call('journal.id-at', { n });
      return answer.ok ? answer.value : null;
    },
    beginBase: async (storeId, head) => done(await bridge.call('journal.begin-base', { storeId, head })),
    addToBase: async (changes) => done(await bridge.call('journal.add-to-base', { changes: [...changes] })),
    finishBase: async () => done(await bridge.call('journal.finish-base', undefined)),
  };
}
