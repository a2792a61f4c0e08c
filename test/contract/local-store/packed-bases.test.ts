import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import { recoverDesk } from '../../../renderer/data/recover-desk';
import { ok } from '../../../shared/lib/result';
import type { Commit } from '../../../shared/ports/local-store';
import type { Base } from '../../../shared/schema/sync-state';
import { createMemoryJournal } from '../../support/memory-journal';
import { aPartner } from '../../support/records';

const MANY = 120;

function baseOf(id: string, name: string): Base {
  return {
    key: `partner:${id}:salesforce`,
    record: { kind: 'partner', id },
    remote: 'salesforce',
    fields: { name },
    stamp: null,
  };
}

/** A first page: partners that are expected not to be there, each with what was agreed about it. */
function firstPage(from: number, to: number): Commit {
  const ids = Array.from({ length: to - from }, (_, index) => `sf-${from + index}`);
  return {
    puts: ids.map((id) => ({ kind: 'partner', record: aPartner({ id, rev: 1 }) })),
    expect: ids.map((id) => ({ key: { kind: 'partner', id }, rev: null })),
    bases: ids.map((id) => baseOf(id, `Name of ${id}`)),
    journalMayLag: true,
  };
}

let made = 0;

async function aDesk() {
  made += 1;
  const name = `packed-${made}`;
  const opened = await openDesk(name);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const journal = createMemoryJournal();
  const db = opened.value;
  const storeOn = (over: typeof db) =>
    createDexieLocalStore(over, { journal: createJournalWriter(over, journal) });
  return { name, db, journal, storeOn, store: storeOn(db) };
}

const key = (id: string) => ({ kind: 'partner' as const, id });

describe('agreed states of many new records', () => {
  it('G9 take a few rows, and each is found again', async () => {
    const { db, store } = await aDesk();
    expect(await store.commit(firstPage(0, MANY))).toEqual(ok(undefined));
    expect(await db.bases.count()).toBe(0);
    expect(await db.packedBases.count()).toBeLessThan(MANY / 10);
    const keys = ['partner:sf-0:salesforce', 'partner:sf-119:salesforce', 'partner:nobody:salesforce'];
    expect(await store.bases(keys)).toEqual([
      baseOf('sf-0', 'Name of sf-0'),
      baseOf('sf-119', 'Name of sf-119'),
    ]);
    expect(await store.base(key('sf-77'), 'salesforce')).toEqual(baseOf('sf-77', 'Name of sf-77'));
    expect(await store.base(key('nobody'), 'salesforce')).toBeUndefined();
  });

  it('G9 are found when many are asked for, close together or far apart', async () => {
    const { store } = await aDesk();
    await store.commit(firstPage(0, 3 * MANY));
    await store.commit({ bases: [baseOf('sf-5', 'A later name'), baseOf('sf-7', 'Another')] });
    const named = (from: number, step: number): string[] =>
      Array.from({ length: MANY }, (_, n) => `partner:sf-${from + n * step}:salesforce`);
    for (const asked of [named(0, 1), named(0, 3), named(2 * MANY, 3), named(900, 1)]) {
      const there = asked.filter((text) => Number(/\d+/.exec(text)) < 3 * MANY);
      expect((await store.bases(asked)).map((base) => base.key).sort()).toEqual(there.sort());
    }
    expect(await store.bases(named(0, 1))).toContainEqual(baseOf('sf-5', 'A later name'));
  });

  it('G9 give way to what is agreed later', async () => {
    const { store } = await aDesk();
    await store.commit(firstPage(0, MANY));
    await store.commit({ bases: [baseOf('sf-5', 'A later name')] });
    expect(await store.base(key('sf-5'), 'salesforce')).toEqual(baseOf('sf-5', 'A later name'));
    expect(await store.bases(['partner:sf-4:salesforce', 'partner:sf-5:salesforce'])).toHaveLength(2);
    expect(await store.base(key('sf-4'), 'salesforce')).toEqual(baseOf('sf-4', 'Name of sf-4'));
  });

  it('G9 are not hidden by what is left of a record that was lost', async () => {
    const { db, store } = await aDesk();
    await db.bases.put(baseOf('sf-5', 'Of another time'));
    await store.commit(firstPage(0, MANY));
    expect(await store.base(key('sf-5'), 'salesforce')).toEqual(baseOf('sf-5', 'Name of sf-5'));
    expect(await store.base(key('sf-6'), 'salesforce')).toEqual(baseOf('sf-6', 'Name of sf-6'));
  });

  it('G9 take the place of packed ones whose records were lost', async () => {
    const { db, store } = await aDesk();
    await store.commit(firstPage(0, MANY));
    await db.records('partner').clear();
    const again = firstPage(0, MANY);
    const bases = again.bases?.map((base) => ({ ...base, fields: { name: 'Read again' } }));
    expect(await store.commit({ ...again, bases: bases ?? [] })).toEqual(ok(undefined));
    expect(await store.base(key('sf-5'), 'salesforce')).toMatchObject({ fields: { name: 'Read again' } });
  });

  it('G4 a record that came into being meanwhile refuses the whole page', async () => {
    const { store } = await aDesk();
    await store.commit({ puts: [{ kind: 'partner', record: aPartner({ id: 'sf-7', rev: 3 }) }] });
    expect(await store.commit(firstPage(0, MANY))).toEqual({
      ok: false,
      error: { kind: 'moved-on', key: key('sf-7'), expected: null, found: 3 },
    });
    expect(await store.count('partner')).toBe(1);
    expect(await store.base(key('sf-6'), 'salesforce')).toBeUndefined();
    expect(await store.commit(firstPage(8, MANY))).toEqual(ok(undefined));
  });

  it('G2 come back from the journal when the database is lost', async () => {
    const { name, db, journal, storeOn } = await aDesk();
    db.close();
    const start = async () => {
      const state = await journal.state();
      const recovered = await recoverDesk({
        name,
        journal,
        state,
        keepCopy: async () => ok(null),
        clear: async () => ok(undefined),
        newId: () => `store-${name}`,
        tell: () => undefined,
      });
      if (!recovered.ok) throw new Error(JSON.stringify(recovered.error));
      return recovered.value.db;
    };
    const first = await start();
    await storeOn(first).commit(firstPage(0, MANY));
    await storeOn(first).commit({ bases: [baseOf('sf-5', 'A later name')] });
    await first.delete();
    const back = storeOn(await start());
    expect(await back.count('partner')).toBe(MANY);
    expect(await back.base(key('sf-5'), 'salesforce')).toEqual(baseOf('sf-5', 'A later name'));
    expect(await back.base(key('sf-6'), 'salesforce')).toEqual(baseOf('sf-6', 'Name of sf-6'));
  });
});
