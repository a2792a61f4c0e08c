import { describe, expect, it } from 'vitest';
import { aesCipher, type Cipher, sealedSize, sealWith } from '../../../electron/journal/cipher';
import { encodeHeader } from '../../../electron/journal/header';
import { openJournal } from '../../../electron/journal/journal';
import { newDataKey, unwrapKey, WrappedKey, wrapKey } from '../../../electron/journal/key-wrap';
import { sealedWith } from '../../../electron/journal/sealed-with';
import { SMALL } from '../../support/journal/history';
import { at, type MemoryDisk, memoryDisk } from '../../support/journal/memory-disk';
import {
  aChange,
  aCipher,
  aFile,
  anEntry,
  mustAppend,
  opened,
  replayAll,
  start,
  writeBase,
} from '../../support/journal/samples';

const CANARY = 'canary-of-a-partner';
const document = aFile(`${CANARY} in a document`);
const other = aesCipher({ keyId: 'key-2', key: Buffer.alloc(32, 9), protection: 'passphrase' });

function options(disk: MemoryDisk, cipher: Cipher | null, otherCiphers: readonly Cipher[] = []) {
  return { folder: at(), cipher, otherCiphers, disk, limits: SMALL, now: () => 0 };
}

/** A journal with everything in it: snapshot, folded and open segments, kept files, a document. */
async function filled(cipher: Cipher | null): Promise<MemoryDisk> {
  const disk = memoryDisk();
  const journal = await opened(options(disk, cipher));
  await writeBase(journal, 'store-1');
  await writeBase(journal, 'store-1', { n: 0, id: '' }, [aChange('partner', CANARY, { name: CANARY })]);
  for (let n = 1; n <= 30; n += 1)
    await mustAppend(journal, anEntry(n, [aChange('partner', n, { name: CANARY })]));
  await journal.putFile(document);
  await journal.settled();
  await journal.close();
  return disk;
}

function textOf(disk: MemoryDisk): string {
  return [...disk.image().values()].map((bytes) => bytes.toString('latin1')).join('');
}

describe('encryption at rest', () => {
  it('G11 leaves nothing readable on the disk, and everything comes back with the key', async () => {
    const disk = await filled(aCipher);
    expect(textOf(disk)).not.toContain(CANARY);
    expect(textOf(await filled(null))).toContain(CANARY);
    const journal = await opened(options(disk, aCipher));
    expect(await journal.state()).toMatchObject({ protection: 'key-store', head: { n: 30 } });
    expect((await replayAll(journal, null)).size).toBe(31);
    expect(await journal.readFile(document.sha256)).not.toBeNull();
  });

  it('G7 knows a document that was cut by its size, sealed or plain', async () => {
    const named = [{ sha256: document.sha256, size: document.bytes.byteLength }];
    for (const cipher of [aCipher, null]) {
      const image = new Map((await filled(cipher)).image());
      expect(await (await opened(options(memoryDisk(image), cipher))).wrongFiles(named)).toEqual([]);
      const path = [...image.keys()].find((name) => name.endsWith(document.sha256)) ?? '';
      image.set(path, image.get(path)?.subarray(0, -1) ?? Buffer.alloc(0));
      const journal = await opened(options(memoryDisk(image), cipher));
      expect(await journal.wrongFiles(named)).toEqual([document.sha256]);
      expect(await journal.putFile(document)).toMatchObject({ ok: true });
      expect(await journal.wrongFiles(named)).toEqual([]);
    }
  });

  it('without the key, or with another one, it is refused in words and nothing is changed', async () => {
    const disk = await filled(aCipher);
    const before = disk.image();
    const wrong = aesCipher({ keyId: 'key-1', key: Buffer.alloc(32, 8), protection: 'key-store' });
    for (const [cipher, kind] of [
      [null, 'locked'],
      [other, 'locked'],
      [wrong, 'wrong-key'],
    ] as const) {
      const result = await openJournal(options(disk, cipher));
      expect(result).toMatchObject({
        ok: false,
        error: { kind, fix: expect.stringContaining('passphrase') },
      });
    }
    expect(disk.image()).toEqual(before);
  });

  it('is never the same twice', () => {
    const plain = Buffer.from('the same');
    expect(aCipher.seal(plain, 'a')).not.toEqual(aCipher.seal(plain, 'a'));
  });

  it('opens only what is whole, in its own place', () => {
    const sealed = Buffer.from(aCipher.seal(Buffer.from('text'), 'segment:store-1:1:5'));
    expect(Buffer.from(aCipher.open(sealed, 'segment:store-1:1:5') ?? []).toString()).toBe('text');
    for (const bound of ['segment:store-1:1:6', 'segment:store-2:1:5'])
      expect(aCipher.open(sealed, bound)).toBeNull();
    for (let place = 0; place < sealed.byteLength; place += 1) {
      const changed = Buffer.from(sealed);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(aCipher.open(changed, 'segment:store-1:1:5')).toBeNull();
    }
    for (const cut of [0, 5, 27])
      expect(aCipher.open(sealed.subarray(0, cut), 'segment:store-1:1:5')).toBeNull();
  });

  it('knows beforehand how many bytes it makes of so many', () => {
    for (const size of [0, 1, 1000]) {
      expect(sealedSize(aCipher, size)).toBe(sealWith(aCipher, Buffer.alloc(size), 'a').byteLength);
      expect(sealedSize(null, size)).toBe(size);
    }
  });

  it('tells of a folder which key its newest file that can be read is sealed with', async () => {
    expect(await sealedWith(at(), memoryDisk())).toBeNull();
    expect(await sealedWith(at(), await filled(null))).toBeNull();
    const sealed = await filled(aCipher);
    expect(await sealedWith(at(), sealed)).toBe('key-1');
    const header = (keyId: string | null) =>
      encodeHeader({ kind: 'snapshot', storeId: 's', epoch: 3, n: 1, id: '', keyId, keyCheck: null });
    const disk = memoryDisk(
      new Map([
        [at('snapshot-0002-000000000009.snap'), header('older')],
        [at('snapshot-0010-000000000001.snap'), header('newest')],
        [at('segment-0003-000000000002.log'), header('between')],
        [at('another file'), header('of nobody')],
      ]),
    );
    expect(await sealedWith(at(), disk)).toBe('newest');
    disk.damage(at('snapshot-0010-000000000001.snap'), () => Buffer.from('no header'));
    expect(await sealedWith(at(), disk)).toBe('between');
    disk.fault = ({ op, path }) => (op === 'open' && path.includes('-0003-') ? { code: 'EIO' } : null);
    expect(await sealedWith(at(), disk)).toBe('older');
  });

  it('an entry moved to another place of the journal is not taken for what was there', async () => {
    const disk = memoryDisk();
    const journal = await opened({ folder: at(), cipher: aCipher, disk, now: () => 0 });
    await writeBase(journal, 'store-1');
    await mustAppend(journal, anEntry(1, [aChange('a', 'x', { v: 1 })]));
    await journal.close();
    const second = memoryDisk();
    const twin = await opened({ folder: at(), cipher: aCipher, disk: second, now: () => 0 });
    await writeBase(twin, 'store-2');
    await mustAppend(twin, anEntry(1, [aChange('a', 'x', { v: 2 })]));
    await twin.close();
    const path = at('segment-0001-000000000001.log');
    const stolen = disk.image().get(path) ?? Buffer.alloc(0);
    const frame = stolen.subarray(stolen.indexOf(Buffer.from([0xff, 0x4a, 0xfe, 0x0a])));
    second.damage(path, (bytes) =>
      Buffer.concat([bytes.subarray(0, bytes.indexOf(Buffer.from([0xff, 0x4a, 0xfe, 0x0a]))), frame]),
    );
    const found = await opened({ folder: at(), cipher: aCipher, disk: second, now: () => 0 });
    expect((await found.state()).losses).toMatchObject([{ from: 1, to: 1 }]);
    expect((await replayAll(found, null)).size).toBe(0);
  });

  for (const [name, from, to, protection] of [
    ['from plain to encrypted', null, aCipher, 'key-store'],
    ['from one key to another', aCipher, other, 'passphrase'],
    ['from encrypted to plain', aCipher, null, 'none'],
  ] as const) {
    it(`G11 ${name}: everything is written anew when it is opened, and nothing old stays`, async () => {
      const disk = await filled(from);
      const before = await opened(options(memoryDisk(disk.image()), from));
      const rows = await replayAll(before, null);
      const keys = from === null ? [] : [from];
      const journal = await opened(options(disk, to, keys));
      expect(await journal.state()).toMatchObject({
        protection,
        storeId: 'store-1',
        head: { n: 30 },
        losses: [],
      });
      expect(await replayAll(journal, null)).toEqual(rows);
      await mustAppend(journal, anEntry(31));
      await journal.close();
      expect(textOf(disk).includes(CANARY)).toBe(to === null);
      if (from !== null) expect(textOf(disk)).not.toContain(`"${from.keyId}"`);
      const again = await opened(options(disk, to));
      expect(await again.state()).toMatchObject({ protection, head: { n: 31 }, losses: [] });
      expect(await again.readFile(document.sha256)).not.toBeNull();
    });
  }

  it('G11 says that it is not protected while the disk does not let it write anew, and does it later', async () => {
    const disk = await filled(null);
    disk.fault = ({ op, path }) => (op === 'rename' && path.includes('snapshot') ? { code: 'EIO' } : null);
    const journal = await opened(options(disk, aCipher));
    expect(await journal.state()).toMatchObject({ protection: 'none', head: { n: 30 }, losses: [] });
    await mustAppend(journal, anEntry(31));
    await journal.close();
    disk.fault = null;
    const again = await opened(options(disk, aCipher));
    expect(await again.state()).toMatchObject({ protection: 'key-store', head: { n: 31 }, losses: [] });
    expect(textOf(disk)).not.toContain(CANARY);
  });

  it('G11 nothing plain stays when the app dies right after everything was written anew', async () => {
    const disk = await filled(null);
    let image: Map<string, Buffer> | null = null;
    const point = (name: string): void => {
      if (name === 'base-after-switch') image ??= new Map(disk.image());
    };
    await opened({ ...options(disk, aCipher), point });
    if (image === null) throw new Error('it was not written anew');
    const left = memoryDisk(image);
    const journal = await opened(options(left, aCipher));
    expect(textOf(left)).not.toContain(CANARY);
    expect(journal.isUniform()).toBe(true);
    expect(await journal.state()).toMatchObject({ protection: 'key-store', head: { n: 30 } });
  });

  it('G11 what is damaged is not written anew; a new base from the store is, and nothing plain stays', async () => {
    const disk = await filled(null);
    const snapshots = [...disk.image().keys()].filter((path) => /journal\/snapshot/.test(path));
    for (const path of snapshots) disk.damage(path, (bytes) => bytes.subarray(0, bytes.byteLength - 3));
    const journal = await opened(options(disk, aCipher));
    const state = await journal.state();
    expect(state).toMatchObject({ protection: 'none', head: { n: 30 } });
    expect(state.losses).toHaveLength(1);
    for (const path of snapshots) expect(disk.image().has(path)).toBe(true);
    await writeBase(journal, 'store-1', state.head ?? start, [aChange('partner', 1, { name: CANARY })]);
    expect(await journal.state()).toMatchObject({ protection: 'key-store', head: { n: 30 }, losses: [] });
    await journal.close();
    expect(textOf(disk)).not.toContain(CANARY);
  });

  it('G11 while entries are missing nothing is written anew, so that they stay named', async () => {
    const disk = await filled(null);
    const plain = await opened(options(disk, null));
    await mustAppend(plain, anEntry(31));
    await plain.close();
    const segments = [...disk.image().keys()].filter((path) => path.includes('journal/segment')).sort();
    disk.damage(segments.at(-1) ?? '', () => null);
    for (const journal of [await opened(options(disk, aCipher)), await opened(options(disk, aCipher))]) {
      const state = await journal.state();
      expect(state).toMatchObject({ protection: 'none', losses: [{ from: 31, to: 31 }] });
      await journal.close();
    }
  });

  it('G11 counts as not protected while the documents cannot be looked through', async () => {
    const disk = await filled(aCipher);
    disk.fault = ({ op, path }) => (op === 'list' && path.endsWith('files') ? { code: 'EACCES' } : null);
    const journal = await opened(options(disk, aCipher));
    expect(await journal.state()).toMatchObject({ protection: 'none', trouble: { cause: 'read-only' } });
    expect((await replayAll(journal, null)).size).toBe(31);
  });

  it('G11 a document that could not be sealed anew counts as not protected', async () => {
    const disk = await filled(null);
    disk.fault = ({ op, path }) => (op === 'rename' && path.includes('files') ? { code: 'EIO' } : null);
    const journal = await opened(options(disk, aCipher));
    expect((await journal.state()).protection).toBe('none');
    expect(await journal.readFile(document.sha256)).not.toBeNull();
    await journal.close();
    disk.fault = null;
    expect((await (await opened(options(disk, aCipher))).state()).protection).toBe('key-store');
    expect(textOf(disk)).not.toContain(CANARY);
  });
});

describe('a newer format', () => {
  it('is refused in words and left untouched', async () => {
    const header = {
      kind: 'snapshot' as const,
      storeId: 'store-1',
      epoch: 1,
      n: 0,
      id: '',
      keyId: null,
      keyCheck: null,
    };
    const disk = memoryDisk(new Map([[at('snapshot-0001-000000000000.snap'), encodeHeader(header, 2)]]));
    const before = disk.image();
    const result = await openJournal(options(disk, null));
    expect(result).toMatchObject({ ok: false, error: { kind: 'newer-format' } });
    expect(result.ok ? '' : result.error.message).toContain('format 2');
    expect(disk.image()).toEqual(before);
    expect(disk.calls.every(({ op }) => op === 'open' || op === 'read' || op === 'list')).toBe(true);
  });
});

describe('a data key under a passphrase', () => {
  it('comes back with the passphrase only, however its characters were typed', async () => {
    const key = newDataKey();
    expect(key.byteLength).toBe(32);
    const wrapped = WrappedKey.parse(
      JSON.parse(JSON.stringify(await wrapKey(key, 'key-3', 'Gr\u00fc\u00dfe'))),
    );
    expect(await unwrapKey(wrapped, 'Gru\u0308\u00dfe')).toEqual(Buffer.from(key));
    expect(await unwrapKey(wrapped, 'grüße')).toBeNull();
    expect(await unwrapKey({ ...wrapped, keyId: 'key-4' }, 'Grüße')).toBeNull();
    expect(await unwrapKey({ ...wrapped, cost: wrapped.cost / 2 }, 'Grüße')).toBeNull();
    const twice = await wrapKey(key, 'key-3', 'Grüße');
    expect(twice.sealed).not.toBe(wrapped.sealed);
    expect(twice.salt).not.toBe(wrapped.salt);
  });
});
