import type { SealedFile } from '../../../shared/ports/file-seal';
import { ok } from '../../../shared/lib/result';
import type { Handlers } from '../register';

/** What seals and opens documents. */
type Keys = {
  seal(name: string, bytes: Uint8Array): Promise<SealedFile | null>;
  open(name: string, sealed: SealedFile): Promise<Uint8Array | null>;
  lost(keyIds: readonly string[]): Promise<string[]>;
};

/** Sealing of documents that hold personal data; the key is never part of an answer (POP-8, G11). */
export function fileHandlers(keys: Keys): Pick<Handlers, 'files.seal' | 'files.open' | 'files.lost-keys'> {
  return {
    'files.seal': async ({ sha256, bytes }) => ok(await keys.seal(sha256, bytes)),
    'files.open': async ({ sha256, ...sealed }) => ok(await keys.open(sha256, sealed)),
    'files.lost-keys': async ({ keyIds }) => ok(await keys.lost(keyIds)),
  };
}
