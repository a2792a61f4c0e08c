import type { Log } from '../../shared/ports/log';
import { z } from '../../shared/schema/zod';
import type { SecretStore } from '../remotes/common/ports';
import { openJsonFile } from './json-file';

/** The part of Electron's safeStorage that is used; the backend can be asked on Electron 26 and newer only. */
export type KeyStore = {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
  getSelectedStorageBackend?(): string;
};

/**
 * Opens the secrets over the system's key store; `basic_text` on Linux is no encryption and counts as none. Without
 * a real one they live in memory and end with the app (G11).
 */
export function openSecrets(file: string, keyStore: KeyStore, log: Log): SecretStore {
  return isReal(keyStore) ? onDisk(file, keyStore, log) : inMemory();
}

function isReal(keyStore: KeyStore): boolean {
  if (!keyStore.isEncryptionAvailable()) return false;
  return keyStore.getSelectedStorageBackend?.() !== 'basic_text';
}

function inMemory(): SecretStore {
  const values = new Map<string, string>();
  return {
    durable: false,
    load: async (key) => values.get(key) ?? null,
    save: async (key, value) => {
      values.set(key, value);
    },
    remove: async (key) => {
      values.delete(key);
    },
  };
}

function onDisk(file: string, keyStore: KeyStore, log: Log): SecretStore {
  const stored = openJsonFile(file, z.record(z.string(), z.base64()), {}, log);
  return {
    durable: true,
    async load(key) {
      const encrypted = stored.read()[key];
      if (encrypted === undefined) return null;
      try {
        return keyStore.decryptString(Buffer.from(encrypted, 'base64'));
      } catch {
        log.warn(`The stored sign-in "${key}" cannot be decrypted any more; signing in again replaces it.`);
        return null;
      }
    },
    // Written through before it resolves, so that a rotated token is never lost (G8).
    async save(key, value) {
      const encrypted = keyStore.encryptString(value).toString('base64');
      stored.write({ ...stored.read(), [key]: encrypted });
    },
    async remove(key) {
      stored.write(Object.fromEntries(Object.entries(stored.read()).filter(([name]) => name !== key)));
    },
  };
}
