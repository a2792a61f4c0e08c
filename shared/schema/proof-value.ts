/** Value of a document's `proof` that marks it as the invoice. */
export const INVOICE_PROOF = 'invoice';

/** Value of a document's `proof` for what was looked at and serves as no proof, such as a quote. */
export const OTHER_PROOF = 'other';

/** Value of a document's `proof` for what came onto the wrong request: it counts nowhere and is not sent. */
export const MISPLACED_PROOF = 'misplaced';

/** Values of `proof` that stand beside the lines of every checklist; no proof of a type may be called so. */
export const reservedProofs: readonly string[] = [INVOICE_PROOF, OTHER_PROOF, MISPLACED_PROOF];
