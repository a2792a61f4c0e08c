import { registerIpc } from '../../../electron/ipc/register';
import { bridgedJournal } from '../../../renderer/bridge/bridged-journal';
import { createBridge } from '../../../renderer/bridge/bridge';
import type { Journal } from '../../../shared/ports/journal';
import { journalAnswers } from '../../support/journal-main';
import { at, memoryDisk } from '../../support/journal/memory-disk';
import { opened } from '../../support/journal/samples';
import { describeJournal } from './journal-contract';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A journal as the page sees it: every call is copied, parsed and answered as between page and main. */
function throughBridge(journal: Journal): Journal {
  const doors = new Map<string, (event: never, input: unknown) => Promise<unknown>>();
  const ipc = {
    handle: (channel: string, door: (event: never, input: unknown) => Promise<unknown>) =>
      void doors.set(channel, door),
  };
  registerIpc(ipc as never, journalAnswers(journal) as never, { callerOf: () => 'desk', log: quiet });
  return bridgedJournal(
    createBridge({
      async invoke(channel, input) {
        const answer = await doors.get(channel)?.({} as never, structuredClone(input));
        return structuredClone(answer);
      },
      on: () => () => undefined,
    }),
  );
}

describeJournal('behind the bridge', async () => {
  const options = { folder: at(), cipher: null, disk: memoryDisk() };
  let journal = await opened(options);
  return {
    journal: throughBridge(journal),
    async reopen() {
      await journal.close();
      journal = await opened(options);
      return throughBridge(journal);
    },
    close: () => journal.close(),
  };
});
