import { useMemo, useState } from 'react';
import { type IntlShape, useIntl } from 'react-intl';
import { quarterLabel } from '../../../shared/domain/calendar/fiscal';
import { findActivityType } from '../../../shared/domain/lookup';
import { freedFunds, targetRefusal } from '../../../shared/domain/mdf/reallocation';
import { fundsHolder } from '../../../shared/domain/mdf/standing-funds';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Money } from '../../../shared/schema/values';
import { reallocateFunds } from '../../../shared/usecases/mdf/reallocate-funds';
import { amountToApprove } from '../../../shared/usecases/mdf/request-findings';
import { useRecords } from '../../data/hooks';
import { FormDialog } from '../../ui/dialog';
import { Disclosure } from '../../ui/disclosure';
import { Select } from '../../ui/select';
import { Notice } from '../../ui/states';
import { TextArea } from '../../ui/text-field';
import { useProblem } from '../../ui/use-problem';
import { orProblem } from '../../widgets/broken-off';
import { type Desk, useDesk } from '../../widgets/desk-context';
import { FindingList } from '../../widgets/finding-list';
import { noTicks } from '../../widgets/finding-ticks';
import { moneyText } from '../../widgets/money-text';
import { useWayOut } from '../../widgets/navigation';
import { useOwnFormats } from '../../widgets/own-formats';
import { Acknowledgements, isAcknowledged, openText } from './acknowledgements';
import { CancellationFacts } from './cancellation-facts';
import { ConditionTicks } from './condition-ticks';
import { DeciderField, useDecider } from './decider-field';
import styles from './dialogs.module.css';
import { NameNotice } from './name-notice';
import type { RequestRow } from './request-rows';
import { useRefusalText } from './use-refusal-text';
import { useRequestFindings } from './use-request-findings';

type ReallocateDialogProps = {
  readonly row: RequestRow;
  readonly onClose: () => void;
  readonly onDone: (to: FundRequest) => void;
};

/** An activity that may get the funds; `refusal` says why it may not. */
type Candidate = { readonly request: FundRequest; readonly cost: Money; readonly refusal: string | null };

function isUndecided({ approval, deletedRemotely }: FundRequest): boolean {
  const { kind } = approval;
  return !deletedRemotely && (kind === 'draft' || kind === 'sent-back' || kind === 'in-review');
}

function candidatesOf(
  desk: Desk,
  { request: from, partner }: RequestRow,
  requests: readonly FundRequest[],
  freed: Money,
): Candidate[] {
  const all = requests
    .filter((one) => one.id !== from.id && one.partnerId === from.partnerId && isUndecided(one))
    .map((request): Candidate => {
      const amount = amountToApprove(desk, request, partner ?? null);
      const cost = amount.ok ? amount.value : (request.approvedAmount ?? request.requested);
      const refusal = targetRefusal(from, request, freed, cost) ?? (amount.ok ? null : amount);
      return {
        request,
        cost,
        refusal: refusal === null || refusal.ok ? null : `${refusal.error.message} ${refusal.error.fix}`,
      };
    });
  // Those that fit first.
  return [...all.filter(({ refusal }) => refusal === null), ...all.filter(({ refusal }) => refusal !== null)];
}

function optionOf({ request, cost, refusal }: Candidate, intl: IntlShape, own: (text: string) => string) {
  return {
    id: request.id as string,
    label: `${request.title} · ${moneyText(cost, intl)}`,
    ...(refusal === null ? {} : { help: own(refusal), isDisabled: true }),
  };
}

/** Gives the funds of an approved or a cancelled activity to an equal or smaller one of the same partner and quarter (MDF-12). */
export function ReallocateDialog({ row, onClose, onDone }: ReallocateDialogProps) {
  const desk = useDesk();
  const intl = useIntl();
  const own = useOwnFormats();
  const refusalText = useRefusalText();
  const { request } = row;
  const { list } = useRecords('fund-request');
  const freed = useMemo(
    () => freedFunds({ request, claim: row.claim?.decision ?? null, holder: fundsHolder(request, list) }),
    [request, row.claim, list],
  );
  const candidates = useMemo(
    () => (freed.ok ? candidatesOf(desk, row, list, freed.value) : []),
    [desk, row, list, freed],
  );
  // Both as she looked at them; the use case refuses to go on from others.
  const [seen, setSeen] = useState<{ from: FundRequest; to: FundRequest | null }>({
    from: request,
    to: null,
  });
  const [reason, setReason] = useState('');
  const wayOut = useWayOut(reason.trim() !== '', onClose);
  const [acknowledged, setAcknowledged] = useState(noTicks);
  const [tried, setTried] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useProblem();
  const chosen = candidates.find((one) => one.request.id === seen.to?.id) ?? null;
  const findings = useRequestFindings(
    chosen?.request ?? request,
    row.partner,
    chosen?.cost ?? null,
    request.id,
  );
  const decider = useDecider(desk.playbook.mdf.reallocation.decidedBy, (chosen?.request ?? request).region);
  const canGive = candidates.some(({ refusal }) => refusal === null);
  const targetProblem = chosen === null ? 'Choose the activity that gets the funds.' : chosen.refusal;
  const reasonProblem = reason.trim() === '' ? 'Write the reason; it is kept with both activities.' : null;

  function choose(id: string): void {
    const to = candidates.find((one) => one.request.id === id)?.request ?? null;
    setSeen({ from: seen.from, to });
    setAcknowledged(noTicks);
    setProblem(null);
  }

  async function give(): Promise<void> {
    setTried(true);
    const open =
      chosen === null
        ? null
        : openText(findings, acknowledged, 'Choose another activity, or decline that one.');
    setProblem(open);
    const isOpen = [open, targetProblem, reasonProblem, decider.problem].some((one) => one !== null);
    if (isOpen || chosen === null || seen.to === null) return;
    setSaving(true);
    const done = await orProblem(
      reallocateFunds(desk, {
        from: seen.from,
        to: seen.to,
        reason: reason.trim(),
        acknowledged: findings.filter(isAcknowledged).map(({ code }) => code),
        onBehalfOf: decider.onBehalfOf,
      }),
    );
    setSaving(false);
    if (done.ok) return onDone(done.value.to);
    setSeen({ from: request, to: chosen.request });
    setProblem(refusalText(done.error));
  }

  return (
    <FormDialog
      title="Give the funds to another activity"
      isOpen
      onClose={wayOut}
      submitLabel={chosen === null ? 'Give the funds' : `Give ${moneyText(chosen.cost, intl)}`}
      closeLabel="Keep them"
      onSubmit={() => void give()}
      isSubmitting={isSaving}
      canSubmit={canGive}
      problem={problem}
    >
      <p className={styles.subject}>
        {request.title} · {row.partnerName}
      </p>
      <NameNotice />
      {freed.ok ? null : <Notice tone="waiting">{own(`${freed.error.message} ${freed.error.fix}`)}</Notice>}
      {canGive || !freed.ok ? null : <NothingFits row={row} isAny={candidates.length > 0} />}
      {candidates.length === 0 ? null : (
        <Select
          label="Activity that gets them"
          isRequired
          autoFocus
          options={candidates.map((one) => optionOf(one, intl, own))}
          value={chosen?.request.id ?? null}
          onChange={choose}
          help={`Requests of this partner that are not decided yet. The activity has to be paid from ${quarterLabel(request.quarter)} and cost no more.`}
          error={tried && targetProblem !== null ? own(targetProblem) : null}
        />
      )}
      {chosen === null ? null : (
        <>
          <Facts row={row} cost={chosen.cost} />
          <TargetChecks
            request={chosen.request}
            findings={findings}
            acknowledged={acknowledged}
            onAcknowledge={setAcknowledged}
          />
        </>
      )}
      {canGive ? (
        <>
          <TextArea
            label="Reason"
            help="Kept with both activities; epic and issues of the cancelled one are closed with it."
            isRequired
            rows={3}
            value={reason}
            onChange={setReason}
            error={tried ? reasonProblem : null}
          />
          <DeciderField decider={decider} showProblem={tried} />
        </>
      ) : null}
    </FormDialog>
  );
}

function NothingFits({ row, isAny }: { readonly row: RequestRow; readonly isAny: boolean }) {
  const quarter = quarterLabel(row.request.quarter);
  return (
    <Notice tone="waiting">
      {isAny
        ? `None of the requests of ${row.partnerName} that are not decided yet can get the funds; the list says why of each.`
        : `${row.partnerName} has no request that is not decided yet. Enter the other activity for ${quarter} and submit it; then its funds can be given here.`}
    </Notice>
  );
}

function Facts({ row, cost }: { readonly row: RequestRow; readonly cost: Money }) {
  const isApproved = row.request.approval.kind === 'approved';
  if (isApproved) return <CancellationFacts row={row} goes={cost} />;
  return (
    <p className={styles.subject}>
      This activity is cancelled already; the other one is approved at once, and its epic and issues are
      opened.
    </p>
  );
}

type TargetChecksProps = {
  readonly request: FundRequest;
  readonly findings: ReturnType<typeof useRequestFindings>;
  readonly acknowledged: ReadonlySet<string>;
  readonly onAcknowledge: (codes: ReadonlySet<string>) => void;
};

/** What has to be in order with the activity that gets the funds, as when it is approved (MDF-2, MDF-8). */
function TargetChecks({ request, findings, acknowledged, onAcknowledge }: TargetChecksProps) {
  const { playbook } = useDesk();
  const type = findActivityType(playbook, request.activityType);
  const failures = findings.filter(({ verdict }) => verdict === 'fail');
  return (
    <>
      {failures.length === 0 ? null : <FindingList label="Refusals" findings={failures} />}
      <Acknowledgements findings={findings} acknowledged={acknowledged} onChange={onAcknowledge} />
      {type === undefined || type.conditions.length === 0 ? null : (
        <fieldset className={styles.group}>
          <legend>Conditions of {type.label}</legend>
          <ConditionTicks request={request} />
        </fieldset>
      )}
      <Disclosure title="All that was checked" meta={findings.length}>
        <FindingList label="All that was checked" findings={findings} />
      </Disclosure>
    </>
  );
}
