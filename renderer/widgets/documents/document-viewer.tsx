import { causeText } from '../../../shared/lib/cause';
import { Download } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { findActivityType } from '../../../shared/domain/lookup';
import type { StoredDocument } from '../../../shared/schema/document';
import { useRecord } from '../../data/hooks';
import { IconButton } from '../../ui/button';
import { Facts } from '../../ui/page-frame';
import { EmptyState, ErrorState, Notice, Skeleton } from '../../ui/states';
import { showToast } from '../../ui/toast-store';
import { useProblem } from '../../ui/use-problem';
import { useDesk } from '../desk-context';
import { FileSize } from '../document-thumb';
import { RemoteLinks } from '../remote-links';
import styles from './documents.module.css';
import { ImageView } from './image-view';
import { PdfView } from './pdf-view';
import { TableView } from './table-view';
import { useBlob } from './use-blob';
import { ViewerBar } from './viewer-bar';

type DocumentViewerProps = {
  readonly document: StoredDocument;
  /** Ways in which a value may be written; they are marked where they stand in the document. Keep it stable. */
  readonly values?: readonly string[];
};

const none: readonly string[] = [];

/** Shows a stored document offline: PDF, picture or table; of other kinds what is known and a way to save a copy (POP-6). */
export function DocumentViewer({ document, values }: DocumentViewerProps) {
  return (
    <section className={styles.viewer} aria-label={document.name}>
      <ViewerBoundary key={document.id} document={document}>
        <Content key={document.sha256} document={document} values={values ?? none} />
      </ViewerBoundary>
    </section>
  );
}

function Content({
  document,
  values,
}: {
  readonly document: StoredDocument;
  readonly values: readonly string[];
}) {
  const blob = useBlob(document.sha256);
  const request = useRecord('fund-request', document.requestId);
  const { playbook } = useDesk();
  switch (blob.state) {
    case 'loading':
      return <Skeleton label="Reading the document" rows={10} />;
    case 'missing':
      return (
        <EmptyState
          title="Not on this device"
          actions={
            <RemoteLinks
              links={[
                { id: 'salesforce', label: 'Salesforce', ref: document.salesforce },
                { id: 'gitlab', label: 'GitLab', ref: document.gitlabUpload },
              ]}
            />
          }
        >
          The file was added elsewhere; here are only its name and size. Open it where it was uploaded, or
          drop it here.
        </EmptyState>
      );
    case 'failed':
      return (
        <ErrorState
          title="The document could not be read from this device"
          reason={blob.reason}
          fix="Close Channel Desk and start it again; if it stays, fetch the file again by a sync."
        />
      );
    case 'ready':
      break;
  }
  const actions = <SaveCopy document={document} bytes={blob.bytes} />;
  switch (document.mediaType) {
    case 'application/pdf':
      return <PdfView bytes={blob.bytes} values={values} actions={actions} />;
    case 'image/png':
    case 'image/jpeg':
    case 'image/webp':
    case 'image/gif':
      return (
        <ImageView bytes={blob.bytes} mediaType={document.mediaType} name={document.name} actions={actions} />
      );
    case 'text/csv':
    case 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
      const proofs = findActivityType(playbook, request?.activityType ?? '')?.proofs ?? [];
      const isLeadList = proofs.some(({ key, leadList }) => leadList && key === document.proof);
      return <TableView bytes={blob.bytes} isLeadList={isLeadList} actions={actions} />;
    }
    case 'image/tiff':
    case 'image/heic':
    case 'application/zip':
    case 'application/xml':
    case 'text/plain':
    case 'application/octet-stream':
      return (
        <>
          <ViewerBar actions={actions} />
          <OtherFile document={document} />
        </>
      );
  }
}

function OtherFile({ document }: { readonly document: StoredDocument }) {
  return (
    <div className={styles.other}>
      <h3 className={styles.otherTitle}>This kind of file cannot be shown here</h3>
      <p>It is kept unaltered. Save a copy to look at it in another program.</p>
      <Facts
        items={[
          ['Name', <bdi key="name">{document.name}</bdi>],
          ['Kind', document.mediaType],
          ['Size', <FileSize key="size" bytes={document.size} />],
          [
            'SHA-256',
            <code key="hash" className={styles.hash}>
              {document.sha256}
            </code>,
          ],
        ]}
      />
    </div>
  );
}

function SaveCopy({
  document,
  bytes,
}: {
  readonly document: StoredDocument;
  readonly bytes: Uint8Array<ArrayBuffer>;
}) {
  const { bridge } = useDesk();
  const [problem, setProblem] = useProblem();
  async function save(): Promise<void> {
    const answer = await bridge.call('file.save', { suggestedName: document.name.slice(0, 200), bytes });
    setProblem(answer.ok ? null : `${answer.error.message} ${answer.error.fix}`);
    if (answer.ok && answer.value !== null) showToast(`Saved as ${answer.value.path}`);
  }
  return (
    <>
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      <IconButton label="Save a copy" icon={<Download aria-hidden />} onPress={() => void save()} />
    </>
  );
}

type BoundaryProps = { readonly document: StoredDocument; readonly children: ReactNode };

/** Keeps a failure of the viewer inside its place; the rest of the screen goes on. */
class ViewerBoundary extends Component<BoundaryProps, { readonly reason: string | null }> {
  override state: { readonly reason: string | null } = { reason: null };

  static getDerivedStateFromError(cause: unknown): { readonly reason: string } {
    return { reason: causeText(cause) };
  }

  override render(): ReactNode {
    return this.state.reason === null ? (
      this.props.children
    ) : (
      <ErrorState
        title="The document cannot be shown"
        reason={this.state.reason}
        fix="The file is kept unaltered. Choose another document and come back, or save a copy."
      />
    );
  }
}
