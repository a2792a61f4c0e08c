import { randomBytes, scrypt } from 'node:crypto';
import { z } from '../../shared/schema/zod';
import { aesCipher } from './cipher';

/** A try takes 128 bytes of memory for each; a file could ask for gigabytes otherwise. */
const MOST_WORK = 2_097_152;

/** A data key sealed with a passphrase, and what is needed to try one. */
export const WrappedKey = z
  .object({
    kind: z.literal('scrypt'),
    keyId: z.string().min(1),
    salt: z.base64(),
    cost: z.int().min(1024).max(1_048_576),
    blockSize: z.int().min(1).max(32),
    parallel: z.int().min(1).max(16),
    sealed: z.base64(),
  })
  .refine(({ cost, blockSize }) => cost * blockSize <= MOST_WORK, 'asks for too much memory');
export type WrappedKey = z.infer<typeof WrappedKey>;

const COST = { cost: 32_768, blockSize: 8, parallel: 1 };

/** A new random key for the data. */
export function newDataKey(): Uint8Array {
  return randomBytes(32);
}

/** Seals a data key with a passphrase. */
export async function wrapKey(key: Uint8Array, keyId: string, passphrase: string): Promise<WrappedKey> {
  const salt = randomBytes(16);
  const cipher = await passphraseCipher(passphrase, keyId, salt, COST);
  return {
    kind: 'scrypt',
    keyId,
    salt: salt.toString('base64'),
    ...COST,
    sealed: Buffer.from(cipher.seal(key, boundTo(keyId))).toString('base64'),
  };
}

/** Opens a wrapped key; null when the passphrase is another one. */
export async function unwrapKey(wrapped: WrappedKey, passphrase: string): Promise<Uint8Array | null> {
  const salt = Buffer.from(wrapped.salt, 'base64');
  const cipher = await passphraseCipher(passphrase, wrapped.keyId, salt, wrapped);
  return cipher.open(Buffer.from(wrapped.sealed, 'base64'), boundTo(wrapped.keyId));
}

function boundTo(keyId: string): string {
  return `data-key:${keyId}`;
}

async function passphraseCipher(passphrase: string, keyId: string, salt: Uint8Array, cost: typeof COST) {
  const N = cost.cost;
  const options = { N, r: cost.blockSize, p: cost.parallel, maxmem: 256 * N * cost.blockSize };
  const key = await new Promise<Buffer>((resolve, reject) => {
    // The same passphrase can be typed as different characters; one form of it counts.
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, made) => {
      if (error === null) resolve(made);
      else reject(error);
    });
  });
  return aesCipher({ keyId, key, protection: 'passphrase' });
}
