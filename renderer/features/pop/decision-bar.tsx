import { useState } from 'react';
import type { Finding } from '../../../shared/domain/finding';
import type { PopNotice } from '../../../shared/domain/pop/deadlines';
import { changesMail } from '../../../shared/domain/pop/mails';
import { claimDispute } from '../../../shared/domain/pop/agreement';
import { claimRoleRefusal } from '../../../shared/domain/pop/claim-roles';
import type { MailDraft } from '../../../shared/domain/mdf/decline-mail';
import type { StoredDocument } from '../../../shared/schema/document';
import type { Instant } from '../../../shared/schema/values';
import type { LeadLists } from '../../../shared/usecases/pop/claim-findings';
import { type ClaimMove, decideClaimOf } from '../../../shared/usecases/pop/decide-claim';
import { receivedForGood, receiveFiled, takeBackReceived } from '../../../shared/usecases/pop/receive-filed';
import { putLabelBack } from '../../../shared/usecases/pop/settle-claim';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/states';
import { showToast } from '../../ui/toast-store';
import { useProblem } from '../../ui/use-problem';
import { useCommands } from '../../widgets/commands';
import { useDesk, useToday } from '../../widgets/desk-context';
import { MailDialog } from '../../widgets/mail-dialog';
import { NoticeMail } from '../../widgets/notice-mail';
import { type UndoAnswer, useUndo } from '../../widgets/undo';
import { AwaitedProof } from './awaited-proof';
import { ClaimNote, type ClaimQuestion } from './claim-note';
import { DecisionSaid } from './decision-said';
import { OpenPoints } from './open-points';
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

/** The decision on the whole claim and what follows it: requisition and payment (POP-2, POP-4, POP-6). */
export function DecisionBar({ row, blocking, documents, leadLists, write, onShow }: DecisionBarProps) {
  const desk = useDesk();
  const today = useToday();
  const undo = useUndo();
  const { request, claim, partner, deadline } = row;
  const [asking, setAsking] = useState<ClaimQuestion | null>(null);
  const [mail, setMail] = useState<MailDraft | null>(null);
  const [notice, setNotice] = useState<PopNotice | null>(null);
  const [problem, setProblem] = useProblem();
  const kind = claim?.decision.kind ?? 'open';
  const isReceived = claim !== null && claim.receivedAt !== null;
  const isOpen = kind === 'open' || kind === 'changes-requested';
  const refusal = claimRoleRefusal('review', desk.settings.roles, desk.playbook);
  const dispute = claim === null ? null : claimDispute(claim, desk.playbook);

  /** Writes; the answer is null, or why it was refused and what helps. */
  async function put(work: Parameters<WriteClaim>[0]): Promise<string | null> {
    const stopped = await write(work);
    return stopped && `${stopped.message} ${stopped.fix}`;
  }

  async function decide(move: ClaimMove, done: string): Promise<string | null> {
    const refused = await put((seen) => decideClaimOf(desk, { ...seen, move }));
    setProblem(refused);
    if (refused === null) showToast(done, { tone: 'good' });
    return refused;
  }

  async function putBack(): Promise<void> {
    const refused = await put((seen) => putLabelBack(desk, seen));
    setProblem(refused);
    if (refused === null) showToast('The label goes back', { tone: 'good' });
  }

  async function takeBack(at: Instant): Promise<UndoAnswer> {
    const stopped = await write((seen) => takeBackReceived(desk, seen, at));
    if (stopped === null) return null;
    const why = `${stopped.message} ${stopped.fix}`;
    return receivedForGood.includes(stopped.code) ? { over: why } : why;
  }

  async function receive(): Promise<void> {
    let at = desk.clock.now();
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
      undo: () => takeBack(at),
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
    const context = { sender: desk.settings.userName, reason, popDue: deadline.due, today };
    setMail(changesMail(request, partner, desk.playbook, context));
  }

  const canReview = isOpen && isReceived;
  const hasLapsed = isOpen && deadline.state === 'expired';
  const mayReview = refusal === null;
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
          {refusal === null || canReview ? null : <Others refusal={refusal} />}
        </Notice>
      )}
      {canReview ? (
        <>
          <OpenPoints blocking={blocking} onShow={onShow} />
          <div className={styles.buttons}>
            <Button variant="primary" isDisabled={!mayReview || blocking.length > 0} onPress={accept}>
              Accept claim
            </Button>
            <Button
              // The document has a button of the same words.
              aria-label="Ask for changes to the claim"
              isDisabled={!mayReview}
              onPress={() => setAsking('request-changes')}
            >
              Ask for changes
            </Button>
            <Button variant="quiet" isDisabled={!mayReview} onPress={() => setAsking('reject')}>
              Reject
            </Button>
          </div>
          {refusal === null ? null : <Others refusal={refusal} />}
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
          {refusal === null || canReview ? null : <Others refusal={refusal} />}
        </>
      ) : null}
      {kind === 'accepted' || (kind === 'paid' && claim?.zipNumber === null) ? (
        <Payment key={request.id} row={row} decide={decide} />
      ) : null}
      {asking === null ? null : (
        <ClaimNote
          asking={asking}
          row={row}
          blocking={blocking}
          documents={documents}
          onClose={() => setAsking(null)}
          onSubmit={async (note, done) => {
            const refused = await decide({ kind: asking, note }, done);
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
