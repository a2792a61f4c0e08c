import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { OpenJournal } from '../../electron/journal/journal';
import { openBackup } from '../../electron/journal/open-backup';
import { fillFromBackup } from '../../electron/journal/restore-backup';
import { createDexieLocalStore } from '../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../renderer/data/journal-writer';
import { recoverDesk, type RecoveryNotice } from '../../renderer/data/recover-desk';
import { ok } from '../../shared/lib/result';
import type { LocalStore } from '../../shared/ports/local-store';
import { Instant, type Sha256 } from '../../shared/schema/values';
import { useBenches } from '../contract/remotes/bench-pool';
import { at, memoryDisk } from '../support/journal/memory-disk';
import { opened } from '../support/journal/samples';
import { countsOf, deskOver, documentHash, fullDay, onceAndWhole } from './support/over-http';

const start = useBenches();
const path = at('kept.deskbackup');
const disk = memoryDisk();

async function journalIn(folder: string): Promise<OpenJournal> {
  return opened({ folder: at(folder), cipher: null, disk });
}

/** A workspace's store on its journal, as a start of the app finds it. */
async function started(journal: OpenJournal): Promise<{
  readonly store: LocalStore;
  readonly notice: RecoveryNotice | null;
  close(): void;
}> {
  const recovered = await recoverDesk({
    name: 'put-back',
    journal,
    state: await journal.state(),
    keepCopy: async () => ok('/kept/database'),
    clear: async () => ok(undefined),
    newId: () => 'store-1',
    tell: () => undefined,
  });
  if (!recovered.ok) throw new Error(JSON.stringify(recovered.error));
  const { db, notice } = recovered.value;
  const store = createDexieLocalStore(db, { journal: createJournalWriter(db, journal) });
  return { store, notice, close: () => db.close() };
}

async function save(journal: OpenJournal): Promise<void> {
  const about = {
    id: '00000000-0000-4000-8000-000000000001',
    madeAt: Instant.parse('2026-11-27T08:00:00.000Z'),
    app: '1.0.0',
    workspace: 'desk' as const,
    dbVersion: 5,
    homes: { salesforce: null, gitlab: null },
    wrapped: null,
  };
  await journal.backUp({ path, disk, cipher: null, about });
}

async function putBack(): Promise<OpenJournal> {
  const backup = await openBackup(disk, path, null, { current: null, others: [] });
  if (!backup.ok) throw new Error(JSON.stringify(backup.error));
  const next = await journalIn('next');
  const from = {
    storeId: 'store-2',
    name: 'kept.deskbackup',
    at: backup.value.header.madeAt,
    before: '/kept/before',
  };
  const done = await fillFromBackup(next, backup.value, from, 0);
  if (!done.ok) throw new Error(done.error.message);
  return next;
}

describe('a backup put back over HTTP', { timeout: 120_000 }, () => {
  it('SY-137 of work that was sent since is found in both systems, and done no second time', async () => {
    const waiting = 'dddddddd-0000-4000-8000-000000000001';
    const later = 'dddddddd-0000-4000-8000-000000000002';
    const bench = await start();
    const journal = await journalIn('journal');
    const first = await started(journal);
    // Files are read from where they are by then.
    let files = first.store;
    const store = { ...first.store, blob: (sha256: Sha256) => files.blob(sha256) };
    const { desk, partnerId } = await deskOver(bench, store);
    await desk.store.commit({ blobs: [{ sha256: documentHash, bytes: new Uint8Array([1, 2, 3]) }] });
    await fullDay(desk, partnerId, waiting);
    await desk.registration(partnerId);
    await desk.planItem({ partnerId });
    await save(journal);
    await desk.settle();
    await fullDay(desk, partnerId, later);
    await desk.settle();
    const [events, issues] = [await bench.crmRecords('Event'), await bench.gitItems('issue')];
    first.close();

    const again = await started(await putBack());
    expect(again.notice).toMatchObject({
      kind: 'from-backup',
      from: { name: 'kept.deskbackup' },
      restored: { missing: [], files: 1 },
    });
    expect((await again.store.openIntents()).length).toBeGreaterThan(5);
    files = again.store;
    const restored = await deskOver(bench, again.store);
    await restored.desk.settle();

    for (const id of [waiting, later]) expect(await countsOf(bench, id)).toEqual(onceAndWhole);
    expect((await bench.crmRecords('Event')).length).toBe(events.length);
    expect((await bench.gitItems('issue')).length).toBe(issues.length);
    expect(await restored.desk.store.openIntents()).toEqual([]);
    expect(await restored.desk.store.openConflicts()).toEqual([]);
    expect(await restored.desk.store.get('fund-request', later)).toMatchObject({ id: later });
  });
});
