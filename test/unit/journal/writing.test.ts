import { describe, expect, it } from 'vitest';
import type { JournalOptions } from '../../../electron/journal/journal';
import type { JournalEntry } from '../../../shared/schema/journal';
import { SMALL } from '../../support/journal/history';
import { at, memoryDisk } from '../../support/journal/memory-disk';
import { holdCreate, namesOn, watchOpenFiles } from '../../support/journal/parts';
import {
  aChange,
  anEntry,
  mustAppend,
  opened,
  replayAll,
  start,
  writeBase,
} from '../../support/journal/samples';

/** Every entry of this size has a segment of its own, and four of them are worth folding. */
const ONE_EACH = { ...SMALL, foldBytes: 1_000_000 };

function anEntryOfItsOwn(n: number): JournalEntry {
  return anEntry(n, [aChange('partner', `p-${n}`, { text: 'x'.repeat(900) })]);
}

async function begun(over: Partial<JournalOptions> = {}) {
  const disk = memoryDisk();
  const options = { folder: at(), cipher: null, disk, now: () => 0, limits: ONE_EACH, ...over };
  const journal = await opened(options);
  await writeBase(journal, 'store-1');
  return { disk, journal, options };
}

async function appendOwn(journal: Parameters<typeof mustAppend>[0], from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1) await mustAppend(journal, anEntryOfItsOwn(n));
}

const snapshotsOf = (disk: ReturnType<typeof memoryDisk>): number[] =>
  namesOn(disk, '.snap').map((name) => Number(name.slice(-17, -5)));

describe('entries that are added once more', () => {
  it('G1 within one write: the first of a number counts, the same again is taken, another one is refused whole', async () => {
    const { journal } = await begun();
    await mustAppend(journal, anEntry(1), anEntry(2));
    const [third, fourth] = [anEntry(3), anEntry(4)];
    const answers = await Promise.all(
      [[third], [anEntry(3)], [third], [anEntry(4), anEntry(4)], [third, fourth]].map((entries) =>
        journal.append(entries),
      ),
    );
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true, false, true]);
    expect((await journal.state()).head).toEqual({ n: 4, id: fourth.id });
    expect(await journal.idAt(3)).toBe(third.id);
  });

  it('are answered also when the disk does not let them be compared, and can be sent again then', async () => {
    const { disk, journal } = await begun();
    const entries = [1, 2, 3].map((n) => anEntry(n));
    await mustAppend(journal, ...entries);
    disk.fault = ({ op, path }) => (op === 'open' && path.includes('segment') ? { code: 'EIO' } : null);
    expect(await journal.append(entries)).toMatchObject({ ok: false, error: { cause: 'failed' } });
    disk.fault = null;
    expect(await journal.append(entries)).toMatchObject({ ok: true, value: { n: 3 } });
  });

  it('are compared with what is on the disk, which those that follow need not wait for', async () => {
    const { disk, journal } = await begun();
    await mustAppend(journal, anEntry(1));
    disk.calls.length = 0;
    await mustAppend(journal, anEntry(2), anEntry(3));
    expect(disk.calls.filter(({ op }) => op === 'open' || op === 'read')).toEqual([]);
  });
});

describe('a journal that takes nothing', () => {
  it('says that its copy was not begun, also when only the note of its end is left', async () => {
    const { disk, journal, options } = await begun();
    await mustAppend(journal, anEntry(1));
    await journal.close();
    for (const name of [...namesOn(disk, 'segment'), ...namesOn(disk, 'snapshot')])
      disk.damage(at(name), () => null);
    const again = await opened(options);
    expect((await again.state()).storeId).toBe('store-1');
    const message = expect.stringContaining('has not been begun');
    expect(await again.append([anEntry(1)])).toMatchObject({ ok: false, error: { message } });
  });

  it('says that it was closed, and writes nothing', async () => {
    const { disk, journal } = await begun();
    await mustAppend(journal, anEntry(1));
    await journal.close();
    const before = disk.image();
    const message = expect.stringContaining('was closed');
    expect(await journal.append([anEntry(2)])).toMatchObject({ ok: false, error: { message } });
    expect(disk.image()).toEqual(before);
  });

  it('tells what the disk said last, when not even the reserve helped', async () => {
    for (const [fault, cause] of [
      [{ code: 'EIO' }, 'failed'],
      [{ part: 0 }, 'full'],
    ] as const) {
      const { disk, journal } = await begun({ limits: { reserveBytes: 2000, floorBytes: 0 } });
      await mustAppend(journal, anEntry(1));
      let isGivenUp = false;
      disk.fault = ({ op, path }) => {
        isGivenUp ||= op === 'remove' && path.endsWith('reserve');
        if (op !== 'write' || !path.includes('segment')) return null;
        return isGivenUp ? fault : { code: 'ENOSPC' };
      };
      expect(await journal.append([anEntry(2)])).toMatchObject({ ok: false, error: { cause } });
      expect(await journal.state()).toMatchObject({ head: { n: 1 }, trouble: { cause } });
      disk.fault = null;
      await mustAppend(journal, anEntry(2));
      expect((await replayAll(journal, null)).size).toBe(2);
    }
  });
});

describe('the id of an entry', () => {
  it('is known for every entry behind the oldest snapshot, and for the one it stands at, but not for none', async () => {
    const { disk, journal, options } = await begun();
    const entries = Array.from({ length: 14 }, (_, index) => anEntryOfItsOwn(index + 1));
    expect(await journal.idAt(0)).toBe('');
    for (const entry of entries) {
      await mustAppend(journal, entry);
      await journal.settled();
    }
    const [oldest = 0] = snapshotsOf(disk);
    expect(oldest).toBeGreaterThan(0);
    for (const one of [journal, await opened({ ...options, disk: memoryDisk(disk.image()) })]) {
      for (const { n, id } of entries) if (n >= oldest) expect(await one.idAt(n)).toBe(id);
      expect(await one.idAt(0)).toBeNull();
      expect(await one.idAt(15)).toBeNull();
    }
  });

  it('at which a base stands is known from either, when its snapshot or the head of what follows is damaged', async () => {
    const head = { n: 7, id: anEntry(7).id };
    for (const damaged of ['snapshot', 'segment']) {
      const { disk, journal, options } = await begun();
      await writeBase(journal, 'store-1', head);
      await mustAppend(journal, anEntry(8));
      await journal.close();
      for (const name of namesOn(disk, damaged)) disk.damage(at(name), (bytes) => bytes.fill(0, 0, 60));
      expect(await (await opened(options)).idAt(7)).toBe(head.id);
    }
  });
});

describe('a loss in the middle', () => {
  it('G1 stays named when more is added behind it', async () => {
    const { disk, journal, options } = await begun();
    await appendOwn(journal, 1, 3);
    await journal.close();
    disk.damage(at('segment-0001-000000000002.log'), () => null);
    const again = await opened(options);
    await mustAppend(again, anEntry(4));
    expect(await again.state()).toMatchObject({ head: { n: 4 }, oldest: 2, losses: [{ from: 2, to: 2 }] });
  });
});

describe('folding', () => {
  it('goes on alone while entries are added, and is done again only when it is worth it', async () => {
    const { disk, journal } = await begun();
    const { held, letGo } = holdCreate(disk, '.snap');
    await appendOwn(journal, 1, 4);
    await held;
    disk.calls.length = 0;
    await appendOwn(journal, 5, 6);
    letGo();
    await journal.settled();
    expect(disk.calls.filter(({ op, path }) => op === 'create' && path.includes('.snap'))).toHaveLength(1);
    expect(snapshotsOf(disk)).toEqual([0, 4]);
    await appendOwn(journal, 7, 8);
    await journal.settled();
    expect(snapshotsOf(disk)).toEqual([4, 8]);
  });

  it('is done again at once when enough came meanwhile', async () => {
    const { disk, journal } = await begun();
    const { held, letGo } = holdCreate(disk, '.snap');
    await appendOwn(journal, 1, 4);
    await held;
    await appendOwn(journal, 5, 8);
    letGo();
    await journal.settled();
    expect(snapshotsOf(disk)).toEqual([4, 8]);
  });

  it('is left off without a word when the journal closes', async () => {
    const said: string[] = [];
    const { disk, journal } = await begun({ say: (line) => void said.push(line) });
    const { held, letGo } = holdCreate(disk, '.snap');
    await appendOwn(journal, 1, 4);
    await held;
    const closed = journal.close();
    letGo();
    await closed;
    expect(namesOn(disk, '.snap')).toEqual(['snapshot-0001-000000000000.snap']);
    expect(said).toEqual([]);
  });

  it('is left off for a new base, rests while that is written, and comes again behind it', async () => {
    const { disk, journal } = await begun();
    const { held, letGo } = holdCreate(disk, '.snap');
    await appendOwn(journal, 1, 4);
    await held;
    const base = journal.beginBase('store-2', start);
    letGo();
    expect(await base).toMatchObject({ ok: true });
    await appendOwn(journal, 5, 6);
    await journal.settled();
    expect(snapshotsOf(disk)).toEqual([0]);
    expect(await journal.finishBase()).toMatchObject({ ok: true });
    await appendOwn(journal, 1, 4);
    await journal.settled();
    expect(snapshotsOf(disk)).toEqual([0, 4]);
  });

  it('that failed is told and tried again with the next segment; once it was done, earlier failures are forgotten', async () => {
    // The count of segments at the failure was kept, so that folding rested long after it had worked again.
    const said: string[] = [];
    const { disk, journal } = await begun({ say: (line) => void said.push(line) });
    disk.fault = ({ op, path }) => (op === 'create' && path.includes('.snap') ? { code: 'EIO' } : null);
    for (let n = 1; n <= 25; n += 1) {
      if (n === 13) disk.fault = null;
      await appendOwn(journal, n, n);
      await journal.settled();
    }
    expect(said).toHaveLength(9);
    expect(said[0]).toContain('Folding the journal failed');
    expect(snapshotsOf(disk)).toEqual([21, 25]);
  });
});

describe('segments', () => {
  it('G1 one behind the head that holds nothing goes before it could cut a new one short', async () => {
    const { disk, journal, options } = await begun();
    await appendOwn(journal, 1, 3);
    const header = [...(disk.image().get(at('segment-0001-000000000003.log')) ?? [])];
    await journal.close();
    const frame = Buffer.from(header).indexOf(Buffer.from([0xff, 0x4a, 0xfe, 0x0a]));
    disk.damage(at('segment-0001-000000000003.log'), (bytes) => bytes.subarray(0, frame));
    disk.damage(at('segment-0001-000000000002.log'), () => null);
    const again = await opened(options);
    expect((await again.state()).head?.n).toBe(1);
    await mustAppend(again, anEntry(2), anEntry(3), anEntry(4));
    expect((await replayAll(again, null)).size).toBe(4);
    await again.close();
    const third = await opened(options);
    expect(await third.state()).toMatchObject({ head: { n: 4 }, oldest: 0, losses: [] });
    expect((await replayAll(third, null)).size).toBe(4);
  });

  it('that was given up with its first entry is not asked for again, and those before it are', async () => {
    const { disk, journal } = await begun();
    await appendOwn(journal, 1, 2);
    let isNamed = false;
    disk.fault = ({ op, path }) => {
      isNamed ||= op === 'rename' && path.includes('segment');
      return isNamed && op === 'write' ? { code: 'EIO' } : null;
    };
    expect((await journal.append([anEntry(3)])).ok).toBe(false);
    expect((await replayAll(journal, null)).size).toBe(2);
    expect((await replayAll(journal, 1)).size).toBe(1);
    expect(await journal.state()).toMatchObject({ head: { n: 2 }, oldest: 0 });
  });

  it('are all closed again: the full ones, those that failed, and the last one with the journal', async () => {
    const { disk, journal, options } = await begun({ limits: { ...ONE_EACH, foldSegments: 1000 } });
    await journal.close();
    const open = watchOpenFiles(disk, 'segment');
    const again = await opened(options);
    await appendOwn(again, 1, 3);
    expect(open()).toEqual([]);
    await mustAppend(again, anEntry(4));
    expect(open()).toEqual([at('segment-0001-000000000004.log.tmp')]);
    for (const failing of ['write', 'rename'] as const) {
      disk.fault = ({ op, path }) => (op === failing && path.includes('segment') ? { code: 'EIO' } : null);
      expect((await again.append([anEntry(5)])).ok).toBe(false);
      expect(open()).toEqual([]);
    }
    disk.fault = null;
    await mustAppend(again, anEntry(5));
    expect(open()).toHaveLength(1);
    await again.close();
    expect(open()).toEqual([]);
  });
});
