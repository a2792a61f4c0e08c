import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createBackupDesk } from '../../../electron/main/desk-backup';
import type { OpenJournalDesk } from '../../../electron/main/desk-journal';
import type { BackupWorkspace } from '../../../shared/schema/backup';
import { ok } from '../../../shared/lib/result';
import type { Homes } from '../../../shared/schema/home';
import { Instant } from '../../../shared/schema/values';
import { deskOn, quiet } from '../../support/journal/desk-on';
import { aChange, aFile, anEntry, mustAppend, replayAll, writeBase } from '../../support/journal/samples';
import { aDocument, aPartner } from '../../support/records';

const photo = aFile('a photo');
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** The app's main process as far as backups go, on a folder of its own. */
function aDesk(workspace: BackupWorkspace = 'desk', root = mkdtempSync(join(tmpdir(), 'desk-backup-'))) {
  const kept = join(root, 'kept');
  const journals = deskOn(root);
  let day = 1;
  let homes: Homes = { salesforce: null, gitlab: null };
  let asked: string | null = join(root, 'mine.deskbackup');
  let whileRestored: () => Promise<void> = async () => undefined;
  const desk = createBackupDesk({
    workspace,
    version: '1.2.3',
    journal: journals.current,
    keys: journals.keys,
    replace: (fill, last) =>
      journals.replace(async (journal) => {
        await whileRestored();
        return fill(journal);
      }, last),
    homes: async () => homes,
    async adoptHomes({ salesforce, gitlab }) {
      homes = { salesforce: homes.salesforce ?? salesforce, gitlab: homes.gitlab ?? gitlab };
    },
    place: async () => join(root, 'mine.deskbackup'),
    askFile: async () => asked,
    kept,
    clock: {
      now: () => Instant.parse(new Date(Date.UTC(2026, 0, day++)).toISOString()),
      sleep: async () => undefined,
    },
    log: quiet,
  });
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (!isClosed) await journals.close();
    isClosed = true;
  };
  closers.push(async () => {
    await close();
    rmSync(root, { recursive: true, force: true });
  });
  return {
    root,
    kept,
    journals,
    desk,
    close,
    homes: () => homes,
    belongTo(org: string) {
      homes = { ...homes, salesforce: { id: org, name: `the org ${org}` } };
    },
    ask: (path: string | null) => {
      asked = path;
    },
    whileRestored: (work: () => Promise<void>) => {
      whileRestored = work;
    },
  };
}

async function named(journals: OpenJournalDesk): Promise<unknown> {
  const opening = await journals.open(null);
  const journal = journals.current();
  if (opening.kind !== 'open' || journal === null) throw new Error(JSON.stringify(opening));
  const rows = await replayAll(journal, null);
  return (rows.get('["partners","partner-1"]') as { name: string }).name;
}

/** A workspace with one partner and a document. */
async function worked(journals: OpenJournalDesk): Promise<void> {
  await journals.open(null);
  const journal = journals.current();
  if (journal === null) throw new Error('the journal is not open');
  await writeBase(journal, 'store-1', undefined, [
    aChange('partners', 'partner-1', aPartner({ name: 'First' })),
    aChange('documents', 'document-1', aDocument({ sha256: photo.sha256 })),
    aChange('blobs', photo.sha256, null),
  ]);
  await journal.putFile(photo);
}

async function renamed(journals: OpenJournalDesk, name: string): Promise<void> {
  const journal = journals.current();
  if (journal === null) throw new Error('the journal is not open');
  const n = ((await journal.state()).head?.n ?? 0) + 1;
  await mustAppend(journal, anEntry(n, [aChange('partners', 'partner-1', aPartner({ name }))]));
}

/** Another desk that has chosen the backup of this one. */
async function deskWith({ root }: ReturnType<typeof aDesk>): Promise<ReturnType<typeof aDesk>> {
  const other = aDesk();
  await worked(other.journals);
  other.ask(join(root, 'mine.deskbackup'));
  await other.desk.choose(how);
  return other;
}

const how = { dbVersion: 5, last: 0 };

describe('backups', () => {
  it('G2 puts back what was saved, and keeps what it replaces so that this can be taken back', async () => {
    const { journals, desk, ask, kept } = aDesk();
    await worked(journals);
    const saved = await desk.save({ ...how, passphrase: null });
    expect(saved).toMatchObject({ ok: true, value: { rows: 3, files: 1, left: [] } });
    await renamed(journals, 'Second');
    expect(await desk.choose(how)).toMatchObject({
      value: { kind: 'read', contents: { partners: 1, files: 1, problems: [] } },
    });
    const done = await desk.restore({ last: 0 });
    if (!done.ok) throw new Error(done.error.message);
    expect(journals.current()).toBeNull();
    expect(await named(journals)).toBe('First');
    expect(Buffer.from((await journals.current()?.readFile(photo.sha256)) ?? [])).toEqual(
      Buffer.from(photo.bytes),
    );
    expect(done.value.before.startsWith(kept)).toBe(true);

    ask(done.value.before);
    await desk.choose(how);
    expect(await desk.restore({ last: 0 })).toMatchObject({ ok: true });
    expect(await named(journals)).toBe('Second');
  });

  it('G1 what is saved while one is restored is in what is kept of before', async () => {
    const { journals, desk, ask, whileRestored } = aDesk();
    await worked(journals);
    await desk.save({ ...how, passphrase: null });
    await desk.choose(how);
    whileRestored(() => renamed(journals, 'Meanwhile'));
    const done = await desk.restore({ last: 0 });
    if (!done.ok) throw new Error(done.error.message);
    expect(await named(journals)).toBe('First');

    whileRestored(async () => undefined);
    ask(done.value.before);
    await desk.choose(how);
    expect(await desk.restore({ last: 0 })).toMatchObject({ ok: true });
    expect(await named(journals)).toBe('Meanwhile');
  });

  it('G1 goes on with what is there when what was saved meanwhile cannot be kept', async () => {
    const { journals, desk, kept, whileRestored } = aDesk();
    await worked(journals);
    await desk.save({ ...how, passphrase: null });
    await desk.choose(how);
    whileRestored(async () => {
      await renamed(journals, 'Meanwhile');
      rmSync(kept, { recursive: true });
    });
    expect(await desk.restore({ last: 0 })).toMatchObject({ ok: false });
    expect(await named(journals)).toBe('Meanwhile');
  });

  it('asks for the passphrase that a backup was saved with, as often as it is wrong', async () => {
    const { journals, desk } = aDesk();
    await worked(journals);
    await desk.save({ ...how, passphrase: 'correct horse' });
    const locked = { kind: 'locked', name: 'mine.deskbackup' };
    expect(await desk.choose(how)).toEqual({ ok: true, value: { ...locked, isWrong: false } });
    expect(await desk.restore({ last: 0 })).toMatchObject({ error: { message: 'No backup is chosen.' } });
    const wrong = await desk.unlock({ ...how, passphrase: 'wrong horse' });
    expect(wrong).toEqual({ ok: true, value: { ...locked, isWrong: true } });
    const right = await desk.unlock({ ...how, passphrase: 'correct horse' });
    expect(right).toMatchObject({ value: { kind: 'read' } });
    expect(await desk.restore({ last: 0 })).toMatchObject({ ok: true });
    expect(await named(journals)).toBe('First');
  });

  it('changes nothing when the person chooses none, or a file that cannot be restored here', async () => {
    const { root, journals, desk, ask } = aDesk();
    await worked(journals);
    await desk.save({ dbVersion: 6, last: 0, passphrase: null });
    expect(await desk.choose(how)).toMatchObject({
      error: { message: expect.stringContaining('newer version') },
    });
    ask(null);
    expect(await desk.choose(how)).toEqual({ ok: true, value: null });
    writeFileSync(join(root, 'photo.jpg'), 'a photo');
    mkdirSync(join(root, 'folder'));
    for (const name of ['photo.jpg', 'nowhere', 'folder']) {
      ask(join(root, name));
      const refused = await desk.choose(how);
      expect(refused).toMatchObject({
        ok: false,
        error: { message: expect.stringContaining(name), fix: expect.any(String) },
      });
    }
    expect(await desk.restore({ last: 0 })).toMatchObject({ ok: false });
    expect(await named(journals)).toBe('First');
  });

  it.each([
    ['demo', 'desk', 'a backup of the demo workspace'],
    ['desk', 'demo', 'a backup of real work'],
  ] as const)('does not put a backup of the %s into the %s', async (from, into, words) => {
    const first = aDesk(from);
    await worked(first.journals);
    await first.desk.save({ ...how, passphrase: null });
    const second = aDesk(into);
    await worked(second.journals);
    second.ask(join(first.root, 'mine.deskbackup'));
    expect(await second.desk.choose(how)).toMatchObject({
      error: { message: expect.stringContaining(words) },
    });
  });

  it('does not mix data of two orgs, and binds a new desk to the org of its backup', async () => {
    const first = aDesk();
    first.belongTo('00D1');
    await worked(first.journals);
    await first.desk.save({ ...how, passphrase: null });
    const second = await deskWith(first);
    expect(second.homes().salesforce).toBeNull();
    expect(await second.desk.restore({ last: 0 })).toMatchObject({ ok: true });
    expect(second.homes()).toEqual(first.homes());
    const third = aDesk();
    third.belongTo('00D2');
    await worked(third.journals);
    third.ask(join(first.root, 'mine.deskbackup'));
    expect(await third.desk.choose(how)).toMatchObject({
      error: { message: expect.stringMatching(/data of the org 00D1, and this desk that of the org 00D2/) },
    });
  });

  it('keeps the newest three of what was there before', async () => {
    const { journals, desk, kept } = aDesk();
    await worked(journals);
    await desk.save({ ...how, passphrase: null });
    const befores: string[] = [];
    for (let time = 1; time <= 4; time += 1) {
      await desk.choose(how);
      const done = await desk.restore({ last: 0 });
      if (!done.ok) throw new Error(done.error.message);
      befores.push(done.value.before);
      await journals.open(null);
    }
    expect(
      readdirSync(kept)
        .map((name) => join(kept, name))
        .sort(),
    ).toEqual(befores.slice(1).sort());
  });

  it('changes nothing when the backup is gone or damaged by the time it is restored', async () => {
    const { root, journals, desk } = aDesk();
    await worked(journals);
    await desk.save({ ...how, passphrase: null });
    await renamed(journals, 'Second');
    await desk.choose(how);
    rmSync(join(root, 'mine.deskbackup'));
    expect(await desk.restore({ last: 0 })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('mine.deskbackup') },
    });
    expect(await named(journals)).toBe('Second');
    expect(readdirSync(root).filter((name) => name.startsWith('journal'))).toEqual(['journal']);
  });

  it('G2 a restoration that was cut off between its two steps leaves what was there before', async () => {
    const first = aDesk();
    await worked(first.journals);
    await renamed(first.journals, 'Second');
    await first.close();
    renameSync(join(first.root, 'journal'), join(first.root, 'journal.replaced'));
    mkdirSync(join(first.root, 'journal.next'));
    const again = aDesk('desk', first.root);
    expect(await named(again.journals)).toBe('Second');
    expect(readdirSync(first.root).filter((name) => name.startsWith('journal'))).toEqual(['journal']);
  });

  it('G2 keeps the backup that is being put back, though it is the oldest of those that are kept', async () => {
    const { journals, desk, ask } = aDesk();
    await worked(journals);
    await desk.save({ ...how, passphrase: null });
    const befores: string[] = [];
    for (const name of ['Second', 'Third', 'Fourth']) {
      await renamed(journals, name);
      await desk.choose(how);
      const done = await desk.restore({ last: 0 });
      if (!done.ok) throw new Error(done.error.message);
      befores.push(done.value.before);
      await journals.open(null);
    }
    ask(befores[0] ?? null);
    await desk.choose(how);
    expect(await desk.restore({ last: 0 })).toMatchObject({ ok: true });
    expect(await named(journals)).toBe('Second');
    expect(befores.map((path) => existsSync(path))).toEqual([true, true, true]);
  });

  it('says of what it keeps which version of the rows it holds, not that of the backup', async () => {
    const { journals, desk, ask } = aDesk();
    await worked(journals);
    await desk.save({ dbVersion: 4, last: 0, passphrase: null });
    await desk.choose(how);
    const done = await desk.restore({ last: 0 });
    if (!done.ok) throw new Error(done.error.message);
    await journals.open(null);
    ask(done.value.before);
    expect(await desk.choose(how)).toMatchObject({ value: { contents: { dbVersion: 5 } } });
  });

  it('does not bind a new desk to the org of a backup that did not come to stand', async () => {
    const first = aDesk();
    first.belongTo('00D1');
    await worked(first.journals);
    await first.desk.save({ ...how, passphrase: null });
    const second = await deskWith(first);
    rmSync(join(first.root, 'mine.deskbackup'));
    expect(await second.desk.restore({ last: 0 })).toMatchObject({ ok: false });
    expect(second.homes().salesforce).toBeNull();
  });

  it('G2 is not made of a journal that has nothing yet, which would hold nothing of the database', async () => {
    const { root, journals, desk } = aDesk();
    await journals.open(null);
    expect(await desk.save({ ...how, passphrase: null })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('The backup was not saved'), fix: expect.any(String) },
    });
    expect(existsSync(join(root, 'mine.deskbackup'))).toBe(false);
  });

  it('G1 goes on with the journal that is there when the last step before it is replaced throws', async () => {
    const { journals } = aDesk();
    await worked(journals);
    const thrown = journals.replace(
      async (journal) => {
        await writeBase(journal, 'store-2', undefined, []);
        return ok(undefined);
      },
      async () => {
        throw new Error('the disk is full');
      },
    );
    await expect(thrown).rejects.toThrow('the disk is full');
    await renamed(journals, 'Second');
    expect(await named(journals)).toBe('Second');
  });

  it('goes on with the journal that is there when the disk does not let it be replaced', async () => {
    const { root, journals } = aDesk();
    await worked(journals);
    const done = await journals.replace(
      async (journal) => {
        await writeBase(journal, 'store-2', undefined, []);
        // As a virus scanner does that holds a file of it.
        mkdirSync(join(root, 'journal.replaced', 'held'), { recursive: true });
        return ok(undefined);
      },
      async () => ok(undefined),
    );
    expect(done).toMatchObject({ ok: false });
    await renamed(journals, 'Second');
    expect(await named(journals)).toBe('Second');
  });

  it('G2 makes no new journal while the one that a cut-off restoration put aside cannot be moved back', async () => {
    const first = aDesk();
    await worked(first.journals);
    await renamed(first.journals, 'Second');
    await first.close();
    renameSync(join(first.root, 'journal'), join(first.root, 'journal.replaced'));
    // Something is in the way of the name that nothing can be moved to.
    symlinkSync(join(first.root, 'nowhere'), join(first.root, 'journal'));
    const again = aDesk('desk', first.root);
    expect(await again.journals.open(null)).toMatchObject({ kind: 'unreadable' });
    rmSync(join(first.root, 'journal'));
    expect(await named(again.journals)).toBe('Second');
  });

  it('G2 what was there before opens with the passphrase of its journal when that was taken away since', async () => {
    const { root, journals, desk, ask, close } = aDesk();
    await worked(journals);
    await journals.protect('correct horse');
    await journals.open(null);
    await desk.save({ ...how, passphrase: null });
    await renamed(journals, 'Second');
    await desk.choose(how);
    const done = await desk.restore({ last: 0 });
    if (!done.ok) throw new Error(done.error.message);
    await journals.open(null);
    ask(done.value.before);
    expect(await desk.choose(how)).toMatchObject({ value: { kind: 'read' } });
    await journals.protect(null);
    await journals.open(null);
    await close();
    const again = aDesk('desk', root);
    await again.journals.open(null);
    again.ask(done.value.before);
    expect(await again.desk.choose(how)).toMatchObject({ value: { kind: 'locked' } });
    await again.desk.unlock({ ...how, passphrase: 'correct horse' });
    expect(await again.desk.restore({ last: 0 })).toMatchObject({ ok: true });
    expect(await named(again.journals)).toBe('Second');
  });

  it('G2 is not made while the journal lacks what the database has, nor is one restored', async () => {
    const { journals, desk } = aDesk();
    await worked(journals);
    await renamed(journals, 'Second');
    await desk.save({ ...how, last: 1, passphrase: null });
    await desk.choose(how);
    const lacks = { ok: false, error: { message: expect.stringContaining('lacks changes') } };
    expect(await desk.save({ ...how, last: 2, passphrase: null })).toMatchObject(lacks);
    expect(await desk.restore({ last: 2 })).toMatchObject(lacks);
    expect(await named(journals)).toBe('Second');
    expect(await desk.restore({ last: 1 })).toMatchObject({ ok: true });
  });

  it('is read by nobody else', async () => {
    const { root, journals, desk } = aDesk();
    await worked(journals);
    await desk.save({ ...how, passphrase: 'correct horse' });
    expect(readFileSync(join(root, 'mine.deskbackup')).includes('First')).toBe(false);
  });
});
