import { useState } from 'react';
import { assertNever } from '../../../shared/lib/assert-never';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { type FundRequestMove, moveFundRequest } from '../../../shared/usecases/mdf/move-fund-request';
import { FormDialog } from '../../ui/dialog';
import { TextArea } from '../../ui/text-field';
import { useProblem } from '../../ui/use-problem';
import { orProblem } from '../../widgets/broken-off';
import { useDesk } from '../../widgets/desk-context';
import { useWayOut } from '../../widgets/navigation';
import { CancellationFacts } from './cancellation-facts';
import { DeciderField, useDecider } from './decider-field';
import { NameNotice } from './name-notice';
import styles from './dialogs.module.css';
import type { RequestRow } from './request-rows';
import { useRefusalText } from './use-refusal-text';

/** The moves of a request that want a reason or may have one. */
export type ReasonMove = 'decline' | 'send-back' | 'withdraw' | 'cancel';

type ReasonDialogProps = {
  readonly kind: ReasonMove;
  readonly row: RequestRow;
  readonly onClose: () => void;
  readonly onDone: (request: FundRequest) => void;
};

const words = {
  decline: {
    title: 'Decline this request',
    submit: 'Decline',
    label: 'Reason',
    help: 'The partner is told it: the next step drafts the message. A decline cannot be taken back.',
  },
  'send-back': {
    title: 'Send this request back',
    submit: 'Send back',
    label: 'What is to be changed',
    help: 'The partner is told it: the next step drafts the message. The request can then be changed and submitted again.',
  },
  withdraw: {
    title: 'Withdraw this request',
    submit: 'Withdraw',
    label: 'Reason',
    help: 'May stay empty. A withdrawn request cannot be submitted again.',
  },
  cancel: {
    title: 'Cancel this activity',
    submit: 'Cancel the activity',
    label: 'Reason',
    help: 'Epic and issues are closed with it. A cancelled activity needs a new request to take place after all.',
  },
} as const satisfies Record<ReasonMove, Record<'title' | 'submit' | 'label' | 'help', string>>;

const missing = {
  decline: 'Write the reason; the partner is told it.',
  'send-back': 'Write the reason; the partner is told it.',
  cancel: 'Write the reason; epic and issues are closed with it.',
} as const satisfies Record<Exclude<ReasonMove, 'withdraw'>, string>;

function moveOf(kind: ReasonMove, level: number, reason: string, onBehalfOf: string | null): FundRequestMove {
  switch (kind) {
    case 'withdraw':
      return { kind, reason };
    case 'cancel':
      return { kind, reason, onBehalfOf };
    case 'decline':
    case 'send-back':
      return { kind, level, reason, onBehalfOf };
    default:
      return assertNever(kind);
  }
}

/** Declines, sends back, withdraws or cancels with a reason (MDF-4, MDF-5, MDF-12). */
export function ReasonDialog({ kind, row, onClose, onDone }: ReasonDialogProps) {
  const desk = useDesk();
  const refusalText = useRefusalText();
  const { request } = row;
  // The terms and the approval that she looked at; the use case refuses to go on from others.
  const [seen, setSeen] = useState(request);
  const [level] = useState(request.approval.kind === 'in-review' ? request.approval.level : 1);
  const [reason, setReason] = useState('');
  const wayOut = useWayOut(reason.trim() !== '', onClose);
  const [tried, setTried] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useProblem();
  const { levels, cancellation } = desk.playbook.mdf;
  const role = levels[level - 1]?.role;
  const decider = useDecider(
    kind === 'cancel' ? cancellation.decidedBy : role === undefined ? [] : [role],
    request.region,
  );
  const text = words[kind];
  const reasonProblem = kind !== 'withdraw' && reason.trim() === '' ? missing[kind] : null;
  const deciderProblem = kind === 'withdraw' ? null : decider.problem;

  async function submit(): Promise<void> {
    setTried(true);
    if (reasonProblem !== null || deciderProblem !== null) return;
    const move = moveOf(kind, level, reason.trim(), decider.onBehalfOf);
    setSaving(true);
    const done = await orProblem(moveFundRequest(desk, { seen, move }));
    setSaving(false);
    if (done.ok) return onDone(done.value);
    setSeen(request);
    setProblem(refusalText(done.error));
  }

  return (
    <FormDialog
      title={text.title}
      isOpen
      onClose={wayOut}
      submitLabel={text.submit}
      {...(kind === 'cancel' ? { closeLabel: 'Keep it' } : {})}
      onSubmit={() => void submit()}
      isSubmitting={isSaving}
      problem={problem}
    >
      <p className={styles.subject}>
        {request.title} · {row.partnerName}
      </p>
      {kind === 'cancel' ? <CancellationFacts row={row} /> : null}
      {kind === 'withdraw' ? null : <NameNotice />}
      <TextArea
        label={text.label}
        help={text.help}
        autoFocus
        isRequired={kind !== 'withdraw'}
        rows={4}
        value={reason}
        onChange={setReason}
        error={tried ? reasonProblem : null}
      />
      {kind === 'withdraw' ? null : <DeciderField decider={decider} showProblem={tried} />}
    </FormDialog>
  );
}
