import type { ActivityType } from '../../playbook/playbook';
import type { MediaType, StoredDocument } from '../../schema/document';
import { MISPLACED_PROOF, reservedProofs } from '../../schema/proof-value';

/** Why a document is kept on this computer and not sent. */
export type StaysHere =
  /** A list of people (POP-8). */
  | 'lead-list'
  /** Nobody filed it yet, and it may be a list of people (POP-8). */
  | 'not-filed'
  /** It came onto the wrong request. */
  | 'misplaced';

/** What shows by itself what it is; anything else may hold rows of people. */
export function isPicture(mediaType: MediaType): boolean {
  return mediaType === 'application/pdf' || mediaType.startsWith('image/');
}

/** Why a document must not leave this computer, null when it may (POP-8); `activityType` is that of its request. */
export function staysHere(
  { proof, mediaType }: Pick<StoredDocument, 'proof' | 'mediaType'>,
  activityType: ActivityType | undefined,
): StaysHere | null {
  if (proof === MISPLACED_PROOF) return 'misplaced';
  const line = activityType?.proofs.find(({ key }) => key === proof);
  if (line?.leadList === true) return 'lead-list';
  const isFiled = line !== undefined || (proof !== null && reservedProofs.includes(proof));
  return isFiled || isPicture(mediaType) ? null : 'not-filed';
}
