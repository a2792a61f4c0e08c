import type { ActivityType, Playbook } from '../../playbook/playbook';
import type { StoredDocument } from '../../schema/document';
import { MISPLACED_PROOF, reservedProofs } from '../../schema/proof-value';

/** Why a document is kept on this computer and not sent. */
export type StaysHere =
  /** A list of people (POP-8). */
  | 'lead-list'
  /** Nobody filed it yet, and it may be a list of people (POP-8). */
  | 'not-filed'
  /** It came onto the wrong request. */
  | 'misplaced';

const listsOf = new WeakMap<readonly ActivityType[], ReadonlySet<string>>();

/** Keys that any activity type gives a list of people: what is filed so is one, whatever the activity becomes (POP-8). */
export function leadListKeys({ mdf: { activityTypes } }: Pick<Playbook, 'mdf'>): ReadonlySet<string> {
  const known = listsOf.get(activityTypes);
  if (known) return known;
  const lists = activityTypes.flatMap(({ proofs }) => proofs.filter(({ leadList }) => leadList));
  const keys = new Set(lists.map(({ key }) => key));
  listsOf.set(activityTypes, keys);
  return keys;
}

/**
 * Why a document must not leave this computer, null when it may (POP-8); `activityType` is that of its request. What
 * nobody filed may be a list of people whatever kind of file it is, and whatever type the activity is changed to.
 */
export function staysHere(
  { proof }: Pick<StoredDocument, 'proof'>,
  activityType: ActivityType | undefined,
  playbook: Pick<Playbook, 'mdf'>,
): StaysHere | null {
  if (proof === null) return 'not-filed';
  if (proof === MISPLACED_PROOF) return 'misplaced';
  if (leadListKeys(playbook).has(proof)) return 'lead-list';
  const isFiled = reservedProofs.includes(proof) || activityType?.proofs.some(({ key }) => key === proof);
  return isFiled === true ? null : 'not-filed';
}
