import type { Damage } from './damage';
import type { Look } from './workspace';

type Rule = {
  /** What may be told at the first start after the damage; null stands for nothing. */
  readonly first: RegExp | null;
  /** Whether it may also tell nothing, because the damage may have hit what nobody needs. */
  readonly orNothing: boolean;
};

const restored = /^restored \(/;
const renewed = /^journal-renewed \(/;

/** What each damage has to be told as. */
const rules: Record<Damage, Rule> = {
  'store-torn-tail': { first: restored, orNothing: true },
  'store-deleted': { first: /^restored \(lost\)$/, orNothing: false },
  'store-emptied': { first: restored, orNothing: false },
  'store-truncated': { first: restored, orNothing: true },
  'store-bits-flipped': { first: restored, orNothing: true },
  'store-zero-filled': { first: restored, orNothing: true },
  'store-old-copy': { first: restored, orNothing: false },
  'journal-deleted': { first: /^journal-renewed \(journal-lost\)$/, orNothing: false },
  'journal-truncated': { first: renewed, orNothing: true },
  'journal-bits-flipped': { first: renewed, orNothing: true },
  'journal-old-copy': { first: renewed, orNothing: true },
  'both-bits-flipped': {
    first: /^(restored|journal-renewed) \(|^not opened \(both-lost\)$/,
    orNothing: true,
  },
  'both-unreadable': { first: /^not opened \(both-lost\)$/, orNothing: false },
};

function fits(damage: Damage, { what }: Look['told']): boolean {
  const { first, orNothing } = rules[damage];
  return what === null ? orNothing : first?.test(what) === true;
}

/**
 * What the person was not told, or told wrongly, at the first and second start after a damage. One of the two may be lost
 * without a loss; where both were damaged, what is lost is named when it is noticed.
 */
export function faultsOfTelling(damage: Damage, looks: readonly Look[]): string[] {
  const faults: string[] = [];
  let known: ReadonlySet<string> = new Set();
  for (const [index, { faults: found, told }] of looks.entries()) {
    const start = `${damage}, start ${index + 1} after it`;
    const isToldLater = index > 0 && told.what === null && damage !== 'both-unreadable';
    if (!isToldLater && !fits(damage, told)) faults.push(`${start}: told ${told.what ?? 'nothing'}`);
    const fresh = found.filter((what) => !known.has(what));
    // Of one of the two nothing may be lost, so naming it does not make it good.
    const isNamed = damage.startsWith('both-') && told.named > 0;
    if (!isNamed) faults.push(...fresh.map((what) => `${start}: ${what}`));
    known = new Set(found);
  }
  return faults;
}
