import { useMemo, useRef, useState } from 'react';
import { isDecided } from '../../../shared/domain/pop/claim-decision';
import { INVOICE_PROOF } from '../../../shared/schema/proof-value';
import { cx } from '../../ui/cx';
import { FileDrop, useFileDrop } from '../../ui/file-drop';
import { Section } from '../../ui/page-frame';
import { EmptyState, Notice } from '../../ui/states';
import { AttachNotes } from '../../widgets/documents/attach-notes';
import { useAttach } from '../../widgets/documents/use-attach';
import { GivenUpNotice } from '../../widgets/given-up-notice';
import { CheckLine, type ShownCheck } from './check-line';
import checkStyles from './checks.module.css';
import { Checklist } from './checklist';
import { DecisionBar } from './decision-bar';
import { DeskHead } from './desk-head';
import { DocumentPane } from './document-pane';
import { InvoiceForm } from './invoice-form';
import styles from './pop-screen.module.css';
import type { QueueRow } from './queue';
import { ReimbursementLine } from './reimbursement-line';
import { useClaimWrites } from './use-claim-writes';
import { useDeskCommands } from './use-desk-commands';
import { useReview } from './use-review';
import { useShownDocument } from './use-shown-document';
import { useTick } from './use-tick';
import { type InvoiceField, writtenWays } from './written-ways';

const none: readonly string[] = [];

/** One claim: its documents at the left, the checklist of its activity type at the right (POP-3, POP-5, POP-6). */
export function ReviewDesk({ row: shown }: { readonly row: QueueRow }) {
  const { request } = shown;
  const writes = useClaimWrites(request.id, shown.claim);
  const { claim, write } = writes;
  const row = useMemo(() => ({ ...shown, claim }), [shown, claim]);
  const review = useReview(row);
  const attach = useAttach(request.id);
  const side = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const { documents, checks } = review;
  const { open, at, choose, turn, showNew, chosen } = useShownDocument(documents, { pane, side });
  const [field, setField] = useState<InvoiceField | null>(null);
  const { tick, problem } = useTick(writes);
  const isClosed = claim !== null && isDecided(claim);

  async function take(files: readonly File[], proof: string | null): Promise<void> {
    const before = chosen();
    const [first] = await attach.attach(files, proof);
    if (first !== undefined) showNew(first.id, before);
  }

  /** Answers a check where the person can, else brings her to what it is about. */
  function act({ finding, answer, tick: given }: ShownCheck): void {
    if (answer !== 'none' && !isClosed) void tick(finding.code, given !== true);
    else showCheck(finding.code);
  }

  function showCheck(code: string): void {
    const line = review.checklist.find(({ key }) => code === `proof-${key}`);
    if (line?.documents[0] !== undefined) choose(line.documents[0].id);
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

  useDeskCommands({ turn, checks, act });
  const { isOver, handlers } = useFileDrop((files) => void take(files, null), isClosed);
  return (
    <div className={cx(styles.desk, isOver && styles.deskOver)} {...handlers}>
      <DeskHead row={row} isClosed={isClosed} />
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
                checks={checks}
                unassigned={review.unassigned}
                beside={review.beside}
                isClosed={isClosed}
                openId={open?.id ?? null}
                onOpen={({ id }) => choose(id)}
                onFiles={(files, proof) => void take(files, proof)}
              />
              <FileDrop
                title="Drop documents"
                shape="line"
                takesPaste
                isBusy={attach.isReading}
                onFiles={(files) => void take(files, null)}
              />
            </Section>
            {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
            <InvoiceForm
              key={request.id}
              request={request}
              claim={claim}
              checks={checks}
              invoices={documents.filter(({ proof }) => proof === INVOICE_PROOF)}
              isReadOnly={isClosed}
              write={write}
              onTick={(code, value) => void tick(code, value)}
              onField={setField}
            />
            <Section title="Checks">
              <div className={checkStyles.checks}>
                {checks
                  .filter(({ place }) => place === 'list')
                  .map((check) => (
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
