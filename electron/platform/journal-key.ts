import { causeSentence, causeText } from '../../shared/lib/cause';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import type { IpcFailure } from '../../shared/ipc/result-of';
import { err, ok, type Result } from '../../shared/lib/result';
import { z } from '../../shared/schema/zod';
import { aesCipher, type Cipher } from '../journal/cipher';
import { newDataKey, unwrapKey, WrappedKey, wrapKey } from '../journal/key-wrap';
import type { SecretStore } from '../remotes/common/ports';
import { writeWhole } from './write-whole';

/** Where the journal's key is; never the key itself. */
const KeyNote = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('key-store'), keyId: z.string() }),
  z.object({ kind: z.literal('passphrase'), wrapped: WrappedKey }),
  /** A passphrase was taken away; its key opens what is not written anew yet. */
  z.object({ kind: z.literal('leaving'), wrapped: WrappedKey }),
]);
type KeyNote = z.infer<typeof KeyNote>;

/** What opens the journal: the key for what is written now, and keys that older files may need. */
export type JournalKeys = {
  readonly cipher: Cipher | null;
  readonly others: readonly Cipher[];
  /** The key under its passphrase, where it has one. */
  readonly wrapped?: WrappedKey;
};

/** Why the key is not to be had. */
export type KeyProblem =
  | { readonly kind: 'locked'; readonly isWrong: boolean }
  | { readonly kind: 'unreadable'; readonly message: string; readonly fix: string };

/** The key of the journal: in the system's key store where there is a real one, else under a passphrase, else none. */
export type JournalKeyRing = {
  find(passphrase: string | null): Promise<Result<JournalKeys, KeyProblem>>;
  /** Sets, changes or (null) takes away the passphrase, for the next opening; a key in the key store needs none. */
  protect(passphrase: string | null): Promise<Result<undefined, IpcFailure>>;
  /** Everything is plain again, so the key of a passphrase that was taken away can go. */
  forgetLeaving(): void;
  /** Puts the note beside a journal that is set aside, which it belongs to; the next journal begins without. */
  moveNote(to: string): void;
};

const keptByTheSystem: IpcFailure = {
  message: 'The key of the journal is in the key store of this system.',
  fix: 'No passphrase is needed; the journal is encrypted.',
};

const stillLocked: IpcFailure = {
  message: 'The journal has a passphrase that was not given yet.',
  fix: 'Start Channel Desk again, give the passphrase, and change it then.',
};

function secretName(keyId: string): string {
  return `journal-key:${keyId}`;
}

function cipherOf(keyId: string, key: Uint8Array, protection: Cipher['protection']): Cipher {
  return aesCipher({ keyId, key, protection });
}

/** Opens the note about the key that lies beside the journal; `sealedWith` reads from the journal itself which key it wants. */
export function openJournalKeyRing(
  file: string,
  secrets: SecretStore,
  sealedWith: () => Promise<string | null> = async () => null,
): JournalKeyRing {
  /** Data keys that were unlocked in this run, so that one start asks once. */
  const unlocked = new Map<string, Uint8Array>();

  function readNote(): KeyNote | null {
    return existsSync(file) ? KeyNote.nullable().parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
  }

  function writeNote(note: KeyNote | null): void {
    writeWhole(file, `${JSON.stringify(note)}\n`);
  }

  async function fromKeyStore(keyId: string): Promise<Result<JournalKeys, KeyProblem>> {
    const stored = secrets.durable ? await secrets.load(secretName(keyId)) : null;
    if (stored === null) {
      return err({
        kind: 'unreadable',
        message:
          'The key of the journal is in the key store of this system, and it cannot be had from there.',
        fix: 'Unlock the key store (it opens when you sign in to the desktop) and try again. Without the key the journal can only be set aside; the database itself is not affected.',
      });
    }
    return ok({ cipher: cipherOf(keyId, Buffer.from(stored, 'base64'), 'key-store'), others: [] });
  }

  /** A note that got lost is made again when the key store has the key that the journal names. */
  async function lostKeys(): Promise<JournalKeys | null> {
    const keyId = secrets.durable ? await sealedWith() : null;
    const found = keyId === null ? null : await fromKeyStore(keyId);
    if (keyId === null || !found?.ok) return null;
    writeNote({ kind: 'key-store', keyId });
    return found.value;
  }

  async function firstKeys(): Promise<JournalKeys> {
    if (!secrets.durable) return { cipher: null, others: [] };
    const keyId = randomUUID();
    const key = newDataKey();
    // The key first: a note without its key would lock the journal for ever.
    await secrets.save(secretName(keyId), Buffer.from(key).toString('base64'));
    writeNote({ kind: 'key-store', keyId });
    return { cipher: cipherOf(keyId, key, 'key-store'), others: [] };
  }

  /** The disk or the key store refused. */
  function notKept(cause: unknown): IpcFailure {
    return {
      message: `The key of the journal could not be kept; the note about it is ${file}. ${causeSentence(cause)}`,
      fix: 'See that the disk has room, that the folder may be written to and that the key store is unlocked, and try again. Nothing was changed.',
    };
  }

  async function lostOrFirstKeys(): Promise<Result<JournalKeys, KeyProblem>> {
    try {
      return ok((await lostKeys()) ?? (await firstKeys()));
    } catch (cause) {
      return err({ kind: 'unreadable', ...notKept(cause) });
    }
  }

  async function setPassphrase(passphrase: string | null): Promise<Result<undefined, IpcFailure>> {
    const note = readNote();
    if (note?.kind === 'key-store') return err(keptByTheSystem);
    if (passphrase === null) {
      if (note?.kind === 'passphrase') writeNote({ kind: 'leaving', wrapped: note.wrapped });
      return ok(undefined);
    }
    // The key that older files are sealed with stays, only its passphrase is another.
    const keyId = note?.wrapped.keyId ?? randomUUID();
    const key = unlocked.get(keyId) ?? (note === null ? newDataKey() : null);
    if (key === null) return err(stillLocked);
    unlocked.set(keyId, key);
    writeNote({ kind: 'passphrase', wrapped: await wrapKey(key, keyId, passphrase) });
    return ok(undefined);
  }

  async function unlock(wrapped: WrappedKey, passphrase: string | null): Promise<Uint8Array | null> {
    const known = unlocked.get(wrapped.keyId);
    if (known !== undefined || passphrase === null) return known ?? null;
    const key = await unwrapKey(wrapped, passphrase);
    if (key !== null) unlocked.set(wrapped.keyId, key);
    return key;
  }

  return {
    async find(passphrase) {
      let note: KeyNote | null;
      try {
        note = readNote();
      } catch (error) {
        return err({
          kind: 'unreadable',
          message: `The note about the journal's key (${file}) cannot be read: ${causeText(error)}`,
          fix: 'Put the file back from a backup of this folder and try again, or set the journal aside; the database itself is not affected.',
        });
      }
      if (note === null) return lostOrFirstKeys();
      if (note.kind === 'key-store') return fromKeyStore(note.keyId);
      const key = await unlock(note.wrapped, passphrase);
      if (key === null) return err({ kind: 'locked', isWrong: passphrase !== null });
      const cipher = cipherOf(note.wrapped.keyId, key, 'passphrase');
      const isInUse = note.kind === 'passphrase';
      return ok(isInUse ? { cipher, others: [], wrapped: note.wrapped } : { cipher: null, others: [cipher] });
    },
    async protect(passphrase) {
      try {
        return await setPassphrase(passphrase);
      } catch (cause) {
        return err(notKept(cause));
      }
    },
    moveNote(to) {
      if (existsSync(file)) renameSync(file, to);
    },
    forgetLeaving() {
      if (readNote()?.kind === 'leaving') writeNote(null);
    },
  };
}
