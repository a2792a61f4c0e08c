import { journalDamage } from './journal-damage';
import type { Proof } from './proof';
import { refreshBursts } from './refresh/bursts';
import { refreshKills } from './refresh/kills';

/** Every proof, in the order of the table. */
export const proofs: readonly Proof[] = [refreshBursts, refreshKills, journalDamage];
