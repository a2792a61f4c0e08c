import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Journal } from '../../../shared/ports/journal';
import {
  aChange,
  aFile,
  anEntry,
  mustAppend,
  replayAll,
  sortedRows,
  start,
  writeBase,
} from '../../support/journal/samples';

/** A journal that can be closed and opened again on the same data. */
export type JournalBench = { readonly journal: Journal; reopen(): Promise<Journal>; close(): Promise<void> };

/** What every journal must do, wherever it is asked from; `open` gives a new one. */
export function describeJournal(name: string, open: () => Promise<JournalBench>): void {
  describe(`the journal contract: ${name}`, () => {
    const benches: JournalBench[] = [];

    afterEach(async () => {
      for (const bench of benches.splice(0)) await bench.close();
    });

    async function fresh(): Promise<JournalBench> {
      const bench = await open();
      benches.push(bench);
      return bench;
    }

    async function begun(): Promise<JournalBench> {
      const bench = await fresh();
      await writeBase(bench.journal, 'store-1');
      return bench;
    }

    it('tells that it is new', async () => {
      const { journal } = await fresh();
      expect(await journal.state()).toMatchObject({
        storeId: null,
        head: null,
        oldest: 0,
        trouble: null,
        losses: [],
      });
    });

    it('takes no entries before its base', async () => {
      const { journal } = await fresh();
      const done = await journal.append([anEntry(1)]);
      expect(done).toMatchObject({ ok: false, error: { kind: 'stopped', cause: 'failed' } });
    });

    it('G1 gives back what it took, also after it was opened again', async () => {
      const bench = await begun();
      const entries = [anEntry(1), anEntry(2), anEntry(3)];
      const [first, ...rest] = entries;
      if (first === undefined) throw new Error('no entry');
      await mustAppend(bench.journal, first);
      expect(await bench.journal.append(rest)).toEqual({ ok: true, value: { n: 3, id: entries[2]?.id } });
      const again = await bench.reopen();
      expect(await again.state()).toMatchObject({
        storeId: 'store-1',
        head: { n: 3, id: entries[2]?.id },
        oldest: 0,
        losses: [],
      });
      expect([...(await replayAll(again, null)).keys()]).toEqual([
        '["partner","partner-1"]',
        '["partner","partner-2"]',
        '["partner","partner-3"]',
      ]);
      expect([...(await replayAll(again, 2)).keys()]).toEqual(['["partner","partner-3"]']);
      expect((await replayAll(again, 3)).size).toBe(0);
    });

    it('names the last number when entries do not follow, and takes nothing of the call', async () => {
      const { journal } = await begun();
      await mustAppend(journal, anEntry(1));
      expect(await journal.append([anEntry(2), anEntry(4)])).toEqual({
        ok: false,
        error: { kind: 'gap', last: 1 },
      });
      expect(await journal.append([anEntry(5)])).toEqual({ ok: false, error: { kind: 'gap', last: 1 } });
      expect((await journal.state()).head?.n).toBe(1);
    });

    it('skips entries that are here already and takes those behind them', async () => {
      const { journal } = await begun();
      const entries = [anEntry(1), anEntry(2), anEntry(3)];
      await mustAppend(journal, ...entries.slice(0, 2));
      expect(await journal.append(entries)).toEqual({ ok: true, value: { n: 3, id: entries[2]?.id } });
      expect(await journal.append(entries.slice(0, 1))).toMatchObject({ ok: true, value: { n: 3 } });
      expect((await replayAll(journal, null)).size).toBe(3);
    });

    it('refuses another entry under a number that is here', async () => {
      const { journal } = await begun();
      await mustAppend(journal, anEntry(1), anEntry(2));
      expect(await journal.append([anEntry(1)])).toMatchObject({
        ok: false,
        error: { kind: 'stopped', cause: 'failed' },
      });
      expect(await journal.append([anEntry(2)])).toMatchObject({
        ok: false,
        error: { kind: 'stopped', cause: 'failed' },
      });
      expect((await journal.state()).head?.n).toBe(2);
    });

    it('takes entries of many writers at once, whatever order they come in', async () => {
      const { journal } = await begun();
      const entries = Array.from({ length: 20 }, (_, index) => anEntry(index + 1));
      const answers = await Promise.all(entries.toReversed().map((entry) => journal.append([entry])));
      const gaps = answers.filter((answer) => !answer.ok && answer.error.kind === 'gap');
      expect(gaps).toHaveLength(19);
      const together = await Promise.all(entries.map((entry) => journal.append([entry])));
      expect(together.every(({ ok }) => ok)).toBe(true);
      expect((await replayAll(journal, null)).size).toBe(20);
    });

    it('knows the id of an entry', async () => {
      const bench = await begun();
      const entries = [anEntry(1), anEntry(2)];
      await mustAppend(bench.journal, ...entries);
      for (const journal of [bench.journal, await bench.reopen()]) {
        expect(await journal.idAt(1)).toBe(entries[0]?.id);
        expect(await journal.idAt(2)).toBe(entries[1]?.id);
        expect(await journal.idAt(3)).toBeNull();
      }
    });

    it('replays whole rows in order: later ones count, those that went are gone', async () => {
      const { journal } = await begun();
      await mustAppend(
        journal,
        anEntry(1, [aChange('a', 'x', { v: 1 }), aChange('a', 'y', { v: 1 }), aChange('b', 1, { v: 1 })]),
        anEntry(2, [aChange('a', 'x', { v: 2 }), aChange('a', 'y')]),
        anEntry(3, [aChange('b', '1', { v: 'text' }), aChange('b', 1, { v: 3 })]),
      );
      expect(sortedRows(await replayAll(journal, null))).toEqual([
        ['["a","x"]', { v: 2 }],
        ['["b","1"]', { v: 'text' }],
        ['["b",1]', { v: 3 }],
      ]);
    });

    it('begins anew from the rows of a store, whatever order they come in', async () => {
      const bench = await begun();
      await mustAppend(bench.journal, anEntry(1), anEntry(2));
      const id = randomUUID();
      await writeBase(bench.journal, 'store-2', { n: 7, id }, [
        aChange('b', 'z', { v: 'z' }),
        aChange('a', 10, { v: 10 }),
        aChange('a', 9, { v: 9 }),
      ]);
      for (const journal of [bench.journal, await bench.reopen()]) {
        expect(await journal.state()).toMatchObject({
          storeId: 'store-2',
          head: { n: 7, id },
          oldest: 7,
          losses: [],
        });
        expect(sortedRows(await replayAll(journal, null))).toEqual([
          ['["a",10]', { v: 10 }],
          ['["a",9]', { v: 9 }],
          ['["b","z"]', { v: 'z' }],
        ]);
        expect(await journal.replay(3, null)).toMatchObject({ ok: false });
      }
      const journal = await bench.reopen();
      await mustAppend(journal, anEntry(8));
      expect((await replayAll(journal, 7)).size).toBe(1);
    });

    it('G1 keeps what it took while a new base was written', async () => {
      const bench = await begun();
      const entries = [anEntry(1), anEntry(2), anEntry(3)];
      await mustAppend(bench.journal, ...entries.slice(0, 1));
      expect(await bench.journal.beginBase('store-1', { n: 1, id: entries[0]?.id ?? '' })).toMatchObject({
        ok: true,
      });
      await mustAppend(bench.journal, ...entries.slice(1));
      await bench.journal.addToBase([aChange('partner', 'partner-1', { from: 'base' })]);
      expect(await bench.journal.finishBase()).toMatchObject({ ok: true });
      for (const journal of [bench.journal, await bench.reopen()]) {
        expect((await journal.state()).head).toEqual({ n: 3, id: entries[2]?.id });
        const rows = await replayAll(journal, null);
        expect(rows.get('["partner","partner-1"]')).toEqual({ from: 'base' });
        expect(rows.size).toBe(3);
      }
    });

    it('keeps what it holds when a base is begun and never finished', async () => {
      const bench = await begun();
      await mustAppend(bench.journal, anEntry(1));
      await bench.journal.beginBase('store-2', start);
      await bench.journal.addToBase([aChange('a', 'x', {})]);
      const again = await bench.reopen();
      expect(await again.state()).toMatchObject({ storeId: 'store-1', head: { n: 1 } });
      expect(await again.finishBase()).toMatchObject({ ok: false });
      expect(await again.addToBase([])).toMatchObject({ ok: false });
    });

    it('G7 keeps documents under their hash, also after it was opened again', async () => {
      const bench = await begun();
      const files = [aFile(''), aFile('short'), aFile('long '.repeat(600_000))];
      for (const file of files) expect(await bench.journal.putFile(file)).toMatchObject({ ok: true });
      const twice = await Promise.all(files.map((file) => bench.journal.putFile(file)));
      expect(twice.every(({ ok }) => ok)).toBe(true);
      for (const journal of [bench.journal, await bench.reopen()]) {
        for (const { sha256, bytes } of files) {
          const found = await journal.readFile(sha256);
          expect(found === null ? null : Buffer.compare(found, bytes)).toBe(0);
        }
        expect(await journal.readFile(aFile('not here').sha256)).toBeNull();
      }
    });

    it('G7 tells which documents are not here, by name and size, also after it was opened again', async () => {
      const bench = await begun();
      const files = [
        aFile(''),
        aFile('short'),
        aFile('long '.repeat(600_000)),
        aFile('x'.repeat(1024 * 1024)),
      ];
      for (const file of files) await bench.journal.putFile(file);
      const named = files.map(({ sha256, bytes }) => ({ sha256, size: bytes.byteLength }));
      const { sha256, bytes } = aFile('not here');
      for (const journal of [bench.journal, await bench.reopen()]) {
        expect(await journal.wrongFiles(named)).toEqual([]);
        expect(await journal.wrongFiles([...named, { sha256, size: bytes.byteLength }])).toEqual([sha256]);
      }
    });

    it('G7 refuses bytes that are not those of the hash', async () => {
      const { journal } = await begun();
      const { sha256 } = aFile('one');
      expect(await journal.putFile({ sha256, bytes: aFile('two').bytes })).toMatchObject({ ok: false });
      expect(await journal.readFile(sha256)).toBeNull();
    });
  });
}
