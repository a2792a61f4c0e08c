import { useMemo, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { StoredDocument } from '../../../shared/schema/document';
import type { FundRequestId } from '../../../shared/schema/ids';
import { useRecords } from '../../data/hooks';
import { cx } from '../../ui/cx';
import { Dialog } from '../../ui/dialog';
import { ErrorState, Notice, Skeleton } from '../../ui/states';
import { useProblem } from '../../ui/use-problem';
import { GivenUpNotice } from '../given-up-notice';
import { DocumentThumb } from '../document-thumb';
import { byArrival } from './by-arrival';
import { DocumentViewer } from './document-viewer';
import styles from './documents.module.css';
import { ServesAs } from './serves-as';
import { StaysHereNotice } from './stays-here-notice';
import { useIsClosed } from './use-is-closed';

/** Documents of a request in the order in which they came; undefined while they are read. */
export function useDocumentsOf(requestId: string | null): readonly StoredDocument[] | undefined {
  const { list, state } = useRecords('document');
  return useMemo(
    () =>
      state === 'loading'
        ? undefined
        : list
            .filter((document) => document.requestId === requestId && !document.deletedRemotely)
            .sort(byArrival),
    [list, state, requestId],
  );
}

/** The documents of a request, each with its kind, size and review; a press shows it over the window. */
export function DocumentList({ requestId }: { readonly requestId: FundRequestId }) {
  const documents = useDocumentsOf(requestId);
  const { problem } = useRecords('document');
  const [inDialog, setInDialog] = useState<string | null>(null);
  if (problem !== null) {
    return (
      <ErrorState
        title="The documents could not be read"
        reason={problem}
        fix="Close Channel Desk and start it again; what was saved stays saved."
      />
    );
  }
  if (documents === undefined) return <Skeleton label="Reading the documents" rows={2} />;
  if (documents.length === 0) return <p className={styles.empty}>No documents yet.</p>;
  const shown = documents.find(({ id }) => id === inDialog);
  return (
    <>
      <ul className={styles.list} aria-label="Documents">
        {documents.map((document) => (
          <li key={document.id}>
            <AriaButton className={cx(styles.item)} onPress={() => setInDialog(document.id)}>
              <DocumentThumb document={document} />
            </AriaButton>
            <StaysHereNotice document={document} isOpen={false} />
            {document.uploadGivenUp ? (
              <GivenUpNotice subject={{ kind: 'document', id: document.id }} what="upload" />
            ) : null}
          </li>
        ))}
      </ul>
      {shown === undefined ? null : (
        <Dialog title={shown.name} size="full" isOpen onClose={() => setInDialog(null)}>
          <DocumentInDialog document={shown} />
        </Dialog>
      )}
    </>
  );
}

/** A document over the window, with what it serves as: a request that is not approved yet has no review where it could be filed. */
function DocumentInDialog({ document }: { readonly document: StoredDocument }) {
  const [problem, setProblem] = useProblem();
  const isClosed = useIsClosed(document.requestId);
  return (
    <div className={styles.inDialog}>
      <div className={styles.filing}>
        <ServesAs document={document} isReadOnly={isClosed} onProblem={setProblem} />
        {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
        <StaysHereNotice document={document} isOpen />
      </div>
      <DocumentViewer document={document} />
    </div>
  );
}
