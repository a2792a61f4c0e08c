import { createHash, randomBytes } from 'node:crypto';

/** Proof that whoever redeems a code is who asked for it (RFC 7636, S256). */
export type Pkce = { readonly verifier: string; readonly challenge: string };

/** The S256 challenge of a verifier. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** A fresh verifier with its challenge. */
export function createPkce(): Pkce {
  const verifier = randomBytes(48).toString('base64url');
  return { verifier, challenge: challengeOf(verifier) };
}

/** A fresh `state` that ties the answer in the browser to this sign-in. */
export function createState(): string {
  return randomBytes(24).toString('base64url');
}
