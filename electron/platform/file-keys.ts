import { randomUUID } from 'node:crypto';
import type { SealedFile } from '../../shared/ports/file-seal';
import { aesCipher, type Cipher } from '../journal/cipher';
import { newDataKey } from '../journal/key-wrap';
import type { SecretStore } from '../remotes/common/ports';

/** Seals documents with a key that never leaves this process (POP-8, G11). */
export type FileKeys = {
  /** Null without a real key store: a key that ends with the app would lock the file for ever. */
  seal(name: string, bytes: Uint8Array): Promise<SealedFile | null>;
  /** Null when the key is not to be had, or the bytes are not those that were sealed under this name. */
  open(name: string, sealed: SealedFile): Promise<Uint8Array | null>;
  /** Which of these keys are gone; none where there is no key store that could tell. */
  lost(keyIds: readonly string[]): Promise<string[]>;
};

/** Names the key that is in use now. */
const CURRENT = 'files-key';

function secretName(keyId: string): string {
  return `${CURRENT}:${keyId}`;
}

/** Opens the keys of documents, which are their own: a journal that is set aside takes none of them along. */
export function openFileKeys(secrets: SecretStore): FileKeys {
  let current: Promise<Cipher> | null = null;

  async function find(keyId: string): Promise<Cipher | null> {
    const stored = secrets.durable ? await secrets.load(secretName(keyId)) : null;
    return stored === null
      ? null
      : aesCipher({ keyId, key: Buffer.from(stored, 'base64'), protection: 'key-store' });
  }

  async function findOrMake(): Promise<Cipher> {
    const known = await secrets.load(CURRENT);
    const found = known === null ? null : await find(known);
    if (found !== null) return found;
    const keyId = randomUUID();
    const key = newDataKey();
    // The key first, under a name of its own: one that cannot be read for a while is never written over.
    await secrets.save(secretName(keyId), Buffer.from(key).toString('base64'));
    await secrets.save(CURRENT, keyId);
    return aesCipher({ keyId, key, protection: 'key-store' });
  }

  return {
    async seal(name, bytes) {
      if (!secrets.durable) return null;
      current ??= findOrMake();
      const cipher = await current.catch((error: unknown) => {
        current = null;
        throw error;
      });
      return { keyId: cipher.keyId, bytes: new Uint8Array(cipher.seal(bytes, name)) };
    },
    async open(name, { keyId, bytes }) {
      const opened = (await find(keyId))?.open(bytes, name) ?? null;
      return opened === null ? null : new Uint8Array(opened);
    },
    async lost(keyIds) {
      if (!secrets.durable) return [];
      const found = await Promise.all(keyIds.map(find));
      return keyIds.filter((_, index) => found[index] === null);
    },
  };
}
