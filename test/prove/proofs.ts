import { bundlesCut } from './bundles-cut';
import { diskStops } from './disk-stops';
import { drainFaults } from './drain-faults';
import { exactlyOnce } from './exactly-once';
import { journalDamage } from './journal-damage';
import { killProof } from './kills';
import { mergeOracle } from './merge-oracle';
import type { Proof } from './proof';
import { pullHistories } from './pull-histories';
import { refreshBursts } from './refresh/bursts';
import { refreshKills } from './refresh/kills';
import { secrets } from './secrets';
import { seededBugs } from './seeded-bugs';
import { smallChanges } from './small-changes';
import { storeDamageProof } from './store-damage';
import { twoDevices } from './two-devices';

/** Every proof, in the order of the table. */
export const proofs: readonly Proof[] = [
  killProof,
  journalDamage,
  storeDamageProof,
  diskStops,
  exactlyOnce,
  twoDevices,
  bundlesCut,
  mergeOracle,
  drainFaults,
  pullHistories,
  refreshBursts,
  refreshKills,
  secrets,
  seededBugs,
  smallChanges,
];
