import { useState } from 'react';
import { useIntl } from 'react-intl';
import { findActivityType } from '../../../shared/domain/lookup';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Money } from '../../../shared/schema/values';
import { moveFundRequest } from '../../../shared/usecases/mdf/move-fund-request';
import { offeredAmount } from '../../../shared/usecases/mdf/request-findings';
import { FormDialog } from '../../ui/dialog';
import { Disclosure } from '../../ui/disclosure';
import { Notice } from '../../ui/states';
import { TextArea } from '../../ui/text-field';
import { useProblem } from '../../ui/use-problem';
import { orProblem } from '../../widgets/broken-off';
import { useDesk } from '../../widgets/desk-context';
import { MoneyInput, moneyText } from '../../widgets/money-text';
import { useWayOut } from '../../widgets/navigation';
import { Acknowledgements, isAcknowledged, openText } from './acknowledgements';
import { ConditionTicks } from './condition-ticks';
import { DeciderField, useDecider } from './decider-field';
import { NameNotice } from './name-notice';
import styles from './dialogs.module.css';
import { FindingList } from '../../widgets/finding-list';
import { noTicks } from '../../widgets/finding-ticks';
import type { RequestRow } from './request-rows';
import { useRefusalText } from './use-refusal-text';
import { useRequestFindings } from './use-request-findings';

type ApproveDialogProps = {
  readonly row: RequestRow;
  readonly onClose: () => void;
  readonly onDone: (request: FundRequest) => void;
};

/** Approves a level: the amount, every warning and everything that cannot be told acknowledged one by one (MDF-4, MDF-8). */
export function ApproveDialog({ row, onClose, onDone }: ApproveDialogProps) {
  const desk = useDesk();
  const intl = useIntl();
  const refusalText = useRefusalText();
  const { request, partner } = row;
  // The terms and the approval that she looked at; the use case refuses to go on from others.
  const [seen, setSeen] = useState(request);
  const [level] = useState(request.approval.kind === 'in-review' ? request.approval.level : 1);
  const offered = offeredAmount(desk, request, partner ?? null);
  const [amount, setAmount] = useState<Money | null>(request.approvedAmount ?? offered);
  const [note, setNote] = useState('');
  const wayOut = useWayOut(note.trim() !== '', onClose);
  const [acknowledged, setAcknowledged] = useState(noTicks);
  const [tried, setTried] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useProblem();
  const decider = useDecider([desk.playbook.mdf.levels[level - 1]?.role ?? ''], request.region);
  const findings = useRequestFindings(request, partner, amount ?? offered);
  const failures = findings.filter(({ verdict }) => verdict === 'fail');
  const amountProblem = amountError(amount, offered, moneyText(offered, intl));

  async function approve(): Promise<void> {
    setTried(true);
    const open = openText(findings, acknowledged, 'Decline it or send it back.');
    setProblem(open);
    if (open !== null || amountProblem !== null || decider.problem !== null) return;
    setSaving(true);
    const done = await orProblem(
      moveFundRequest(desk, {
        seen,
        move: {
          kind: 'approve',
          level,
          amount,
          acknowledged: findings.filter(isAcknowledged).map(({ code }) => code),
          note: note.trim() === '' ? null : note.trim(),
          onBehalfOf: decider.onBehalfOf,
        },
      }),
    );
    setSaving(false);
    if (done.ok) return onDone(done.value);
    setSeen(request);
    setProblem(refusalText(done.error));
  }

  return (
    <FormDialog
      title={`Approve level ${level} of ${desk.playbook.mdf.levels.length}`}
      isOpen
      onClose={wayOut}
      submitLabel={amount === null ? 'Approve' : `Approve ${moneyText(amount, intl)}`}
      onSubmit={() => void approve()}
      isSubmitting={isSaving}
      canSubmit={failures.length === 0}
      problem={problem}
    >
      <p className={styles.subject}>
        {request.title} · {row.partnerName}
      </p>
      <NameNotice />
      {failures.length === 0 ? null : (
        <Notice tone="bad">It cannot be approved as it is. Decline it or send it back.</Notice>
      )}
      {failures.length === 0 ? null : <FindingList label="Refusals" findings={failures} />}
      <MoneyInput
        label="Amount to approve"
        isRequired
        currency={request.currency}
        value={amount}
        onChange={setAmount}
        help={`At most ${moneyText(offered, intl)} is reimbursed; ${moneyText(request.requested, intl)} was asked for.`}
        error={tried || amount !== null ? amountProblem : null}
      />
      <Acknowledgements findings={findings} acknowledged={acknowledged} onChange={setAcknowledged} />
      {hasConditions(row, desk.playbook) ? (
        <fieldset className={styles.group}>
          <legend>Conditions of {row.type}</legend>
          <ConditionTicks request={request} />
        </fieldset>
      ) : null}
      <Disclosure title="All that was checked" meta={findings.length}>
        <FindingList label="All that was checked" findings={findings} />
      </Disclosure>
      <TextArea label="Note" rows={2} value={note} onChange={setNote} help="Kept with the decision." />
      <DeciderField decider={decider} showProblem={tried} />
    </FormDialog>
  );
}

function hasConditions({ request }: RequestRow, playbook: Parameters<typeof findActivityType>[0]): boolean {
  return (findActivityType(playbook, request.activityType)?.conditions.length ?? 0) > 0;
}

function amountError(amount: Money | null, offered: Money, most: string): string | null {
  if (amount === null) return 'Enter the amount to approve.';
  if (amount.minor <= 0) return 'Approve more than zero, or decline.';
  return amount.minor > offered.minor ? `Approve at most ${most}: more is not reimbursed.` : null;
}
