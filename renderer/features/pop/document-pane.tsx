import { useState } from 'react';
import type { StoredDocument } from '../../../shared/schema/document';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { type DocumentVerdict, reviewDocument } from '../../../shared/usecases/pop/review-document';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/states';
import { Status } from '../../ui/status';
import { useProblem } from '../../ui/use-problem';
import { useCommands } from '../../widgets/commands';
import { orProblem } from '../../widgets/broken-off';
import { useDesk } from '../../widgets/desk-context';
import { reviewStatus } from '../../widgets/document-thumb';
import { DocumentViewer } from '../../widgets/documents/document-viewer';
import { ServesAs } from '../../widgets/documents/serves-as';
import { StaysHereNotice } from '../../widgets/documents/stays-here-notice';
import { GivenUpNotice } from '../../widgets/given-up-notice';
import { undoAnswer, useUndo } from '../../widgets/undo';
import { NoteDialog } from './note-dialog';
import styles from './pop-screen.module.css';

type DocumentPaneProps = {
  readonly document: StoredDocument;
  /** Place among the documents, from 1. */
  readonly place: string;
  /** Values to mark in the document. */
  readonly values: readonly string[];
  readonly isReadOnly: boolean;
};

/** One document with its verdict: what it serves, accept, ask for changes (POP-6). */
export function DocumentPane({ document, place, values, isReadOnly }: DocumentPaneProps) {
  const desk = useDesk();
  const undo = useUndo();
  const [problem, setProblem] = useProblem();
  const [isAsking, setAsking] = useState(false);
  const { id, review } = document;
  const { tone, word } = reviewStatus(review);

  async function judge(verdict: DocumentVerdict): Promise<UseCaseProblem | null> {
    const done = await orProblem(reviewDocument(desk, { id, verdict }));
    return done.ok ? null : done.error;
  }

  async function judgeWithUndo(verdict: DocumentVerdict, label: string): Promise<string | null> {
    const refused = await judge(verdict);
    if (refused === null) {
      const again = async (one: DocumentVerdict) => undoAnswer(await judge(one));
      const before: DocumentVerdict =
        review.kind === 'accepted'
          ? { kind: 'accept' }
          : review.kind === 'changes-requested'
            ? { kind: 'request-changes', note: review.note }
            : { kind: 'reopen' };
      undo.getState().did({ label, undo: () => again(before), redo: () => again(verdict) });
    }
    return refused && `${refused.message} ${refused.fix}`;
  }

  const accept = () => void judgeWithUndo({ kind: 'accept' }, 'Document accepted').then(setProblem);
  useCommands(
    'pop.document',
    isReadOnly
      ? []
      : [
          { id: 'pop.accept', label: 'Accept document', group: 'POP', shortcut: 'a', run: accept },
          {
            id: 'pop.document-changes',
            label: 'Ask for changes to the document',
            group: 'POP',
            shortcut: 'r',
            run: () => setAsking(true),
          },
        ],
  );
  return (
    <div className={styles.pane}>
      <header className={styles.paneHead}>
        <div className={styles.paneNames}>
          <h3 className={styles.paneTitle} title={document.name}>
            <bdi>{document.name}</bdi>
          </h3>
          <span className={styles.panePlace}>{place}</span>
          <span className={styles.paneStatus}>
            <Status tone={tone}>{word}</Status>
          </span>
        </div>
        <div className={styles.paneActions}>
          <ServesAs document={document} isReadOnly={isReadOnly} onProblem={setProblem} />
          {isReadOnly ? null : (
            <>
              <Button shortcut="A" isDisabled={review.kind === 'accepted'} onPress={accept}>
                Accept
              </Button>
              <Button shortcut="R" onPress={() => setAsking(true)}>
                Ask for changes
              </Button>
            </>
          )}
        </div>
      </header>
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      <StaysHereNotice document={document} isOpen />
      {document.uploadGivenUp ? <GivenUpNotice subject={{ kind: 'document', id }} what="upload" /> : null}
      {review.kind === 'changes-requested' ? (
        <Notice tone="waiting">
          {review.by} asked for changes: {review.note}
        </Notice>
      ) : null}
      <DocumentViewer document={document} values={values} />
      {isAsking ? (
        <NoteDialog
          title="Ask for changes to this document"
          label="What has to change"
          help="It stands beside the document; ask for changes to the claim to tell the partner."
          submitLabel="Ask for changes"
          start={review.kind === 'changes-requested' ? review.note : ''}
          onClose={() => setAsking(false)}
          onSubmit={(note) => judgeWithUndo({ kind: 'request-changes', note }, 'Changes asked for')}
        />
      ) : null}
    </div>
  );
}
