import type { Finding } from '../../../shared/domain/finding';
import { forfeitNote } from '../../../shared/domain/pop/rejection';
import type { StoredDocument } from '../../../shared/schema/document';
import { useDesk } from '../../widgets/desk-context';
import { useOwnFormats } from '../../widgets/own-formats';
import { NoteDialog } from './note-dialog';
import type { QueueRow } from './queue';

/** A decision on a claim that wants a note. */
export type ClaimQuestion = 'request-changes' | 'reject' | 'forfeit';

type ClaimNoteProps = {
  readonly asking: ClaimQuestion;
  readonly row: QueueRow;
  /** Checks that stand in the way of an acceptance. */
  readonly blocking: readonly Finding[];
  readonly documents: readonly StoredDocument[];
  readonly onClose: () => void;
  /** Decides with this note; `done` says so once it is. The answer is null, or why it was not done. */
  readonly onSubmit: (note: string, done: string) => Promise<string | null>;
};

/** Asks for the note of a decision, begun with what is known already (POP-6, POP-7). */
export function ClaimNote({ asking, row, blocking, documents, onClose, onSubmit }: ClaimNoteProps) {
  const { playbook } = useDesk();
  const own = useOwnFormats();
  const { request, partner, deadline } = row;
  const { done, ...text } = words[asking];

  function start(): string {
    if (asking === 'request-changes') return own(pointsForPartner(blocking, documents));
    if (asking === 'reject' || partner === undefined) return '';
    return own(forfeitNote(request, partner, playbook, deadline.due));
  }

  return <NoteDialog {...text} start={start()} onClose={onClose} onSubmit={(note) => onSubmit(note, done)} />;
}

const words = {
  'request-changes': {
    title: 'Ask for changes',
    label: 'What the partner has to change',
    help: 'The partner is told this; you read the message before it goes out.',
    submitLabel: 'Ask for changes',
    done: 'Changes asked for',
  },
  reject: {
    title: 'Reject the claim',
    label: 'Why it is rejected',
    help: 'It is kept with the claim and written on its POP issue in GitLab, which is closed. A rejected claim is closed for good, and the approved sum goes back to the budget.',
    submitLabel: 'Reject claim',
    done: 'Claim rejected',
  },
  forfeit: {
    title: 'Close what lapsed',
    label: 'Why it is closed',
    help: 'The approved sum goes back to the budget. The claim is closed for good: Salesforce shows it as rejected, and its POP issue in GitLab gets this reason and is closed.',
    submitLabel: 'Close as lapsed',
    done: 'Closed; the sum is back in the budget',
  },
} as const satisfies Record<
  ClaimQuestion,
  Readonly<Record<'title' | 'label' | 'help' | 'submitLabel' | 'done', string>>
>;

/** Only what the partner can mend is put to her, and what was said of each document; what waits for the reviewer is not. */
function pointsForPartner(blocking: readonly Finding[], documents: readonly StoredDocument[]): string {
  const notes = documents.flatMap(({ name, review }) =>
    review.kind === 'changes-requested' ? [`${name}: ${review.note}`] : [],
  );
  const failed = blocking.filter(({ verdict }) => verdict === 'fail').map(({ message }) => message);
  return [...failed, ...notes].map((point) => `- ${point}`).join('\n');
}
