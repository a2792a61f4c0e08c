import type { Playbook } from '../../playbook/playbook';
import type { StoredDocument } from '../../schema/document';
import { isPicture } from './stays-here';

/** Tells of a document whether it may list people: it is filed as a lead list, or may turn out to be one (POP-8). */
export function personalDocuments(
  playbook: Pick<Playbook, 'mdf'>,
): (document: Pick<StoredDocument, 'proof' | 'mediaType'>) => boolean {
  const lists = new Set(
    playbook.mdf.activityTypes.flatMap(({ proofs }) =>
      proofs.filter(({ leadList }) => leadList).map(({ key }) => key),
    ),
  );
  return ({ proof, mediaType }) => !isPicture(mediaType) || (proof !== null && lists.has(proof));
}
