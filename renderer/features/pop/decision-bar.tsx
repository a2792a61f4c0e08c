import { useState } from 'react';
import type { Finding } from '../../../shared/domain/finding';
import type { PopNotice } from '../../../shared/domain/pop/deadlines';
import { changesMail } from '../../../shared/domain/pop/mails';
import { claimDispute } from '../../../shared/domain/pop/agreement';
import { claimRoleRefusal } from '../../../shared/domain/pop/claim-roles';
import type { MailDraft } from '../../../shared/domain/mdf/decline-mail';
import { forfeitNote } from '../../../shared/domain/pop/rejection';
import type { StoredDocument } from '../../../shared/schema/document';
import type { LeadLists } from '../../../shared/usecases/pop/claim-findings';
import { type ClaimMove, decideClaimOf } from '../../../shared/usecases/pop/decide-claim';
import { receiveFiled, takeBackReceived } from '../../../shared/usecases/pop/receive-filed';
import { putLabelBack } from '../../../shared/usecases/pop/settle-claim';
import { Button } from '../../ui/button';
import { Menu } from '../../ui/menu';
import { Notice } from '../../ui/states';
import { showToast } from '../../ui/toast-store';
import { useCommands } from '../../widgets/commands';
import { useDesk } from '../../widgets/desk-context';
import { MailDialog } from '../../widgets/mail-dialog';
import { NoticeMail } from '../../widgets/notice-mail';
import { useOwnFormats } from '../../widgets/own-formats';
import { useUndo } from '../../widgets/undo';
import { AwaitedProof } from './awaited-proof';
import { DecisionSaid } from './decision-said';
import { NoteDialog } from './note-dialog';
import { Others } from './others';
import { Payment } from './payment';
import styles from './pop-screen.module.css';
import type { QueueRow } from './queue';
import type { WriteClaim } from './use-claim-writes';

type DecisionBarProps = {
  readonly row: QueueRow;
  /** Checks that stand in the way of an acceptance. */
  readonly blocking: readonly Finding[];
  readonly documents: readonly StoredDocument[];
  readonly leadLists: LeadLists;
  readonly write: WriteClaim;
  /** Shows the person something that is open, by the code of its check. */
  readonly onShow: (code: string) => void;
};

type Asking = 'request-changes' | 'reject' | 'forfeit';

/** The decision on the whole claim and what follows it: requisition and payment (POP-2, POP-4, POP-6). */
export function DecisionBar({ row, blocking, documents, leadLists, write, onShow }: DecisionBarProps) {
  const desk = useDesk();
  const undo = useUndo();
  const own = useOwnFormats();
  const { request, claim, partner, deadline } = row;
  const [asking, setAsking] = useState<Asking | null>(null);
  const [mail, setMail] = useState<MailDraft | null>(null);
  const [notice, setNotice] = useState<PopNotice | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const kind = claim?.decision.kind ?? 'open';
  const isReceived = claim !== null && claim.receivedAt !== null;
  const isOpen = kind === 'open' || kind === 'changes-requested';
  const isOthers = claimRoleRefusal('review', desk.settings.roles, desk.playbook);
  const dispute = claim === null ? null : claimDispute(claim, desk.playbook);

  async function decide(move: ClaimMove, done: string): Promise<string | null> {
    const stopped = await write((seen) => decideClaimOf(desk, { ...seen, move }));
    const refused = stopped && `${stopped.message} ${stopped.fix}`;
    setProblem(refused);
    if (refused === null) showToast(done, { tone: 'good' });
    return refused;
  }

  async function putBack(): Promise<void> {
    const stopped = await write((seen) => putLabelBack(desk, seen));
    setProblem(stopped && `${stopped.message} ${stopped.fix}`);
    if (stopped === null) showToast('The label goes back', { tone: 'good' });
  }

  async function receive(): Promise<void> {
    let at = desk.clock.now();
    const put = async (work: Parameters<WriteClaim>[0]): Promise<string | null> => {
      const stopped = await write(work);
      return stopped && `${stopped.message} ${stopped.fix}`;
    };
    const count = (): Promise<string | null> => {
      at = desk.clock.now();
      return put((seen) => receiveFiled(desk, seen));
    };
    const refused = await count();
    setProblem(refused);
    if (refused !== null) return;
    undo.getState().did({
      label: 'Counted as received',
      undoneLabel: 'It does not count as received',
      undo: () => put((seen) => takeBackReceived(desk, seen, at)),
      redo: count,
    });
  }

  function accept(): void {
    const [first] = blocking;
    if (first !== undefined) onShow(first.code);
    else void decide({ kind: 'accept', leadLists }, 'Claim accepted');
  }

  function draftChanges(reason: string): void {
    if (partner === undefined) return;
    const context = { sender: desk.settings.userName, reason, popDue: deadline.due };
    setMail(changesMail(request, partner, desk.playbook, context));
  }

  function startOf(what: Asking): string {
    if (what === 'request-changes') return own(pointsForPartner(blocking, documents));
    if (what === 'reject' || partner === undefined) return '';
    return own(forfeitNote(request, partner, desk.playbook, deadline.due));
  }

  const canReview = isOpen && isReceived;
  const hasLapsed = isOpen && deadline.state === 'expired';
  const mayReview = isOthers === null;
  useCommands(
    'pop.claim',
    canReview && mayReview
      ? [
          { id: 'pop.accept-claim', label: 'Accept claim', group: 'POP', shortcut: 'shift+a', run: accept },
          {
            id: 'pop.request-changes',
            label: 'Ask for changes to the claim',
            group: 'POP',
            shortcut: 'shift+r',
            run: () => setAsking('request-changes'),
          },
          { id: 'pop.reject', label: 'Reject claim', group: 'POP', run: () => setAsking('reject') },
        ]
      : [],
  );

  return (
    <footer className={styles.decision} aria-label="Decision on the claim">
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      {claim === null ? null : <DecisionSaid claim={claim} />}
      {dispute === null ? null : (
        <Notice tone="waiting">
          {dispute.message} {dispute.fix}
          <p className={styles.settle}>
            <Button isDisabled={!mayReview} onPress={() => void putBack()}>
              Put the label back
            </Button>
          </p>
          {isOthers === null || canReview ? null : <Others refusal={isOthers} />}
        </Notice>
      )}
      {canReview ? (
        <>
          {blocking.length === 0 ? (
            <p className={styles.ready}>Everything is in order.</p>
          ) : (
            <p className={styles.open}>
              <Menu
                label="Open points"
                trigger={
                  <Button variant="quiet">
                    {blocking.length === 1
                      ? 'Show the open point'
                      : `Show the ${blocking.length} open points`}
                  </Button>
                }
                groups={[
                  {
                    id: 'open',
                    entries: blocking.map(({ code, message }) => ({
                      id: code,
                      label: own(message),
                      run: () => onShow(code),
                    })),
                  },
                ]}
              />
            </p>
          )}
          <div className={styles.buttons}>
            <Button variant="primary" isDisabled={!mayReview || blocking.length > 0} onPress={accept}>
              Accept claim
            </Button>
            <Button isDisabled={!mayReview} onPress={() => setAsking('request-changes')}>
              Ask for changes
            </Button>
            <Button variant="quiet" isDisabled={!mayReview} onPress={() => setAsking('reject')}>
              Reject
            </Button>
          </div>
          {isOthers === null ? null : <Others refusal={isOthers} />}
        </>
      ) : null}
      {isOpen && !isReceived ? (
        <AwaitedProof row={row} documents={documents} onDraft={setNotice} onReceive={() => void receive()} />
      ) : null}
      {hasLapsed ? (
        <>
          <div className={styles.buttons}>
            <Button isDisabled={!mayReview} onPress={() => setAsking('forfeit')}>
              Close as lapsed
            </Button>
          </div>
          {isOthers === null || canReview ? null : <Others refusal={isOthers} />}
        </>
      ) : null}
      {kind === 'accepted' || (kind === 'paid' && claim?.zipNumber === null) ? (
        <Payment key={request.id} row={row} decide={decide} />
      ) : null}
      {asking === null ? null : (
        <NoteDialog
          {...claimNotes[asking]}
          start={startOf(asking)}
          onClose={() => setAsking(null)}
          onSubmit={async (note) => {
            const refused = await decide({ kind: asking, note }, claimNotes[asking].done);
            if (refused === null && asking === 'request-changes') draftChanges(note.trim());
            return refused;
          }}
        />
      )}
      {mail === null ? null : (
        <MailDialog title="Tell the partner what is needed" draft={mail} onClose={() => setMail(null)} />
      )}
      {notice === null || partner === undefined ? null : (
        <NoticeMail
          notice={notice}
          request={request}
          partner={partner}
          due={deadline.due}
          onClose={() => setNotice(null)}
        />
      )}
    </footer>
  );
}

const claimNotes = {
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
  Asking,
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
