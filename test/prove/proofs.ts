import type { Proof } from './proof';

/** Every proof, in the order of the table. */
export const proofs: readonly Proof[] = [];
