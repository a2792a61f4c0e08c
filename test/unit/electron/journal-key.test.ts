import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../../electron/journal/journal';
import { sealedWith } from '../../../electron/journal/sealed-with';
import { type JournalKeys, openJournalKeyRing } from '../../../electron/platform/journal-key';
import type { SecretStore } from '../../../electron/remotes/common/ports';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-key-'));
  folders.push(folder);
  return join(folder, 'journal-key.json');
}

function secretStore(durable: boolean): SecretStore & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    durable,
    values,
    load: async (key) => values.get(key) ?? null,
    save: async (key, value) => void values.set(key, value),
    remove: async (key) => void values.delete(key),
  };
}

async function keysOf(ring: ReturnType<typeof openJournalKeyRing>, passphrase: string | null = null) {
  const found = await ring.find(passphrase);
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
}

const sealed = Buffer.from('what was saved');

/** What one ring sealed another opens. */
function opens(by: JournalKeys, of: JournalKeys): boolean {
  const bytes = by.cipher?.seal(sealed, 'here');
  const key = of.cipher ?? of.others[0];
  return bytes !== undefined && key?.open(bytes, 'here')?.toString() === sealed.toString();
}

describe('G11 the key of the journal', () => {
  it('G11 is in the key store where there is a real one, and the same at the next start', async () => {
    const [file, secrets] = [newFile(), secretStore(true)];
    const first = await keysOf(openJournalKeyRing(file, secrets));
    const second = await keysOf(openJournalKeyRing(file, secrets));
    expect(first.cipher?.protection).toBe('key-store');
    expect(opens(first, second)).toBe(true);
    const [key] = secrets.values.values();
    expect(readFileSync(file, 'utf8')).not.toContain(key);
  });

  it('G2 takes no passphrase in place of the key store, which would lock what is there', async () => {
    const [file, secrets] = [newFile(), secretStore(true)];
    const ring = openJournalKeyRing(file, secrets);
    const before = await keysOf(ring);
    expect(await ring.protect('correct horse battery')).toMatchObject({ ok: false });
    expect(opens(before, await keysOf(openJournalKeyRing(file, secrets)))).toBe(true);
  });

  it('G2 is found again by what the journal says when the note about it is lost', async () => {
    const [file, secrets] = [newFile(), secretStore(true)];
    const before = await keysOf(openJournalKeyRing(file, secrets));
    const folder = join(dirname(file), 'journal');
    const options = { folder, otherCiphers: [] };
    const opened = await openJournal({ ...options, cipher: before.cipher });
    if (!opened.ok) throw new Error(opened.error.message);
    await opened.value.beginBase('store-1', { n: 0, id: '' });
    await opened.value.finishBase();
    await opened.value.close();
    rmSync(file);
    const ring = openJournalKeyRing(file, secrets, () => sealedWith(folder));
    const after = await keysOf(ring);
    expect(opens(before, after)).toBe(true);
    expect((await openJournal({ ...options, cipher: after.cipher })).ok).toBe(true);
    // From now on the note is there again.
    expect(opens(before, await keysOf(openJournalKeyRing(file, secrets)))).toBe(true);
    // Without that key in the key store a new one is made, as for a new journal.
    rmSync(file);
    const others = await keysOf(openJournalKeyRing(file, secretStore(true), () => sealedWith(folder)));
    expect(opens(before, others)).toBe(false);
  });

  it('says what to do when the key store no longer has it', async () => {
    const [file, secrets] = [newFile(), secretStore(true)];
    await keysOf(openJournalKeyRing(file, secrets));
    expect(await openJournalKeyRing(file, secretStore(true)).find(null)).toMatchObject({
      ok: false,
      error: { kind: 'unreadable', fix: expect.stringContaining('Unlock the key store') },
    });
  });

  it('is none without a key store, until a passphrase is set that is then asked for', async () => {
    const [file, secrets] = [newFile(), secretStore(false)];
    const ring = openJournalKeyRing(file, secrets);
    expect(await keysOf(ring)).toEqual({ cipher: null, others: [] });
    expect(existsSync(file)).toBe(false);
    await ring.protect('correct horse battery');
    const now = await keysOf(ring);
    const next = openJournalKeyRing(file, secrets);
    expect(await next.find(null)).toEqual({ ok: false, error: { kind: 'locked', isWrong: false } });
    expect(await next.find('incorrect')).toEqual({ ok: false, error: { kind: 'locked', isWrong: true } });
    expect(opens(now, await keysOf(next, 'correct horse battery'))).toBe(true);
    // Asked once a run.
    expect(opens(now, await keysOf(next))).toBe(true);
  });

  it('stays the same under another passphrase, and cannot be changed unseen', async () => {
    const [file, secrets] = [newFile(), secretStore(false)];
    const ring = openJournalKeyRing(file, secrets);
    await ring.protect('correct horse battery');
    const before = await keysOf(ring);
    expect(await openJournalKeyRing(file, secrets).protect('somebody else’s')).toMatchObject({ ok: false });
    await ring.protect('staple staple staple');
    const next = openJournalKeyRing(file, secrets);
    expect((await next.find('correct horse battery')).ok).toBe(false);
    expect(opens(before, await keysOf(next, 'staple staple staple'))).toBe(true);
  });

  it('G2 is kept after the passphrase was taken away until all is plain', async () => {
    const [file, secrets] = [newFile(), secretStore(false)];
    const ring = openJournalKeyRing(file, secrets);
    await ring.protect('correct horse battery');
    const before = await keysOf(ring);
    await ring.protect(null);
    const leaving = await keysOf(openJournalKeyRing(file, secrets), 'correct horse battery');
    expect(leaving.cipher).toBeNull();
    expect(opens(before, leaving)).toBe(true);
    ring.forgetLeaving();
    expect(await keysOf(openJournalKeyRing(file, secrets))).toEqual({ cipher: null, others: [] });
  });

  it('goes with a journal that is set aside, and a note that cannot be read is named', async () => {
    const [file, secrets] = [newFile(), secretStore(false)];
    const ring = openJournalKeyRing(file, secrets);
    await ring.protect('correct horse battery');
    ring.moveNote(`${file}.aside`);
    expect(existsSync(`${file}.aside`)).toBe(true);
    expect(await keysOf(openJournalKeyRing(file, secrets))).toEqual({ cipher: null, others: [] });
    writeFileSync(file, '{');
    expect(await openJournalKeyRing(file, secrets).find(null)).toMatchObject({
      ok: false,
      error: { kind: 'unreadable', message: expect.stringContaining(file) },
    });
  });
});
