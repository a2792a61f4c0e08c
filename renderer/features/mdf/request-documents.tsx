import { useMemo } from 'react';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { useRecords } from '../../data/hooks';
import { DocumentThumb } from '../../widgets/document-thumb';
import styles from './request-parts.module.css';

/** The files kept for a request. */
export function RequestDocuments({ request }: { readonly request: FundRequest }) {
  const { list } = useRecords('document');
  const documents = useMemo(
    () => list.filter(({ requestId }) => requestId === request.id),
    [list, request.id],
  );
  if (documents.length === 0) return <p className={styles.faint}>No documents yet.</p>;
  return (
    <div className={styles.documents}>
      {documents.map((document) => (
        <DocumentThumb key={document.id} document={document} />
      ))}
    </div>
  );
}
