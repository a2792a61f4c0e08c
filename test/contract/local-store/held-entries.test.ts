import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeskDb } from '../../../renderer/data/desk-db';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { heldEntries } from '../../../renderer/data/held-entries';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import { readStand } from '../../../renderer/data/store-stand';
import { noteStand } from '../../../renderer/data/restore';
import type { Commit, LocalStore } from '../../../shared/ports/local-store';
import type { Journal } from '../../../shared/ports/journal';
import { JournalChanges, type JournalEntry } from '../../../shared/schema/journal';
import { createMemoryJournal } from '../../support/memory-journal';
import { aPartner } from '../../support/records';
import { aQuarantined, anAudit, anIntent, intentId } from './samples';

let made = 0;

async function aDatabase(): Promise<DeskDb> {
  made += 1;
  const opened = await openDesk(`held-${made}`);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

const storeOn = (db: DeskDb, journal: Journal): LocalStore =>
  createDexieLocalStore(db, { journal: createJournalWriter(db, journal) });

/** A page of a feed: what it holds is large, and may reach the journal later. */
function page(number: number, rev = 1): Commit {
  const puts = Array.from({ length: 30 }, (_, index) => ({
    kind: 'partner' as const,
    record: aPartner({ id: `partner-${number}-${index}`, rev, name: `Page ${number}, row ${index}` }),
  }));
  return { puts, journalMayLag: true };
}

/** What a person does to the first row of a page. */
function edit(number: number, rev: number): Commit {
  const id = `partner-${number}-0`;
  return {
    puts: [{ kind: 'partner', record: aPartner({ id, rev, name: `Edited ${rev}` }) }],
    audits: [anAudit({ kind: 'partner', id }, `edit ${rev}`)],
    newIntents: [anIntent({ id: intentId(`held-${number}-${rev}`) })],
  };
}

const setAside = (number: number): Commit => ({
  quarantine: [{ ...aQuarantined, id: `row:${number}`, raw: 'x'.repeat(12_000) }],
  journalMayLag: true,
});

const release = (number: number): Commit => ({ releaseQuarantine: [`row:${number}`], journalMayLag: true });

async function done(store: LocalStore, commit: Commit): Promise<void> {
  const result = await store.commit(commit);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
}

type Content = Record<string, Record<string, unknown>>;

/** What a store would hold that was made again from these entries. */
function madeFrom(entries: readonly JournalEntry[]): Content {
  const content: Content = {};
  for (const { text } of entries)
    for (const { table, puts, deletes } of JournalChanges.parse(JSON.parse(text)).changes) {
      const rows = (content[table] ??= {});
      for (const { key, row } of puts) rows[key] = row;
      for (const key of deletes) delete rows[key];
    }
  return Object.fromEntries(Object.entries(content).filter(([, rows]) => Object.keys(rows).length > 0));
}

async function contentOf(db: DeskDb): Promise<Content> {
  const content: Content = {};
  for (const table of db.tables.filter(({ name }) => name !== 'redo' && name !== 'log'))
    await table.each((row, { primaryKey }) => {
      (content[table.name] ??= {})[String(primaryKey)] = row;
    });
  return JSON.parse(JSON.stringify(content)) as Content;
}

async function held(db: DeskDb, after: number): Promise<JournalEntry[]> {
  const entries = await heldEntries(db, after);
  if (entries === null) throw new Error('an entry is missing');
  return entries;
}

describe('G1 G2 entries on their way to the journal', () => {
  it('G1 a page of a feed reaches the journal as it was written, and stands in the database once', async () => {
    const db = await aDatabase();
    const journal = createMemoryJournal();
    const store = storeOn(db, journal);
    await done(store, page(1));
    await done(store, edit(2, 1));
    expect(madeFrom(journal.entries)).toEqual(await contentOf(db));
    const rows = await db.redo.orderBy(':id').toArray();
    expect(rows.map(({ text }) => text === '')).toEqual([true, false]);
    expect(rows[0]?.rows?.tables).toEqual([
      { table: 'partners', keys: expect.arrayContaining(['partner-1-29']) },
    ]);
    // What a person does is not left to be looked up.
    await done(store, { ...page(3), journalMayLag: false });
    expect((await db.redo.orderBy(':id').last())?.text).toContain('Page 3, row 29');
  });

  it('G1 a save behind a page that is still on its way brings it along', async () => {
    const db = await aDatabase();
    const journal = createMemoryJournal();
    let arrive: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const slow = storeOn(db, {
      ...journal,
      async append(entries) {
        await arrival;
        return journal.append(entries);
      },
    });
    await done(slow, page(1));
    await done(storeOn(db, journal), edit(1, 2));
    expect(journal.entries.map(({ n }) => n)).toEqual([1, 2]);
    expect(madeFrom(journal.entries)).toEqual(await contentOf(db));
    // A journal that ends with the first entry tells of nothing without what belongs to it.
    expect(madeFrom(journal.entries.slice(0, 1))).toEqual(await contentOf(db));
    arrive();
    await done(slow, page(2));
    await done(slow, edit(2, 2));
    expect(journal.entries.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
    expect(madeFrom(journal.entries)).toEqual(await contentOf(db));
  });

  it('G2 a database knows that it still holds a page that it only names', async () => {
    const db = await aDatabase();
    await noteStand(db, 'a-store', true);
    await done(storeOn(db, createMemoryJournal()), page(1));
    expect(await readStand(db)).toMatchObject({ kind: 'standing', head: { n: 1 }, firstHeld: 1 });
  });

  it('G2 whatever came to the journal before or meanwhile, it ends as the database is', async () => {
    const step = fc.record({
      what: fc.constantFrom('page', 'edit', 'edit', 'set aside', 'release'),
      number: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.nat(7),
        fc.nat(7),
        async (steps, before, meanwhile) => {
          const db = await aDatabase();
          const journal = createMemoryJournal();
          const store = storeOn(db, journal);
          for (const [index, { what, number }] of steps.entries()) {
            if (what === 'page') await done(store, page(number, index + 1));
            if (what === 'edit') await done(store, edit(number, index + 1));
            if (what === 'set aside') await done(store, setAside(number));
            if (what === 'release') await done(store, release(number));
          }
          const exact = [...journal.entries];
          const after = Math.min(before, exact.length);
          const content = await contentOf(db);
          const rest = await held(db, after);
          expect(rest.map(({ n, id }) => ({ n, id }))).toEqual(
            exact.slice(after).map(({ n, id }) => ({ n, id })),
          );

          const other = createMemoryJournal();
          await other.append(exact.slice(0, after + meanwhile));
          await other.append(rest);
          expect(madeFrom(other.entries)).toEqual(content);

          const first = rest.findIndex(({ text }, index) => text !== exact[after + index]?.text);
          for (let end = first + 1; first !== -1 && end <= rest.length; end += 1)
            expect(madeFrom([...exact.slice(0, after), ...rest.slice(0, end)])).toEqual(content);
          await db.delete();
        },
      ),
      { numRuns: 60 },
    );
  });
});
