import { describeJournal } from '../../contract/journal/journal-contract';
import { at, memoryDisk } from '../../support/journal/memory-disk';
import { opened } from '../../support/journal/samples';

describeJournal('in memory', async () => {
  const options = { folder: at(), cipher: null, disk: memoryDisk() };
  let journal = await opened(options);
  return {
    journal,
    async reopen() {
      await journal.close();
      journal = await opened(options);
      return journal;
    },
    close: () => journal.close(),
  };
});
