import { describe, expect, it } from 'vitest';
import { aesCipher, type Cipher, type Keys } from '../../../electron/journal/cipher';
import { encodeHeader } from '../../../electron/journal/header';
import type { OpenJournal } from '../../../electron/journal/journal';
import { wrapKey } from '../../../electron/journal/key-wrap';
import { contentsOf, openBackup, type ReadableBackup } from '../../../electron/journal/open-backup';
import type { BackupFound } from '../../../electron/journal/read-backup';
import { fillFromBackup } from '../../../electron/journal/restore-backup';
import type { BackupWritten } from '../../../electron/journal/write-backup';
import type { BackupContents } from '../../../shared/schema/backup';
import { Instant } from '../../../shared/schema/values';
import { at, type MemoryDisk, memoryDisk } from '../../support/journal/memory-disk';
import {
  aChange,
  aCipher,
  aFile,
  anEntry,
  mustAppend,
  opened,
  replayAll,
  writeBase,
} from '../../support/journal/samples';
import { aDocument, aFundRequest, aPartner } from '../../support/records';

const madeAt = Instant.parse('2026-11-27T08:00:00.000Z');
const path = at('kept.deskbackup');
const none: Keys = { current: null, others: [] };
const photo = aFile('a photo of the booth'.repeat(60_000));
const settings = { userName: 'Dana', delegations: [], theme: 'dark' };

const about = {
  id: '00000000-0000-4000-8000-000000000001',
  madeAt,
  app: '1.2.3',
  workspace: 'desk' as const,
  dbVersion: 5,
  homes: { salesforce: null, gitlab: null },
  wrapped: null,
};

async function aJournal(disk: MemoryDisk, cipher: Cipher | null = null): Promise<OpenJournal> {
  const journal = await opened({ folder: at('journal'), cipher, disk, now: () => 0 });
  await writeBase(journal, 'store-1', undefined, [
    aChange('partners', 'partner-1', aPartner({ name: 'Old name' })),
    aChange('partners', 'partner-2', aPartner({ id: 'partner-2' })),
    aChange('meta', 'settings', { key: 'settings', value: settings }),
    aChange('meta', 'journal', { key: 'journal', value: { storeId: 'store-1' } }),
    aChange('cursors', 'partners', { stream: 'partners' }),
  ]);
  await journal.putFile(photo);
  const changes = [
    aChange('partners', 'partner-1', aPartner({ name: 'New name' })),
    aChange('partners', 'partner-2'),
    aChange('fundRequests', 'request-1', aFundRequest()),
    aChange('documents', 'document-1', aDocument({ sha256: photo.sha256, name: 'booth.jpg' })),
    aChange('blobs', photo.sha256, null),
  ];
  await mustAppend(journal, anEntry(1, changes));
  return journal;
}

async function backedUp(
  disk: MemoryDisk,
  journal: OpenJournal,
  cipher: Cipher | null = null,
  over: object = {},
): Promise<BackupWritten> {
  return journal.backUp({ path, disk, cipher, about: { ...about, ...over } });
}

async function readable(
  disk: MemoryDisk,
  passphrase: string | null = null,
  keys = none,
): Promise<ReadableBackup> {
  const found = await openBackup(disk, path, passphrase, keys);
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
}

async function contents(disk: MemoryDisk): Promise<BackupContents> {
  return contentsOf(await readable(disk), path);
}

async function everythingIn(backup: ReadableBackup): Promise<BackupFound[]> {
  const found: BackupFound[] = [];
  await backup.read(async (part) => {
    found.push(part);
  });
  return found;
}

function rowsIn(found: readonly BackupFound[]): Record<string, unknown> {
  const rows = found.flatMap((part) => (part.kind === 'rows' ? part.rows : []));
  return Object.fromEntries(rows.map(({ table, key, row }) => [`${table} ${key}`, row]));
}

/** A comparison byte by byte would take a test of this kind very long. */
function isPhoto(bytes: Uint8Array | null): boolean {
  return bytes !== null && Buffer.from(photo.bytes).equals(bytes);
}

const everything = {
  'partners partner-1': aPartner({ name: 'New name' }),
  'fundRequests request-1': aFundRequest(),
  'documents document-1': aDocument({ sha256: photo.sha256, name: 'booth.jpg' }),
  [`blobs ${photo.sha256}`]: null,
  'meta settings': { key: 'settings', value: settings },
};

describe('a backup', () => {
  it('G2 holds every row once, as it is now, and the documents byte for byte', async () => {
    const disk = memoryDisk();
    const written = await backedUp(disk, await aJournal(disk));
    expect(written).toEqual({ rows: 5, files: 1, left: [] });
    const found = await everythingIn(await readable(disk));
    expect(rowsIn(found)).toEqual(everything);
    const [file, ...others] = found.filter(({ kind }) => kind !== 'rows');
    expect(others).toEqual([]);
    expect(file?.kind === 'file' && [file.sha256, isPhoto(file.bytes)]).toEqual([photo.sha256, true]);
    expect([...disk.image().keys()].filter((name) => /tmp|part$/.test(name))).toEqual([]);
  });

  it('tells what it holds before anything is done with it', async () => {
    const disk = memoryDisk();
    await backedUp(disk, await aJournal(disk));
    expect(await contents(disk)).toEqual({
      name: 'kept.deskbackup',
      madeAt,
      app: '1.2.3',
      workspace: 'desk',
      dbVersion: 5,
      partners: 1,
      requests: 1,
      planItems: 0,
      rows: 5,
      files: 1,
      unsent: 0,
      problems: [],
      problemCount: 0,
    });
  });

  it('G11 under a passphrase shows nothing of what it holds, and opens with no other', async () => {
    const disk = memoryDisk();
    const key = Buffer.alloc(32, 9);
    const cipher = aesCipher({ keyId: 'key-9', key, protection: 'passphrase' });
    const wrapped = await wrapKey(key, 'key-9', 'correct horse');
    await backedUp(disk, await aJournal(disk), cipher, { wrapped });
    expect(disk.image().get(path)?.includes('New name')).toBe(false);
    expect(await openBackup(disk, path, null, none)).toEqual({
      ok: false,
      error: { kind: 'locked', isWrong: false },
    });
    expect(await openBackup(disk, path, 'wrong horse', none)).toEqual({
      ok: false,
      error: { kind: 'locked', isWrong: true },
    });
    expect(rowsIn(await everythingIn(await readable(disk, 'correct horse')))).toEqual(everything);
  });

  it('that was kept with the key of the journal opens with that key only', async () => {
    const disk = memoryDisk();
    await backedUp(disk, await aJournal(disk, aCipher), aCipher);
    expect(await openBackup(disk, path, null, none)).toMatchObject({
      error: { kind: 'refused', message: expect.stringContaining('key of the journal') },
    });
    const keys = { current: null, others: [aCipher] };
    expect(rowsIn(await everythingIn(await readable(disk, null, keys)))).toEqual(everything);
  });

  it('names a document that the journal cannot give any more, when it is saved and when it is read', async () => {
    const disk = memoryDisk();
    const journal = await aJournal(disk);
    disk.damage(at('journal', 'files', photo.sha256), (bytes) => bytes.fill(0, 500, 600));
    expect(await backedUp(disk, journal)).toEqual({ rows: 5, files: 0, left: ['the file “booth.jpg”'] });
    expect(await contents(disk)).toMatchObject({ files: 0, problems: ['the file “booth.jpg”'] });
  });

  it('leaves an older one of that name as it was when the disk gets full, and no half of the new one', async () => {
    const disk = memoryDisk();
    const journal = await aJournal(disk);
    await backedUp(disk, journal);
    const before = disk.image().get(path);
    let writes = 0;
    disk.fault = ({ op, path: file }) => {
      if (op !== 'write' || !file.endsWith('.part')) return null;
      writes += 1;
      return writes === 3 ? { code: 'ENOSPC' } : null;
    };
    await expect(backedUp(disk, journal, null, { madeAt: '2027-01-01T00:00:00.000Z' })).rejects.toThrow(
      'ENOSPC',
    );
    disk.fault = null;
    expect(before && disk.image().get(path)?.equals(before)).toBe(true);
    expect([...disk.image().keys()].filter((name) => /tmp|part$/.test(name))).toEqual([]);
  });
});

describe('a file that is no whole backup', () => {
  it('is refused with its name when it is something else', async () => {
    const disk = memoryDisk(new Map([[path, Buffer.from('PK\u0003\u0004 a spreadsheet')]]));
    expect(await openBackup(disk, path, null, none)).toMatchObject({
      error: { kind: 'refused', message: expect.stringContaining('“kept.deskbackup” is no backup') },
    });
    const other = encodeHeader({ kind: 'mark', storeId: 's', epoch: 1, n: 1 });
    disk.damage(path, () => other);
    expect(await openBackup(disk, path, null, none)).toMatchObject({ error: { kind: 'refused' } });
  });

  it('is refused with the way out when a newer app made it', async () => {
    const disk = memoryDisk();
    await backedUp(disk, await aJournal(disk));
    const newer = encodeHeader({ kind: 'backup', keyId: null, keyCheck: null, ...about }, 2);
    disk.damage(path, () => newer);
    expect(await openBackup(disk, path, null, none)).toMatchObject({
      error: { kind: 'refused', message: expect.stringContaining('newer version') },
    });
  });

  it('is refused when trying a passphrase would take gigabytes', async () => {
    const wrapped = await wrapKey(Buffer.alloc(32, 9), 'key-9', 'correct horse');
    const greedy = { ...wrapped, cost: 1_048_576, blockSize: 32 };
    const disk = memoryDisk();
    await backedUp(disk, await aJournal(disk), null, { wrapped: greedy });
    expect(await openBackup(disk, path, 'correct horse', none)).toMatchObject({
      error: { kind: 'refused' },
    });
  });

  it.each([0.2, 0.5, 0.9, 0.999])('tells that its end is missing when it was cut at %s', async (share) => {
    const disk = memoryDisk();
    await backedUp(disk, await aJournal(disk));
    disk.damage(path, (bytes) => bytes.subarray(0, Math.floor(bytes.byteLength * share)));
    const { problems, rows } = await contents(disk);
    expect(problems).toContain('the end of the file is missing, and what was in it');
    expect(rows).toBe(5);
  });

  it('never gives a row or a document that is not what was saved, wherever a byte is another', async () => {
    const disk = memoryDisk();
    await backedUp(disk, await aJournal(disk));
    const whole = disk.image().get(path) ?? Buffer.alloc(0);
    const start = encodeHeader({ kind: 'backup', keyId: null, keyCheck: null, ...about }).byteLength;
    for (let place = start; place < whole.byteLength; place += place < 4000 ? 151 : 250_000) {
      disk.damage(path, () => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(place) ^ 0x20, place);
        return bytes;
      });
      const found = await everythingIn(await readable(disk));
      expect(found.some(({ kind }) => kind === 'problem')).toBe(true);
      for (const [name, row] of Object.entries(rowsIn(found))) expect(everything).toHaveProperty([name], row);
      for (const part of found) if (part.kind === 'file') expect(part.sha256).toBe(photo.sha256);
    }
  });

  it('names a piece that is missing or comes from another backup', async () => {
    const disk = memoryDisk();
    const journal = await aJournal(disk, aCipher);
    await backedUp(disk, journal, aCipher, { id: '00000000-0000-4000-8000-000000000002' });
    const other = disk.image().get(path) ?? Buffer.alloc(0);
    await backedUp(disk, journal, aCipher);
    const keys = { current: aCipher, others: [] };
    // Both headers are of one length, and so are the frames.
    const header = other.indexOf(Buffer.from([0xff, 0x4a, 0xfe, 0x0a]));
    const second = other.indexOf(Buffer.from([0xff, 0x4a, 0xfe, 0x0a]), header + 4);
    disk.damage(path, (bytes) =>
      Buffer.concat([bytes.subarray(0, header), other.subarray(header, second), bytes.subarray(second)]),
    );
    const swapped = await contentsOf(await readable(disk, null, keys), path);
    expect(swapped).toMatchObject({ rows: 0, files: 1 });
    expect(swapped.problems).toEqual(['a piece of the file makes no sense, and what it held is missing']);
    disk.damage(path, (bytes) => Buffer.concat([bytes.subarray(0, header), bytes.subarray(second)]));
    const missing = await contentsOf(await readable(disk, null, keys), path);
    expect(missing.problems).toEqual(['a piece of the file is missing, and what it held with it']);
  });

  it('names rows that their table cannot hold, with the field and the reason, and keeps the others', async () => {
    const disk = memoryDisk();
    const journal = await aJournal(disk);
    const changes = [
      aChange('partners', 'partner-3', { ...aPartner({ id: 'partner-3' }), name: 7 }),
      aChange('horoscopes', 'a', {}),
      aChange('horoscopes', 'b', {}),
    ];
    await mustAppend(journal, anEntry(2, changes));
    await backedUp(disk, journal);
    const { problems, problemCount, rows } = await contents(disk);
    expect(rows).toBe(5);
    expect(problemCount).toBe(2);
    expect(problems).toEqual([
      expect.stringMatching(/^a row of partners \(partner-3\): name: .*string/),
      'the table “horoscopes”, which this app does not know',
    ]);
  });

  it('lists the first twenty of what is wrong and counts the rest', async () => {
    const disk = memoryDisk();
    const journal = await aJournal(disk);
    const changes = Array.from({ length: 25 }, (_, index) => aChange('partners', `x-${index}`, {}));
    await mustAppend(journal, anEntry(2, changes));
    await backedUp(disk, journal);
    const { problems, problemCount } = await contents(disk);
    expect([problems.length, problemCount]).toEqual([20, 25]);
  });
});

describe('a journal made from a backup', () => {
  const from = { storeId: 'store-2', name: 'kept.deskbackup', at: madeAt, before: '/kept/before' };

  it('G2 holds what the backup held, and says where it came from', async () => {
    const disk = memoryDisk();
    await backedUp(disk, await aJournal(disk));
    const next = await opened({ folder: at('next'), cipher: aCipher, disk, now: () => 0 });
    expect(await fillFromBackup(next, await readable(disk), from, 0)).toEqual({ ok: true, value: undefined });
    expect(await next.state()).toMatchObject({ storeId: 'store-2', head: { n: 0, id: '' }, losses: [] });
    const rows = Object.fromEntries(
      [...(await replayAll(next, null))].map(([name, row]) => [JSON.parse(name).join(' '), row]),
    );
    expect(rows).toEqual({ ...everything, 'meta restored': { key: 'restored', value: from } });
    expect(isPhoto(await next.readFile(photo.sha256))).toBe(true);
  });

  it('does not come to stand when more is missing than the person was told', async () => {
    const disk = memoryDisk();
    await backedUp(disk, await aJournal(disk));
    const backup = await readable(disk);
    disk.damage(path, (bytes) => bytes.subarray(0, -10));
    const next = await opened({ folder: at('next'), cipher: null, disk, now: () => 0 });
    expect(await fillFromBackup(next, backup, from, 0)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('changed since it was read') },
    });
    expect(await next.state()).toMatchObject({ storeId: null });
    expect(await fillFromBackup(next, backup, from, 2)).toMatchObject({ ok: true });
  });

  it('does not come to stand when the disk gets full, and says so', async () => {
    const disk = memoryDisk();
    await backedUp(disk, await aJournal(disk));
    const next = await opened({ folder: at('next'), cipher: null, disk, now: () => 0 });
    disk.fault = ({ op, path: file }) =>
      op === 'write' && file.includes('files') ? { code: 'ENOSPC' } : null;
    const done = await fillFromBackup(next, await readable(disk), from, 0);
    expect(done).toMatchObject({ ok: false, error: { cause: 'full' } });
    expect(await next.state()).toMatchObject({ storeId: null });
  });
});
