import type { Playbook } from '../../playbook/playbook';
import type { MediaType, StoredDocument } from '../../schema/document';

const tables: ReadonlySet<MediaType> = new Set<MediaType>([
  'text/csv',
  'text/plain',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]);

/**
 * Whether a document may list people: it is filed as a lead list, or is a table, which may turn out to be one (POP-8).
 */
export function personalDocuments(
  playbook: Pick<Playbook, 'mdf'>,
): (document: Pick<StoredDocument, 'proof' | 'mediaType'>) => boolean {
  const lists = new Set(
    playbook.mdf.activityTypes.flatMap(({ proofs }) =>
      proofs.filter(({ leadList }) => leadList).map(({ key }) => key),
    ),
  );
  return ({ proof, mediaType }) => tables.has(mediaType) || (proof !== null && lists.has(proof));
}
