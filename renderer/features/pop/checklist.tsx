import { Button as AriaButton } from 'react-aria-components';
import type { ProofLine } from '../../../shared/domain/pop/proofs';
import type { StoredDocument } from '../../../shared/schema/document';
import { cx } from '../../ui/cx';
import { useFileDrop } from '../../ui/file-drop';
import { Kbd } from '../../ui/kbd';
import { Status, type StatusTone } from '../../ui/status';
import { DocumentThumb } from '../../widgets/document-thumb';
import type { ShownCheck } from './check-line';
import styles from './checks.module.css';

type ChecklistProps = {
  readonly lines: readonly ProofLine[];
  readonly checks: readonly ShownCheck[];
  readonly unassigned: readonly StoredDocument[];
  readonly beside: Readonly<Record<'other' | 'misplaced', readonly StoredDocument[]>>;
  readonly openId: string | null;
  /** The claim is decided: what never came to this desk is missing to nobody. */
  readonly isClosed: boolean;
  readonly onOpen: (document: StoredDocument) => void;
  /** Files dropped onto a line serve its proof. */
  readonly onFiles: (files: readonly File[], proof: string) => void;
};

const states = {
  received: { tone: 'active', word: 'To review' },
  'changes-requested': { tone: 'waiting', word: 'Changes requested' },
  accepted: { tone: 'good', word: 'Accepted' },
} as const satisfies Record<
  Exclude<ProofLine['status'], 'missing'>,
  { readonly tone: StatusTone; readonly word: string }
>;

/** What the activity needs and what came for each (POP-3); files dropped on a line are filed there. */
export function Checklist(props: ChecklistProps) {
  const { lines, checks, unassigned, beside, openId, isClosed, onOpen, onFiles } = props;
  const groups = [
    { name: 'Not filed yet', help: 'choose what each serves', documents: unassigned },
    { name: 'Other documents', help: 'no proof', documents: beside.other },
    { name: 'Not for this request', help: 'count nowhere', documents: beside.misplaced },
  ];
  return (
    <ul className={styles.checklist} aria-label="Proofs">
      {lines.map((line) => (
        <Line
          key={line.key}
          line={line}
          checkKey={checks.find(({ finding }) => finding.code === `proof-${line.key}`)?.key ?? null}
          openId={openId}
          isClosed={isClosed}
          onOpen={onOpen}
          onFiles={(files) => onFiles(files, line.key)}
        />
      ))}
      {groups.map(({ name, help, documents }) =>
        documents.length === 0 ? null : (
          <li key={name} className={styles.line}>
            <div className={styles.lineHead}>
              <span className={styles.lineName}>{name}</span>
              <span className={styles.optional}>{help}</span>
            </div>
            <Files documents={documents} openId={openId} onOpen={onOpen} />
          </li>
        ),
      )}
    </ul>
  );
}

type LineProps = {
  readonly line: ProofLine;
  /** Key that shows what stands here; null when all is well. */
  readonly checkKey: string | null;
  readonly isClosed: boolean;
  readonly openId: string | null;
  readonly onOpen: (document: StoredDocument) => void;
  readonly onFiles: (files: readonly File[]) => void;
};

function Line({ line, checkKey, openId, isClosed, onOpen, onFiles }: LineProps) {
  const { isOver, handlers } = useFileDrop(onFiles, false);
  const { tone, word } = stateOf(line, isClosed);
  return (
    <li className={cx(styles.line, isOver && styles.lineOver)} data-proof={line.key} {...handlers}>
      <div className={styles.lineHead}>
        <span className={styles.lineName}>{line.label}</span>
        {line.required ? null : <span className={styles.optional}>optional</span>}
        <span className={styles.lineState}>
          <Status tone={tone}>{word}</Status>
          {checkKey === null ? null : <Kbd>{checkKey}</Kbd>}
        </span>
      </div>
      {line.documents.length === 0 ? (
        <p className={styles.lineHelp}>{isOver ? `Drop to file it as ${line.label}` : line.help}</p>
      ) : (
        <Files documents={line.documents} openId={openId} onOpen={onOpen} />
      )}
    </li>
  );
}

function stateOf(line: ProofLine, isClosed: boolean): { readonly tone: StatusTone; readonly word: string } {
  if (line.status !== 'missing') return states[line.status];
  if (isClosed) return { tone: 'neutral', word: 'Not on this desk' };
  // An optional proof that is missing stands in nobody's way.
  return { tone: line.required ? 'bad' : 'neutral', word: 'Missing' };
}

type FilesProps = {
  readonly documents: readonly StoredDocument[];
  readonly openId: string | null;
  readonly onOpen: (document: StoredDocument) => void;
};

function Files({ documents, openId, onOpen }: FilesProps) {
  return (
    <ul className={styles.files}>
      {documents.map((document) => (
        <li key={document.id}>
          <AriaButton
            className={cx(styles.file, document.id === openId && styles.fileOpen)}
            data-file={document.id}
            {...(document.id === openId ? { 'aria-current': 'true' as const } : {})}
            onPress={() => onOpen(document)}
          >
            <DocumentThumb document={document} />
          </AriaButton>
        </li>
      ))}
    </ul>
  );
}
