import { useEffect, useMemo, useRef, useState } from 'react';
import { INVOICE_PROOF } from '../../../shared/schema/proof-value';
import type { StoredDocument } from '../../../shared/schema/document';
import { tickClaim } from '../../../shared/usecases/pop/tick-claim';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { FileDrop, useFileDrop } from '../../ui/file-drop';
import { Section } from '../../ui/page-frame';
import { EmptyState, Notice } from '../../ui/states';
import { type Command, useCommands } from '../../widgets/commands';
import { DeadlineText } from '../../widgets/date-text';
import { useDesk } from '../../widgets/desk-context';
import { AttachNotes } from '../../widgets/documents/attach-notes';
import { useAttach } from '../../widgets/documents/use-attach';
import { GivenUpNotice } from '../../widgets/given-up-notice';
import { MoneyText } from '../../widgets/money-text';
import { useNavigation, useParam } from '../../widgets/navigation';
import { PartnerName } from '../../widgets/partner-name';
import { StatusOf } from '../../widgets/status-of';
import { useUndo } from '../../widgets/undo';
import { CheckLine, type ShownCheck } from './check-line';
import checkStyles from './checks.module.css';
import { Checklist } from './checklist';
import { DecisionBar } from './decision-bar';
import { DocumentPane } from './document-pane';
import { InvoiceForm } from './invoice-form';
import styles from './pop-screen.module.css';
import type { QueueRow } from './queue';
import { rowStatus } from './queue-list';
import { ReimbursementLine } from './reimbursement-line';
import { useClaimWrites } from './use-claim-writes';
import { useReview } from './use-review';
import { type InvoiceField, writtenWays } from './written-ways';

const none: readonly string[] = [];

/** One claim: its documents at the left, the checklist of its activity type at the right (POP-3, POP-5, POP-6). */
export function ReviewDesk({ row: shown }: { readonly row: QueueRow }) {
  const { request, partner, deadline } = shown;
  const { claim, write } = useClaimWrites(request.id, shown.claim);
  const row = useMemo(() => ({ ...shown, claim }), [shown, claim]);
  const desk = useDesk();
  const undo = useUndo();
  const go = useNavigation((navigation) => navigation.go);
  const review = useReview(row);
  const attach = useAttach(request.id);
  const side = useRef<HTMLDivElement>(null);
  const [documentId, setDocumentId] = useParam('document');
  const shownId = useRef(documentId);
  useEffect(() => {
    shownId.current = documentId;
  }, [documentId]);
  const pane = useRef<HTMLDivElement>(null);
  const takesFocus = useRef(false);
  const [field, setField] = useState<InvoiceField | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { documents } = review;
  const at = Math.max(
    0,
    documents.findIndex(({ id }) => id === documentId),
  );
  const open: StoredDocument | undefined = documents[at];
  const openId = open?.id ?? null;
  // The pane of the document before has gone with what was focused in it; the line of the new one is the place that stays.
  useEffect(() => {
    if (!takesFocus.current) return;
    takesFocus.current = false;
    side.current?.querySelector<HTMLElement>(`[data-file="${openId}"]`)?.focus();
  }, [openId]);
  const kind = claim?.decision.kind ?? 'open';
  const isClosed = kind === 'accepted' || kind === 'rejected' || kind === 'paid';

  async function take(files: readonly File[], proof: string | null): Promise<void> {
    const before = shownId.current;
    const [first] = await attach.attach(files, proof);
    // Who has turned to another document meanwhile is left there.
    if (first !== undefined && shownId.current === before) setDocumentId(first.id);
  }

  async function tick(code: string, value: boolean): Promise<void> {
    const before = claim?.ticks[code] ?? null;
    const put = async (answer: boolean | null) => {
      const stopped = await write((seen) => tickClaim(desk, { ...seen, code, value: answer }));
      return stopped && `${stopped.message} ${stopped.fix}`;
    };
    const refused = await put(value);
    setProblem(refused);
    if (refused === null)
      undo.getState().did({ label: 'Check answered', undo: () => put(before), redo: () => put(value) });
  }

  function show(step: 1 | -1): void {
    const next = documents[at + step];
    if (next === undefined) return;
    const focused = document.activeElement;
    takesFocus.current =
      focused === document.body ||
      focused?.id === 'content' ||
      focused?.closest('[data-file]') != null ||
      pane.current?.contains(focused) === true;
    setDocumentId(next.id);
  }

  /** Answers a check where the person can, else brings her to what it is about. */
  function act({ finding, answer, tick: given }: ShownCheck): void {
    if (answer !== 'none' && !isClosed) void tick(finding.code, given !== true);
    else showCheck(finding.code);
  }

  function showCheck(code: string): void {
    const line = review.checklist.find(({ key }) => code === `proof-${key}`);
    if (line?.documents[0] !== undefined) setDocumentId(line.documents[0].id);
    const place =
      side.current?.querySelector(`[data-check="${code}"]`) ??
      (line === undefined ? null : side.current?.querySelector(`[data-proof="${line.key}"]`));
    place?.scrollIntoView({ block: 'center' });
    // Marked until the next is shown: what was in view already would not move.
    side.current?.querySelector('[data-marked]')?.removeAttribute('data-marked');
    place?.setAttribute('data-marked', '');
    const inField = place?.closest('[data-field]') ?? place;
    inField?.querySelector<HTMLElement>('input, [role=spinbutton], button')?.focus();
  }

  useCommands('pop.desk', [
    { id: 'pop.next', label: 'Next document', group: 'POP', shortcut: 'j', run: () => show(1) },
    { id: 'pop.previous', label: 'Document before', group: 'POP', shortcut: 'k', run: () => show(-1) },
    ...review.checks.flatMap((check): Command[] =>
      check.key === null
        ? []
        : [
            {
              id: `pop.check-${check.key}`,
              label: `Check ${check.key}: ${check.finding.message}`,
              group: 'POP checks',
              shortcut: check.key,
              run: () => act(check),
            },
          ],
    ),
  ]);

  const { isOver, handlers } = useFileDrop((files) => void take(files, null), isClosed);
  const others = review.checks.filter(({ place }) => place === 'list');
  return (
    <div className={cx(styles.desk, isOver && styles.deskOver)} {...handlers}>
      <header className={styles.deskHead}>
        <div className={styles.deskNames}>
          <h2 className={styles.deskTitle}>{request.title}</h2>
          <PartnerName partner={partner} withDetails />
        </div>
        <div className={styles.deskFacts}>
          <StatusOf status={rowStatus(row)} />
          {isClosed ? null : <DeadlineText deadline={deadline.deadline} counts="days" form="short" />}
          <span>
            Approved <MoneyText money={request.approvedAmount} />
          </span>
          <Button variant="quiet" onPress={() => go('mdf', { id: request.id })}>
            Open request
          </Button>
        </div>
      </header>
      <div className={styles.deskNotes}>
        <AttachNotes attach={attach} />
        {claim?.decisionGivenUp ? (
          <GivenUpNotice subject={{ kind: 'claim', id: claim.id }} what="decision" />
        ) : null}
      </div>
      <div className={styles.split}>
        <div className={styles.left} ref={pane}>
          {open === undefined ? (
            <div className={styles.noDocuments}>
              <EmptyState title="No documents yet">
                <p>Drop the invoice and the proofs here, on their line of the checklist, or paste them.</p>
              </EmptyState>
            </div>
          ) : (
            <DocumentPane
              key={open.id}
              document={open}
              place={`${at + 1} of ${documents.length}`}
              values={field === null ? none : writtenWays(claim?.invoice ?? null, field)}
              isReadOnly={isClosed}
            />
          )}
        </div>
        <aside className={styles.right} ref={side} aria-label="Checklist">
          <div className={styles.rightBody}>
            <Section title="Documents">
              <Checklist
                lines={review.checklist}
                checks={review.checks}
                unassigned={review.unassigned}
                beside={review.beside}
                isClosed={isClosed}
                openId={openId}
                onOpen={({ id }) => setDocumentId(id)}
                onFiles={(files, proof) => void take(files, proof)}
              />
              <FileDrop
                title="Drop documents"
                shape="line"
                takesPaste
                isDisabled={attach.isReading}
                onFiles={(files) => void take(files, null)}
              />
            </Section>
            {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
            <InvoiceForm
              key={request.id}
              request={request}
              claim={claim}
              checks={review.checks}
              invoices={documents.filter(({ proof }) => proof === INVOICE_PROOF)}
              isReadOnly={isClosed}
              write={write}
              onTick={(code, value) => void tick(code, value)}
              onField={setField}
            />
            <Section title="Checks">
              <div className={checkStyles.checks}>
                {others.map((check) => (
                  <CheckLine
                    key={check.finding.code}
                    check={check}
                    isReadOnly={isClosed}
                    onTick={(value) => void tick(check.finding.code, value)}
                  />
                ))}
              </div>
            </Section>
            <ReimbursementLine request={request} reimbursement={review.reimbursement} />
          </div>
          <DecisionBar
            key={request.id}
            row={row}
            blocking={review.blocking}
            documents={documents}
            leadLists={review.leadLists}
            write={write}
            onShow={showCheck}
          />
        </aside>
      </div>
    </div>
  );
}
