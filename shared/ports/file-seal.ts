import type { StoredDocument } from '../schema/document';
import type { Sha256 } from '../schema/values';
import type { BlobPut } from './local-store';

/** Bytes of a document as they lie on the disk, and which key opens them. */
export type SealedFile = { readonly keyId: string; readonly bytes: Uint8Array };

/** Encrypts what holds personal data before it is written to the database; the key stays outside (POP-8, G11). */
export type FileSeal = {
  /** Whether the document may list people, so that its bytes are to be sealed. */
  isPersonal(document: Pick<StoredDocument, 'proof' | 'mediaType'>): boolean;
  /** Whether this machine has a real key store, which does not change while the app runs. */
  canSeal(): Promise<boolean>;
  /** Null where this machine has no real key store. */
  seal(file: BlobPut): Promise<SealedFile | null>;
  /** Null when the key is not to be had, or the bytes are not what was sealed. */
  open(sha256: Sha256, sealed: SealedFile): Promise<Uint8Array | null>;
  /** Which of these keys are gone; none where nobody can tell. */
  lostKeys(keyIds: readonly string[]): Promise<readonly string[]>;
};
