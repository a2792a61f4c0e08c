import 'fake-indexeddb/auto';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import { createMemoryJournal } from '../../support/memory-journal';
import { describeLocalStore } from './local-store-contract';

let made = 0;

describeLocalStore('Dexie', async () => {
  made += 1;
  const opened = await openDesk(`contract-${made}`);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return createDexieLocalStore(opened.value, {
    journal: createJournalWriter(opened.value, createMemoryJournal()),
  });
});
