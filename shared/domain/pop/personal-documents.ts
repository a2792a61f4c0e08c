import type { Playbook } from '../../playbook/playbook';
import type { MediaType, StoredDocument } from '../../schema/document';
import { MISPLACED_PROOF } from '../../schema/proof-value';
import { leadListKeys } from './stays-here';

/** What shows by itself what it is, so that the word of whoever filed it is enough; anything else may hold rows of people. */
function isPicture(mediaType: MediaType): boolean {
  return mediaType === 'application/pdf' || mediaType.startsWith('image/');
}

/**
 * Tells of a document whether it may list people: it is filed as a lead list, nobody said yet what it is, or it may hold
 * rows of them (POP-8).
 */
export function personalDocuments(
  playbook: Pick<Playbook, 'mdf'>,
): (document: Pick<StoredDocument, 'proof' | 'mediaType'>) => boolean {
  const lists = leadListKeys(playbook);
  return ({ proof, mediaType }) =>
    proof === null || proof === MISPLACED_PROOF || lists.has(proof) || !isPicture(mediaType);
}
