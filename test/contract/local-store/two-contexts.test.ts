import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { firstBrokenLink } from '../../../renderer/data/audit-chain';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import { createMemoryJournal } from '../../support/memory-journal';
import { aPartner } from '../../support/records';
import { anAudit, anIntent, intentId } from './samples';

async function openTwice(name: string) {
  const [page, worker] = [await openDesk(name), await openDesk(name)];
  if (!page.ok || !worker.ok) throw new Error('the database did not open');
  const journal = createMemoryJournal();
  const storeOf = (db: typeof page.value) =>
    createDexieLocalStore(db, { journal: createJournalWriter(db, journal) });
  return { db: page.value, journal, page: storeOf(page.value), worker: storeOf(worker.value) };
}

const key = { kind: 'partner' as const, id: 'partner-1' };

describe('two contexts with one database, as page and worker have it', () => {
  it('numbers intents and history without a gap or a twin, whoever writes', async () => {
    const { db, page, worker } = await openTwice('two-contexts');
    const writers = [page, worker, worker, page, page, worker, page];
    for (const [index, store] of writers.entries()) {
      const done = await store.commit({
        puts: [{ kind: 'partner', record: aPartner({ rev: index + 1 }) }],
        newIntents: [anIntent({ id: intentId(`intent-${index}`) })],
        audits: [anAudit(key, `step ${index}`)],
      });
      expect(done).toEqual({ ok: true, value: undefined });
    }
    const history = await page.auditFor(key);
    expect(history.map((line) => line.action)).toEqual(writers.map((_, index) => `step ${index}`));
    expect(history.map((line) => line.seq)).toEqual(writers.map((_, index) => index + 1));
    expect(firstBrokenLink(await db.audit.orderBy('seq').toArray())).toBeUndefined();
    expect((await worker.openIntents()).map((intent) => intent.seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('keeps the chain whole when both write at the same moment', async () => {
    const { db, page, worker } = await openTwice('same-moment');
    const writes = Array.from({ length: 20 }, (_, index) =>
      (index % 3 === 0 ? worker : page).commit({ audits: [anAudit(key, `write ${index}`)] }),
    );
    for (const done of await Promise.all(writes)) expect(done.ok).toBe(true);
    const chain = await db.audit.orderBy('seq').toArray();
    expect(chain).toHaveLength(20);
    expect(firstBrokenLink(chain)).toBeUndefined();
  });

  it('still refuses a real twin: an intent with the id of another one', async () => {
    const { page } = await openTwice('twin');
    const first = anIntent({ id: intentId('same') });
    await page.commit({ newIntents: [first] });
    const again = await page.commit({ newIntents: [first] });
    expect(again).toMatchObject({ ok: false, error: { kind: 'storage' } });
    expect(await page.openIntents()).toHaveLength(1);
  });

  it('names the first history line that was altered', async () => {
    const { db, page } = await openTwice('altered');
    for (const action of ['one', 'two', 'three']) await page.commit({ audits: [anAudit(key, action)] });
    await db.audit.update(2, { by: 'Somebody else' });
    expect(firstBrokenLink(await db.audit.orderBy('seq').toArray())?.action).toBe('two');
  });
});
