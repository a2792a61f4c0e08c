import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deskOn, noSecrets, quiet } from '../../support/journal/desk-on';
import { createJournalDesk } from '../../../electron/main/desk-journal';
import { openJournalKeyRing } from '../../../electron/platform/journal-key';

const folders: string[] = [];

afterEach(() => {
  vi.useRealTimers();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('copies of a database that was given up', () => {
  it('G2 keeps the newest few, and clears what a copying left behind that was interrupted', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const root = mkdtempSync(join(tmpdir(), 'desk-journal-'));
    folders.push(root);
    const [databases, kept] = [join(root, 'databases'), join(root, 'kept')];
    mkdirSync(databases);
    writeFileSync(join(databases, 'rows'), 'rows');
    mkdirSync(join(kept, 'database-2026-01-01.part'), { recursive: true });
    mkdirSync(join(kept, 'journal-2026-01-01'));
    const desk = deskOn(root, databases);
    const paths: string[] = [];
    for (let day = 1; day <= 5; day += 1) {
      vi.setSystemTime(new Date(Date.UTC(2026, 10, day)));
      const copy = await desk.keepDatabaseCopy();
      if (!copy.ok || copy.value === null) throw new Error('no copy');
      paths.push(copy.value.path);
      expect(existsSync(join(copy.value.path, 'rows'))).toBe(true);
    }
    expect(readdirSync(kept).sort()).toEqual(
      [...paths.slice(-3).map((path) => path.slice(kept.length + 1)), 'journal-2026-01-01'].sort(),
    );
    await desk.close();
  });
});

describe('a copy of the database that is about to be given up', () => {
  it('G2 is not the one that goes when the clock was put back', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const root = mkdtempSync(join(tmpdir(), 'desk-journal-'));
    folders.push(root);
    mkdirSync(join(root, 'databases'));
    writeFileSync(join(root, 'databases', 'rows'), 'rows');
    const desk = deskOn(root);
    for (const day of [5, 6, 7]) {
      vi.setSystemTime(new Date(Date.UTC(2031, 0, day)));
      await desk.keepDatabaseCopy();
    }
    vi.setSystemTime(new Date(Date.UTC(2026, 10, 1)));
    const copy = await desk.keepDatabaseCopy();
    if (!copy.ok || copy.value === null) throw new Error('no copy');
    expect(existsSync(join(copy.value.path, 'rows'))).toBe(true);
    expect(readdirSync(join(root, 'kept'))).toHaveLength(3);
    await desk.close();
  });

  it('G2 leaves no part of itself on a disk that did not take all of it', async () => {
    const root = mkdtempSync(join(tmpdir(), 'desk-journal-'));
    folders.push(root);
    mkdirSync(join(root, 'databases'));
    writeFileSync(join(root, 'databases', 'a-table'), 'rows');
    // What cannot be copied stands for what the disk has no room for.
    const server = createServer().listen(join(root, 'databases', 'b-socket'));
    await once(server, 'listening');
    const desk = deskOn(root);
    expect(await desk.keepDatabaseCopy()).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining(join(root, 'kept')) },
    });
    expect(readdirSync(join(root, 'kept'))).toEqual([]);
    server.close();
    await desk.close();
  });

  it('G2 holds the files themselves where their folder is a link to another disk', async () => {
    const root = mkdtempSync(join(tmpdir(), 'desk-journal-'));
    folders.push(root);
    mkdirSync(join(root, 'elsewhere'));
    writeFileSync(join(root, 'elsewhere', 'rows'), 'rows');
    symlinkSync(join(root, 'elsewhere'), join(root, 'databases'));
    const desk = deskOn(root);
    const copy = await desk.keepDatabaseCopy();
    if (!copy.ok || copy.value === null) throw new Error('no copy');
    rmSync(join(root, 'elsewhere', 'rows'));
    expect(readFileSync(join(copy.value.path, 'rows'), 'utf8')).toBe('rows');
    await desk.close();
  });
});

describe('a disk that does not take the note about the key', () => {
  function deskOn(root: string, durable: boolean) {
    // A file in the place of a folder stands for a disk that takes nothing.
    writeFileSync(join(root, 'file'), '');
    return createJournalDesk({
      folder: join(root, 'journal'),
      claims: join(root, 'open'),
      databases: join(root, 'databases'),
      clearDatabases: async () => undefined,
      kept: join(root, 'kept'),
      keyRing: openJournalKeyRing(join(root, 'file', 'key.json'), { ...noSecrets, durable }),
      log: quiet,
      onTrouble: () => undefined,
    });
  }

  it('is told with its place when the journal is opened', async () => {
    const root = mkdtempSync(join(tmpdir(), 'desk-journal-'));
    folders.push(root);
    const desk = deskOn(root, true);
    expect(await desk.open(null)).toMatchObject({
      kind: 'unreadable',
      message: expect.stringContaining(join(root, 'file', 'key.json')),
    });
    expect(existsSync(join(root, 'journal'))).toBe(false);
    await desk.close();
  });

  it('is told with its place when a passphrase is set, and the journal goes on without it', async () => {
    const root = mkdtempSync(join(tmpdir(), 'desk-journal-'));
    folders.push(root);
    const desk = deskOn(root, false);
    expect((await desk.open(null)).kind).toBe('open');
    expect(await desk.protect('correct horse battery')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining(join(root, 'file', 'key.json')) },
    });
    expect(desk.current()).not.toBeNull();
    await desk.close();
  });
});

it('a passphrase that was taken away and cannot be forgotten yet keeps nothing shut', async () => {
  const root = mkdtempSync(join(tmpdir(), 'desk-journal-'));
  folders.push(root);
  const warned: string[] = [];
  const desk = createJournalDesk({
    folder: join(root, 'journal'),
    claims: join(root, 'open'),
    databases: join(root, 'databases'),
    clearDatabases: async () => undefined,
    kept: join(root, 'kept'),
    keyRing: {
      ...openJournalKeyRing(join(root, 'key.json'), noSecrets),
      forgetLeaving() {
        throw new Error('ENOSPC: no space left on device');
      },
    },
    log: { ...quiet, warn: (line) => void warned.push(line) },
    onTrouble: () => undefined,
  });
  expect((await desk.open(null)).kind).toBe('open');
  expect(warned.join()).toContain('ENOSPC');
  await desk.close();
});

describe('two copies of the app on one workspace', () => {
  it('G1 the second is refused and can set nothing aside; a start after the first is closed is let in', async () => {
    const root = mkdtempSync(join(tmpdir(), 'desk-journal-'));
    folders.push(root);
    const [one, two] = [deskOn(root), deskOn(root)];
    expect((await one.open(null)).kind).toBe('open');
    expect(await two.open(null)).toMatchObject({
      kind: 'in-use',
      message: expect.stringContaining('Another copy of Channel Desk has this workspace open'),
    });
    expect(two.current()).toBeNull();
    expect(await two.setAside()).toMatchObject({ ok: false });
    expect(existsSync(join(root, 'journal'))).toBe(true);
    expect(existsSync(join(root, 'kept'))).toBe(false);
    await one.close();
    // Its page cannot open the database any more, so it stays refused; a new start is not.
    expect((await two.open(null)).kind).toBe('in-use');
    await two.close();
    const three = deskOn(root);
    expect((await three.open(null)).kind).toBe('open');
    await three.close();
    expect(readdirSync(join(root, 'open'))).toEqual([]);
  });
});
