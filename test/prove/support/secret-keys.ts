import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwrapKey, WrappedKey } from '../../../electron/journal/key-wrap';
import { z } from '../../../shared/schema/zod';
import type { Desk } from '../../e2e/support/launch';
import { filesBelow, findSecrets, type Secret } from '../../e2e/support/secret-search';

const Note = z.object({ wrapped: WrappedKey });

/** What a run hides under a passphrase, where there is no key store. */
export type Passphrases = { readonly right: string; readonly wrong: string };

/** Passphrases of one run, with letters that have more than one form. */
export function newPassphrases(): Passphrases {
  return {
    right: `größe-${randomBytes(12).toString('hex')}`,
    wrong: `nicht-${randomBytes(12).toString('hex')}`,
  };
}

/** The passphrase, the key that is made of it and the key that it guards. */
export async function keysOfPassphrase(userData: string, { right, wrong }: Passphrases): Promise<Secret[]> {
  const { wrapped } = Note.parse(JSON.parse(readFileSync(join(userData, 'journal-key.json'), 'utf8')));
  const { cost: N, blockSize: r, parallel: p } = wrapped;
  const made = scryptSync(right, Buffer.from(wrapped.salt, 'base64'), 32, { N, r, p, maxmem: 256 * N * r });
  const data = await unwrapKey(wrapped, right);
  if (data === null) throw new Error('the passphrase does not open the key of the journal');
  return [right, wrong, made, Buffer.from(data)];
}

/** Everything that the app gave the system's key store to seal, the key of the journal among it. */
export async function keysOfStore(desk: Desk): Promise<Secret[]> {
  const file = join(desk.userData, 'secrets.json');
  const sealed = existsSync(file)
    ? z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')))
    : {};
  const opened = await desk.app.evaluate(
    ({ safeStorage }, texts) => texts.map((text) => safeStorage.decryptString(Buffer.from(text, 'base64'))),
    Object.values(sealed),
  );
  const names = Object.keys(sealed);
  if (!names.some((name) => name.startsWith('journal-key:'))) throw new Error('the journal has no key');
  return opened.flatMap((text, at) =>
    names[at]?.startsWith('journal-key:') ? [text, Buffer.from(text, 'base64')] : [text],
  );
}

/** Puts words where a page could let a secret lie, for the search to find. */
export async function leaveOpenly(desk: Desk): Promise<string> {
  const words = `openly-${randomBytes(12).toString('hex')}`;
  await desk.page.evaluate(async (text) => {
    localStorage.setItem('openly', text);
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('openly', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
      opening.onerror = () => reject(new Error('no database'));
      opening.onsuccess = () => {
        const writing = opening.result.transaction('rows', 'readwrite', { durability: 'strict' });
        writing.objectStore('rows').put(`${'row '.repeat(5000)}${text}`, 1);
        writing.oncomplete = () => {
          opening.result.close();
          resolve();
        };
      };
    });
  }, words);
  return words;
}

/** Where a search does not find what was left openly: it would not find a secret there either. */
export function blindSpots(userData: string, words: string, places: readonly string[]): string[] {
  const found = findSecrets(filesBelow(userData), [words]);
  return places
    .filter((place) => !found.some((where) => where.includes(` in ${place}`)))
    .map((place) => `the search does not find in ${place} what lies there openly`);
}

/** Dumps that a crash left in the data folder. */
export function dumpsIn(userData: string): string[] {
  return [...filesBelow(userData).keys()].filter((name) => /\.dmp$|(^|\/)core(\.\d+)?$/.test(name));
}
