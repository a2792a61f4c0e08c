import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { firstBrokenLink } from '../../../renderer/data/audit-chain';
import { compareFiles } from '../../../renderer/data/compare-files';
import type { DeskDb } from '../../../renderer/data/desk-db';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import { recoverDesk } from '../../../renderer/data/recover-desk';
import { ok } from '../../../shared/lib/result';
import { foldText } from '../../../shared/lib/text';
import { Sha256 } from '../../../shared/schema/values';
import { createMemoryJournal, type MemoryJournal } from '../../support/memory-journal';
import { aPartner } from '../../support/records';
import { aCursor, aDocument, anAudit, anIntent, aQuarantined, intentId } from './samples';

const sha256 = Sha256.parse('039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81');
const bytes = new Uint8Array([1, 2, 3]);
const key = { kind: 'partner' as const, id: 'partner-1' };

let made = 0;

/** A workspace with its journal, as it is at a start of the app. */
function aWorkspace() {
  made += 1;
  const name = `recovered-${made}`;
  const journal = createMemoryJournal();
  const copies: string[] = [];
  let rewritten = 0;
  return {
    name,
    journal,
    copies,
    /** How often rows that were read earlier had to be forgotten. */
    rewritten: () => rewritten,
    async start(kept: MemoryJournal = journal) {
      const recovered = await recoverDesk({
        name,
        journal: kept,
        state: await kept.state(),
        async keepCopy() {
          copies.push('copy');
          return ok('/kept/copy');
        },
        clear: async () => ok(undefined),
        newId: () => `store-${name}`,
        tell: () => undefined,
        rewriting() {
          rewritten += 1;
        },
      });
      if (!recovered.ok) throw new Error(JSON.stringify(recovered.error));
      const { db, notice } = recovered.value;
      return {
        db,
        notice,
        store: createDexieLocalStore(db, { journal: createJournalWriter(db, kept) }),
      };
    },
  };
}

/** All rows that must come back, by table. */
async function rowsOf(db: DeskDb): Promise<Record<string, unknown[]>> {
  const kept = db.tables.filter(({ name }) => !['redo', 'log', 'meta'].includes(name));
  return Object.fromEntries(
    await Promise.all(kept.map(async (table) => [table.name, await table.toArray()] as const)),
  );
}

type Started = Awaited<ReturnType<ReturnType<typeof aWorkspace>['start']>>;

async function work({ store }: Started, from: number, to: number): Promise<void> {
  for (let rev = from; rev <= to; rev += 1) {
    const done = await store.commit({
      puts: [{ kind: 'partner', record: aPartner({ rev, name: `Name ${rev}`, foldedName: `name ${rev}` }) }],
      audits: [anAudit(key, `edit ${rev}`)],
      newIntents: [anIntent({ id: intentId(`intent-${rev}`) })],
      cursors: [{ ...aCursor, value: `page-${rev}` }],
      quarantine: [aQuarantined],
      ...(rev % 2 === 0 ? { releaseQuarantine: [aQuarantined.id] } : {}),
    });
    if (!done.ok) throw new Error(JSON.stringify(done.error));
  }
}

describe('G2 starting after something was lost', () => {
  it('G2 tells nothing when nothing is wrong', async () => {
    const workspace = aWorkspace();
    const first = await workspace.start();
    await work(first, 1, 3);
    first.db.close();
    const again = await workspace.start();
    expect(again.notice).toBeNull();
    expect(first.notice).toBeNull();
    expect(workspace.rewritten()).toBe(0);
    expect(await again.store.get('partner', 'partner-1')).toMatchObject({ rev: 3 });
  });

  it('G2 brings everything back when the database is gone, byte for byte', async () => {
    const workspace = aWorkspace();
    const first = await workspace.start();
    await work(first, 1, 7);
    await first.store.commit({
      puts: [{ kind: 'document', record: aDocument({ sha256 }) }],
      blobs: [{ sha256, bytes }],
    });
    const before = await rowsOf(first.db);
    first.db.close();
    await Dexie.delete(workspace.name);

    const again = await workspace.start();

    expect(await rowsOf(again.db)).toEqual(before);
    expect(await again.store.blob(sha256)).toEqual(bytes);
    expect(again.notice).toMatchObject({
      kind: 'restored',
      why: 'lost',
      restored: { missing: [], files: 1, isReadAgain: false },
    });
    expect(workspace.copies).toEqual([]);
    expect(workspace.rewritten()).toBe(1);
    // Work goes on: numbers, history and journal follow on what came back.
    await work(again, 8, 9);
    expect(firstBrokenLink(await again.db.audit.orderBy('seq').toArray())).toBeUndefined();
    expect(workspace.journal.entries.at(-1)?.n).toBe(10);
    again.db.close();
    expect((await workspace.start()).notice).toBeNull();
  });

  it('G2 folds names anew that come back as an earlier app folded them', async () => {
    const workspace = aWorkspace();
    const first = await workspace.start();
    const record = aPartner({ name: 'バード', foldedName: 'ハート' });
    await first.store.commit({ puts: [{ kind: 'partner', record }] });
    first.db.close();
    await Dexie.delete(workspace.name);
    const { store } = await workspace.start();
    expect(await store.get('partner', record.id)).toEqual({ ...record, foldedName: foldText('バード') });
  });

  it('G2 brings a database that was rolled back up to what was saved', async () => {
    const workspace = aWorkspace();
    const first = await workspace.start();
    await work(first, 1, 3);
    const old = await first.db.redo.toArray();
    const oldRows = await rowsOf(first.db);
    await work(first, 4, 6);
    const before = await rowsOf(first.db);
    // An old copy of the database is put back.
    await first.db.transaction('rw', first.db.tables, async () => {
      for (const [table, rows] of Object.entries({ ...oldRows, redo: old })) {
        await first.db.table(table).clear();
        await first.db.table(table).bulkPut(rows);
      }
    });
    first.db.close();
    const again = await workspace.start();
    expect(await rowsOf(again.db)).toEqual(before);
    expect(again.notice).toMatchObject({ kind: 'restored', why: 'behind' });
    expect(workspace.rewritten()).toBe(1);
  });

  it('G2 finishes a restoration that was interrupted', async () => {
    const workspace = aWorkspace();
    const first = await workspace.start();
    await work(first, 1, 5);
    const before = await rowsOf(first.db);
    first.db.close();
    await Dexie.delete(workspace.name);
    const { replay } = workspace.journal;
    const dying: MemoryJournal = {
      ...workspace.journal,
      replay: async (after, part) => {
        if (part !== null) throw new Error('killed');
        return replay(after, part);
      },
    };
    await expect(workspace.start(dying)).rejects.toThrow('killed');
    const half = await openDesk(workspace.name);
    if (!half.ok) throw new Error('it did not open');
    expect(await rowsOf(half.value)).not.toEqual(before);
    half.value.close();
    const again = await workspace.start();
    expect(again.notice).toMatchObject({ kind: 'restored', why: 'unfinished' });
    expect(await rowsOf(again.db)).toEqual(before);
  });

  it('G2 tells of the backup that was put back also when the start that does so was cut off', async () => {
    const workspace = aWorkspace();
    const first = await workspace.start();
    await work(first, 1, 3);
    first.db.close();
    const value = {
      storeId: 'store-of-a-backup',
      name: 'mine.deskbackup',
      at: '2026-11-27T08:00:00.000Z',
      before: '/kept/before',
    };
    const journal = createMemoryJournal();
    await journal.beginBase(value.storeId, { n: 0, id: '' });
    const puts = [{ key: 'restored', row: { key: 'restored', value } }];
    await journal.addToBase([{ table: 'meta', puts, deletes: [] }]);
    await journal.finishBase();
    const replay = (): Promise<never> => Promise.reject(new Error('killed'));
    await expect(workspace.start({ ...journal, replay })).rejects.toThrow('killed');
    const again = await workspace.start(journal);
    expect(again.notice).toMatchObject({ kind: 'from-backup', from: value });
    await work(again, 1, 1);
    again.db.close();
    await Dexie.delete(workspace.name);
    expect((await workspace.start(journal)).notice).toMatchObject({ kind: 'restored', why: 'lost' });
  });

  it('G2 does not call a first journal lost that was interrupted, but one that came to stand', async () => {
    const workspace = aWorkspace();
    const old = await openDesk(workspace.name);
    if (!old.ok) throw new Error('it did not open');
    await old.value.records('partner').put(aPartner({ rev: 1 }));
    old.value.close();
    const dying: MemoryJournal = {
      ...workspace.journal,
      finishBase: () => Promise.reject(new Error('killed')),
    };
    await expect(workspace.start(dying)).rejects.toThrow('killed');
    const again = await workspace.start();
    expect(again.notice).toBeNull();
    again.db.close();
    const lost = await workspace.start(createMemoryJournal());
    expect(lost.notice).toMatchObject({ kind: 'journal-renewed', why: 'journal-lost' });
  });

  it('G1 sends what was committed but not yet in the journal when the app ended', async () => {
    const workspace = aWorkspace();
    const first = await workspace.start();
    await work(first, 1, 4);
    first.db.close();
    workspace.journal.rollBack(2);
    const again = await workspace.start();
    expect(again.notice).toBeNull();
    expect(workspace.journal.entries.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
  });

  it('G2 makes the journal anew from a whole database, from which it then can be restored', async () => {
    const workspace = aWorkspace();
    const first = await workspace.start();
    await work(first, 1, 4);
    await first.store.commit({
      puts: [{ kind: 'document', record: aDocument({ sha256 }) }],
      blobs: [{ sha256, bytes }],
    });
    const before = await rowsOf(first.db);
    first.db.close();
    const fresh = createMemoryJournal();
    const second = await workspace.start(fresh);
    expect(second.notice).toMatchObject({ kind: 'journal-renewed', why: 'journal-lost' });
    await work(second, 5, 5);
    second.db.close();
    await Dexie.delete(workspace.name);
    const third = await workspace.start(fresh);
    expect(third.notice).toMatchObject({ kind: 'restored', why: 'lost' });
    expect(await third.store.get('partner', 'partner-1')).toMatchObject({ rev: 5 });
    expect(await rowsOf(third.db)).toMatchObject({ documents: before['documents'], blobs: before['blobs'] });
  });

  it('G2 G7 puts documents right that one place lost or has in part, and names those that are whole in none', async () => {
    const workspace = aWorkspace();
    const { db, store } = await workspace.start();
    const now = aDocument().updatedAt;
    await store.commit({
      puts: [{ kind: 'document', record: aDocument({ sha256, name: 'invoice.pdf' }) }],
      blobs: [{ sha256, bytes }],
    });
    const compare = () => compareFiles({ db, store, journal: workspace.journal }, now);
    const kept = async () => (await db.blobs.get(sha256))?.bytes;
    expect(await compare()).toEqual({ mended: 0, lost: [] });
    workspace.journal.files.delete(sha256);
    expect(await compare()).toEqual({ mended: 1, lost: [] });
    expect(workspace.journal.files.get(sha256)).toEqual(bytes);
    workspace.journal.files.set(sha256, bytes.subarray(0, 2));
    expect(await compare()).toEqual({ mended: 1, lost: [] });
    expect(workspace.journal.files.get(sha256)).toEqual(bytes);
    await db.blobs.delete(sha256);
    expect(await compare()).toEqual({ mended: 1, lost: [] });
    expect(await kept()).toEqual(bytes);
    await db.blobs.put({ sha256, bytes: bytes.slice(0, 1) });
    expect(await store.blob(sha256)).toEqual(bytes);
    expect(await kept()).toEqual(bytes);
    expect(await store.quarantined()).toEqual([]);
    await db.blobs.delete(sha256);
    workspace.journal.files.delete(sha256);
    expect(await compare()).toEqual({ mended: 0, lost: [sha256] });
    expect(await store.quarantined()).toMatchObject([
      { source: 'desk', what: 'the file “invoice.pdf”', reason: expect.stringContaining('Drop the file') },
    ]);
    workspace.journal.files.set(sha256, bytes);
    expect(await compare()).toEqual({ mended: 1, lost: [] });
    expect(await store.quarantined()).toEqual([]);
  });

  it('G10 names what is missing, reads the remotes from their beginning, and tells it once', async () => {
    const workspace = aWorkspace();
    const first = await workspace.start();
    await work(first, 1, 4);
    await first.store.commit({
      puts: [{ kind: 'document', record: aDocument({ sha256, name: 'invoice.pdf' }) }],
      blobs: [{ sha256, bytes }],
    });
    first.db.close();
    await Dexie.delete(workspace.name);
    const loss = { what: 'Changes 2 to 3 could not be read.', from: 2, to: 3, keptAs: 'segment.damaged' };
    let healed = false;
    const damaged: MemoryJournal = {
      ...workspace.journal,
      state: async () => ({ ...(await workspace.journal.state()), losses: healed ? [] : [loss] }),
      readFile: async () => null,
      finishBase: async () => {
        healed = true;
        return workspace.journal.finishBase();
      },
    };
    const again = await workspace.start(damaged);
    expect(again.notice).toMatchObject({
      kind: 'restored',
      restored: { missing: [loss.what, 'the file “invoice.pdf”'], isReadAgain: true },
    });
    expect(await again.db.cursors.count()).toBe(0);
    again.db.close();
    expect((await workspace.start(damaged)).notice).toBeNull();
  });

  it('G2 starts empty beside a journal that cannot be read only when the person says so', async () => {
    const { name, journal } = aWorkspace();
    const loss = { what: 'The snapshot is gone.', from: null, to: null, keptAs: null };
    const parts = {
      name,
      journal,
      keepCopy: async () => ok(null),
      clear: async () => ok(undefined),
      newId: () => `store-${name}`,
      tell: () => undefined,
    };
    const refused = await recoverDesk({ ...parts, state: { ...(await journal.state()), losses: [loss] } });
    expect(refused).toEqual({
      ok: false,
      error: { kind: 'both-lost', message: null, losses: ['The snapshot is gone.'] },
    });
    expect(await journal.state()).toMatchObject({ storeId: null });
    const givenUp = { journal: '/kept/journal' };
    const begun = await recoverDesk({ ...parts, state: await journal.state(), givenUp });
    expect(begun).toMatchObject({
      ok: true,
      value: { notice: { kind: 'started-empty', database: null, journal: '/kept/journal' } },
    });
    expect(await journal.state()).toMatchObject({ storeId: `store-${name}` });
  });
});
