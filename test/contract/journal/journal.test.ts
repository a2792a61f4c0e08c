import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Cipher } from '../../../electron/journal/cipher';
import type { Disk } from '../../../electron/journal/disk';
import { at, memoryDisk } from '../../support/journal/memory-disk';
import { aCipher, opened } from '../../support/journal/samples';
import { describeJournal, type JournalBench } from './journal-contract';

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function bench(folder: string, cipher: Cipher | null, disk?: Disk): Promise<JournalBench> {
  const options = { folder, cipher, ...(disk ? { disk } : {}) };
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
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'journal-'));
  folders.push(folder);
  return join(folder, 'not', 'there yet');
}

describeJournal('on the disk', async () => bench(await newFolder(), null));
describeJournal('on the disk, encrypted', async () => bench(await newFolder(), aCipher));
describeJournal('in memory', async () => bench(at(), null, memoryDisk()));
