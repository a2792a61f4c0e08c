import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { DeskDb } from '../../../renderer/data/desk-db';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import { JournalChanges, LONGEST_ENTRY, type JournalTrouble } from '../../../shared/schema/journal';
import { Sha256 } from '../../../shared/schema/values';
import { createMemoryJournal } from '../../support/memory-journal';
import { aPartner } from '../../support/records';
import { aDocument, anAudit, anIntent, at, intentId } from './samples';

const full: JournalTrouble = {
  kind: 'stopped',
  cause: 'full',
  message: 'The disk is full.',
  fix: 'Free some space.',
};

const key = { kind: 'partner' as const, id: 'partner-1' };

let made = 0;

async function aDesk() {
  made += 1;
  const opened = await openDesk(`journalled-${made}`);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const db: DeskDb = opened.value;
  const journal = createMemoryJournal();
  const storeOf = () => createDexieLocalStore(db, { journal: createJournalWriter(db, journal) });
  return { db, journal, store: storeOf(), other: storeOf() };
}

const edit = (rev: number) => ({
  puts: [{ kind: 'partner' as const, record: aPartner({ rev }) }],
  audits: [anAudit(key, `edit ${rev}`)],
  newIntents: [anIntent({ id: intentId(`intent-${rev}`) })],
});

describe('G1 the store and its journal', () => {
  it('G1 has a commit in the journal before it is acknowledged, row by row as it was written', async () => {
    const { db, journal, store } = await aDesk();
    expect(await store.commit(edit(1))).toEqual({ ok: true, value: undefined });
    const [entry] = journal.entries;
    const { changes } = JournalChanges.parse(JSON.parse(entry?.text ?? ''));
    const rowsOf = (table: string) =>
      changes.filter((change) => change.table === table).flatMap(({ puts }) => puts.map(({ row }) => row));
    expect(rowsOf('partners')).toEqual(await db.records('partner').toArray());
    expect(rowsOf('intents')).toEqual(await db.intents.toArray());
    expect(rowsOf('audit')).toEqual(await db.audit.toArray());
  });

  it('G1 numbers the commits of page and worker without a gap, refused ones not counted', async () => {
    const { journal, store, other } = await aDesk();
    await store.commit(edit(1));
    await other.commit(edit(2));
    const refused = await store.commit({ ...edit(9), expect: [{ key, rev: 77 }] });
    expect(refused).toMatchObject({ ok: false, error: { kind: 'moved-on' } });
    await Promise.all([store.commit(edit(3)), other.commit(edit(4)), store.commit(edit(5))]);
    expect(journal.entries.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
  });

  it('G1 writes nothing anywhere while the journal takes nothing, and goes on when it does again', async () => {
    const { db, journal, store } = await aDesk();
    await store.commit(edit(1));
    journal.stop(full);
    const first = await store.commit(edit(2));
    expect(first).toMatchObject({ ok: false, error: { kind: 'unsecured' } });
    if (first.ok || first.error.kind !== 'unsecured') throw new Error('it was not refused');
    expect(first.error.message).toContain(
      'not yet secured in the journal: The disk is full. Free some space.',
    );
    const second = await store.commit(edit(3));
    expect(second).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/^Nothing was saved/) },
    });
    expect((await db.records('partner').toArray()).map(({ rev }) => rev)).toEqual([2]);
    journal.stop(null);
    expect(await store.commit(edit(4))).toEqual({ ok: true, value: undefined });
    // What the database took before the journal refused it comes along.
    expect(journal.entries.map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it('G7 has the bytes of a document beside the journal before the commit that names it', async () => {
    const { db, journal, store } = await aDesk();
    const bytes = new Uint8Array([1, 2, 3]);
    const sha256 = Sha256.parse('039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81');
    journal.stop(full);
    expect(await store.commit({ blobs: [{ sha256, bytes }] })).toMatchObject({ ok: false });
    journal.stop(null);
    await store.commit({
      puts: [{ kind: 'document', record: aDocument({ sha256 }) }],
      blobs: [{ sha256, bytes }],
    });
    expect(journal.files.get(sha256)).toEqual(bytes);
    await db.blobs.clear();
    expect(await store.blob(sha256)).toEqual(bytes);
  });

  it('G1 lets what the remotes have reach the journal later, and everything before a later save', async () => {
    const { journal, store } = await aDesk();
    const lagging = { ...edit(1), journalMayLag: true };
    expect(await store.commit(lagging)).toEqual({ ok: true, value: undefined });
    await store.commit(edit(2));
    expect(journal.entries.map(({ n }) => n)).toEqual([1, 2]);
  });

  it('G1 writes nothing anywhere when the journal has no room from the start, nor when much is to come', async () => {
    const { db, journal, store, other } = await aDesk();
    journal.stop(full);
    expect(await store.commit(edit(1))).toMatchObject({ ok: false, error: { kind: 'storage' } });
    journal.stop(null);
    expect(await other.commit(edit(1))).toMatchObject({ ok: true });
    journal.stop(full);
    const many = Array.from({ length: 60 }, (_, index) => aPartner({ id: `partner-x${index}`, rev: 1 }));
    const puts = many.map((record) => ({ kind: 'partner' as const, record }));
    expect(await other.commit({ puts })).toMatchObject({ ok: false, error: { kind: 'storage' } });
    expect(await db.records('partner').count()).toBe(1);
  });

  it('G1 refuses what the journal could not keep in one piece, and takes what comes after', async () => {
    const { db, journal, store } = await aDesk();
    const raw = 'x'.repeat(LONGEST_ENTRY);
    const quarantine = [
      { id: 'row:x', source: 'salesforce' as const, what: 'A row', reason: 'long', raw, at },
    ];
    const answer = await store.commit({ quarantine });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'storage' } });
    expect(answer.ok ? '' : 'message' in answer.error && answer.error.message).toContain('too much');
    expect(await db.quarantine.count()).toBe(0);
    expect(await store.commit(edit(1))).toMatchObject({ ok: true });
    expect(journal.entries).toHaveLength(1);
  });

  it('G9 keeps no more entries in the database than are on their way', async () => {
    const { db, store } = await aDesk();
    for (let rev = 1; rev <= 130; rev += 1) await store.commit(edit(rev));
    const kept = await db.redo.toArray();
    expect(kept.length).toBeLessThan(70);
    expect(kept.at(-1)?.n).toBe(130);
  });

  it('keeps the lines of the sync log out of the journal', async () => {
    const { journal, store } = await aDesk();
    await store.commit({ log: [{ at, level: 'info', text: 'Salesforce answers again.' }] });
    expect(journal.entries).toEqual([]);
  });

  it('secures the settings too', async () => {
    const { journal, store } = await aDesk();
    await store.saveSettings({
      userName: 'Dana',
      roles: [],
      regions: [],
      delegations: [],
      timeZone: 'UTC',
      locale: null,
      theme: 'system',
      density: 'normal',
    });
    expect(journal.entries[0]?.text).toContain('Dana');
  });
});
