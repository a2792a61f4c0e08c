import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/** Seals bytes so that only the key opens them; `bound` ties them to their place, so that none can be swapped. */
export type Cipher = {
  readonly keyId: string;
  readonly protection: 'key-store' | 'passphrase';
  seal(plain: Uint8Array, bound: string): Uint8Array;
  /** Null when the key is another one or the bytes or their place were changed. */
  open(sealed: Uint8Array, bound: string): Uint8Array | null;
};

/** AES-256-GCM with a random nonce each time. */
export function aesCipher(input: {
  readonly keyId: string;
  readonly key: Uint8Array;
  readonly protection: Cipher['protection'];
}): Cipher {
  const { keyId, key, protection } = input;
  return {
    keyId,
    protection,
    seal(plain, bound) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(bound, 'utf8'));
      const body = cipher.update(plain);
      cipher.final();
      return Buffer.concat([nonce, body, cipher.getAuthTag()]);
    },
    open(sealed, bound) {
      if (sealed.byteLength < NONCE + TAG) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), {
        authTagLength: TAG,
      });
      decipher.setAAD(Buffer.from(bound, 'utf8'));
      decipher.setAuthTag(sealed.subarray(sealed.byteLength - TAG));
      const body = decipher.update(sealed.subarray(NONCE, sealed.byteLength - TAG));
      try {
        decipher.final();
        return body;
      } catch {
        return null;
      }
    },
  };
}

/** What a header tells about the key: its id, and something only the right key opens. */
export type KeyNote = { readonly keyId: string | null; readonly keyCheck: string | null };

/** The note for the header of a file sealed with this cipher; null is a plain file. */
export function keyNote(cipher: Cipher | null): KeyNote {
  if (cipher === null) return { keyId: null, keyCheck: null };
  const check = cipher.seal(Buffer.alloc(0), checkOf(cipher.keyId));
  return { keyId: cipher.keyId, keyCheck: Buffer.from(check).toString('base64') };
}

function checkOf(keyId: string): string {
  return `key:${keyId}`;
}

/** The keys at hand: the one that new files are sealed with, and others that older files may need. */
export type Keys = { readonly current: Cipher | null; readonly others: readonly Cipher[] };

/** What the keys at hand come to for one file: the key (null where the file is not sealed), none without the passphrase, or another one than it was sealed with. */
export type KeyFound =
  | { readonly kind: 'key'; readonly cipher: Cipher | null }
  | { readonly kind: 'locked' }
  | { readonly kind: 'wrong-key' };

/** Finds the key a file was sealed with. */
export function keyFor(keys: Keys, note: KeyNote): KeyFound {
  if (note.keyId === null) return { kind: 'key', cipher: null };
  const cipher = [keys.current, ...keys.others].find((candidate) => candidate?.keyId === note.keyId);
  if (!cipher) return { kind: 'locked' };
  const check = Buffer.from(note.keyCheck ?? '', 'base64');
  return cipher.open(check, checkOf(cipher.keyId)) === null ? { kind: 'wrong-key' } : { kind: 'key', cipher };
}

/** Seals with the key, or leaves plain without one. */
export function sealWith(cipher: Cipher | null, plain: Uint8Array, bound: string): Uint8Array {
  return cipher === null ? plain : cipher.seal(plain, bound);
}

/** How many bytes `sealWith` makes of so many. */
export function sealedSize(cipher: Cipher | null, size: number): number {
  return cipher === null ? size : NONCE + size + TAG;
}

/** Opens what `sealWith` made; null when it cannot be opened. */
export function openWith(cipher: Cipher | null, bytes: Uint8Array, bound: string): Uint8Array | null {
  return cipher === null ? bytes : cipher.open(bytes, bound);
}
