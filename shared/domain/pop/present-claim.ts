import type { Claim } from '../../schema/claim';

type Told = Pick<Claim, 'id' | 'decision' | 'salesforce' | 'deletedRemotely'>;

/** How much a claim still asks of people, the most first. */
function rank({ decision }: Told): number {
  if (decision.kind === 'rejected') return 2;
  return decision.kind === 'paid' ? 1 : 0;
}

/** The place among claims that ask for the same: the one that Salesforce has had longest first, the same on every device. */
function place({ id, salesforce }: Told): string {
  return salesforce === null ? `~${id}` : salesforce.id;
}

function comesBefore(a: Told, b: Told): boolean {
  if (rank(a) !== rank(b)) return rank(a) < rank(b);
  return place(a) < place(b);
}

/**
 * The claim that stands for a request: of several, as only Salesforce can have them, one that still asks for something
 * before one that is paid, and that before one that was rejected (POP-1). One that was deleted remotely is none.
 */
export function presentClaim<T extends Told>(claims: readonly T[]): T | undefined {
  return claims.reduce<T | undefined>((best, claim) => {
    if (claim.deletedRemotely) return best;
    return best === undefined || comesBefore(claim, best) ? claim : best;
  }, undefined);
}

/** The claim that stands for each request, by the request's id (POP-1). */
export function claimsByRequest(claims: readonly Claim[]): ReadonlyMap<string, Claim> {
  const present = new Map<string, Claim>();
  for (const claim of claims) {
    const best = present.get(claim.requestId);
    const stands = presentClaim(best === undefined ? [claim] : [best, claim]);
    if (stands !== undefined) present.set(claim.requestId, stands);
  }
  return present;
}
