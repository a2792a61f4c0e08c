import type { Sha256 } from '../schema/values';

/** Bytes that can be read part by part, any number of times; reading throws when they turn out to be damaged. */
export type FileParts = () => AsyncIterable<Uint8Array>;

/** Where the bytes of documents are read from while they are sent, so that none is ever held whole (G9). */
export type FileSource = {
  /** Null when the bytes are not here. */
  open(sha256: Sha256): Promise<FileParts | null>;
};
