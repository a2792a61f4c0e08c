import { causeText } from '../../../shared/lib/cause';
import { useEffect, useState } from 'react';
import type { Sha256 } from '../../../shared/schema/values';
import { useDesk } from '../desk-context';

/** Bytes of a document on their way from the local store. */
export type BlobState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly state: 'missing' }
  | { readonly state: 'failed'; readonly reason: string };

/** Reads the bytes of a document from the local store. */
export function useBlob(sha256: Sha256): BlobState {
  const { store } = useDesk();
  const [found, setFound] = useState<{ readonly of: Sha256; readonly blob: BlobState } | null>(null);
  useEffect(() => {
    let isGone = false;
    const say = (blob: BlobState) => {
      if (!isGone) setFound({ of: sha256, blob });
    };
    store.blob(sha256).then(
      (bytes) =>
        say(bytes === undefined ? { state: 'missing' } : { state: 'ready', bytes: new Uint8Array(bytes) }),
      (cause: unknown) => say({ state: 'failed', reason: causeText(cause) }),
    );
    return () => {
      isGone = true;
    };
  }, [store, sha256]);
  return found?.of === sha256 ? found.blob : { state: 'loading' };
}
