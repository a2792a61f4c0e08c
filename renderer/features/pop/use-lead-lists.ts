import { useEffect, useState } from 'react';
import { findActivityType } from '../../../shared/domain/lookup';
import { checkLeadList } from '../../../shared/domain/pop/lead-list';
import type { MediaType, StoredDocument } from '../../../shared/schema/document';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { LeadLists } from '../../../shared/usecases/pop/claim-findings';
import { useDesk } from '../../widgets/desk-context';
import { askDocumentWorker } from '../../widgets/documents/document-worker';

const tables: readonly MediaType[] = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

/** Counts the rows of a request's lead lists and those that can be uploaded, by the hash of each file (POP-8). */
export function useLeadLists(request: FundRequest, documents: readonly StoredDocument[]): LeadLists {
  const { store, playbook } = useDesk();
  const [counts, setCounts] = useState<LeadLists>({});
  const proofs = findActivityType(playbook, request.activityType)?.proofs ?? [];
  const wanted = documents
    .filter(({ requestId, proof, mediaType }) => {
      const line = proofs.find(({ key }) => key === proof);
      return requestId === request.id && line?.leadList === true && tables.includes(mediaType);
    })
    .map(({ sha256 }) => sha256)
    .join(' ');
  useEffect(() => {
    let isGone = false;
    async function count(hash: string): Promise<void> {
      const bytes = await store.blob(hash as StoredDocument['sha256']);
      if (bytes === undefined) return;
      const answer = await askDocumentWorker({ kind: 'read-table', content: new Uint8Array(bytes) });
      if (isGone) return;
      const check = answer.kind === 'table' ? checkLeadList(answer.rows, playbook) : null;
      setCounts((known) => ({
        ...known,
        [hash]: check === null ? null : { rows: check.rows, good: check.good },
      }));
    }
    // A file that cannot be fetched is shown as such where it is opened.
    for (const hash of wanted.split(' ').filter(Boolean)) count(hash).catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [store, playbook, wanted]);
  return counts;
}
