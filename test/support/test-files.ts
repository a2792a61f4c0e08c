import { createHash } from 'node:crypto';
import type { FileSource } from '../../shared/ports/file-source';
import type { LocalStore } from '../../shared/ports/local-store';
import { Sha256 } from '../../shared/schema/values';

/** Where remotes under test find the bytes of documents: those that were added, then those of the stores they serve. */
export type TestFiles = FileSource & {
  add(bytes: Uint8Array): Sha256;
  serve(store: Pick<LocalStore, 'blob'>): void;
};

/** Files in memory. */
export function createTestFiles(): TestFiles {
  const added = new Map<string, Uint8Array>();
  const stores: Pick<LocalStore, 'blob'>[] = [];
  return {
    add(bytes) {
      const sha256 = Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
      added.set(sha256, bytes);
      return sha256;
    },
    serve: (store) => void stores.push(store),
    async open(sha256) {
      const found = [added.get(sha256), ...(await Promise.all(stores.map((store) => store.blob(sha256))))];
      const bytes = found.find((one) => one !== undefined);
      if (bytes === undefined) return null;
      return async function* parts() {
        yield bytes;
      };
    },
  };
}
