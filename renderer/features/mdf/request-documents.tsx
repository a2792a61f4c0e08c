import { lazy, Suspense } from 'react';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { Skeleton } from '../../ui/states';
import styles from './request-parts.module.css';

// The viewers behind a document are heavy, so they come after the list.
const DocumentList = lazy(async () => ({
  default: (await import('../../widgets/documents/document-list')).DocumentList,
}));
const DocumentDrop = lazy(async () => ({
  default: (await import('../../widgets/documents/document-drop')).DocumentDrop,
}));

/** The files kept for a request, and a place to drop more (POP-6). */
export function RequestDocuments({ request }: { readonly request: FundRequest }) {
  return (
    <Suspense fallback={<Skeleton label="Reading the documents" rows={2} />}>
      <div className={styles.documents}>
        <DocumentList requestId={request.id} />
        <DocumentDrop requestId={request.id} />
      </div>
    </Suspense>
  );
}
