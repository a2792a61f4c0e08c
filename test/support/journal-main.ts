import { journalHandlers } from '../../electron/ipc/handlers/journal';
import { ok } from '../../shared/lib/result';
import type { Journal } from '../../shared/ports/journal';

/** What main answers on the channels of the journal, over a journal of the test's own. */
export function journalAnswers(journal: Journal) {
  return journalHandlers({
    open: async () => ({ kind: 'open', state: await journal.state() }),
    setAside: async () => ok(null),
    clearDatabase: async () => ok(undefined),
    protect: async () => ok(undefined),
    current: () => journal,
    keepDatabaseCopy: async () => ok(null),
  });
}
