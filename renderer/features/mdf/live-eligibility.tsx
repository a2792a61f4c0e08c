import { useMemo } from 'react';
import { type Control, useWatch } from 'react-hook-form';
import { todayIn } from '../../../shared/domain/calendar/clock';
import { checkEligibility } from '../../../shared/domain/mdf/eligibility';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { FundRequestForm } from '../../../shared/usecases/mdf/save-fund-request';
import { useRecord } from '../../data/hooks';
import { useDesk, useNow } from '../../widgets/desk-context';
import { FindingList, findingSummary } from '../../widgets/finding-list';
import { MoneyPart } from './money-part';
import styles from './request-form.module.css';
import { checkedValues, type RequestValues } from './request-values';

type LiveEligibilityProps = {
  readonly control: Control<RequestValues, unknown, FundRequestForm>;
  readonly request: FundRequest | null;
};

/** What the rules say of the form as it stands, refusals first; it changes with every key. */
export function LiveEligibility({ control, request }: LiveEligibilityProps) {
  const { playbook, holidays } = useDesk();
  const now = useNow();
  const values = useWatch({ control, compute: (all: RequestValues) => all });
  const partner = useRecord('partner', values.partnerId);
  const checked = useMemo(() => checkedValues(values, request), [values, request]);
  const findings = useMemo(
    () =>
      checkEligibility({
        request: checked,
        partner: partner ?? null,
        playbook,
        holidays,
        today: todayIn(playbook, checked.region ?? '', now),
      }),
    [checked, partner, playbook, holidays, now],
  );
  const { totalCost, requested, quarter, region, otherVendorsPercent } = checked;
  // What was not typed yet is no finding: it would drown those that are.
  const missing = missingParts(values);
  const told = findings.filter(
    ({ rule, code, verdict }) =>
      // Costs that are never funded are found by a reviewer, not by who writes the request.
      (code !== 'never-funded' || verdict !== 'pass') && !missing.some((part) => part.silences(rule, code)),
  );

  return (
    <section className={styles.live} aria-label="Eligibility">
      <header className={styles.liveHead}>
        <h3 className={styles.liveTitle}>Eligibility</h3>
        <span className={styles.summary} role="status">
          {told.length === 0 ? 'nothing to check yet' : findingSummary(told)}
        </span>
      </header>
      {totalCost === null || requested === null || quarter === null ? null : (
        <div className={styles.liveMoney}>
          <MoneyPart
            request={{
              totalCost,
              requested,
              quarter,
              region: region ?? '',
              otherVendorsPercent,
              approvedAmount: request?.approvedAmount ?? null,
            }}
            partner={partner}
          />
        </div>
      )}
      {missing.length === 0 ? null : (
        <p className={styles.missing}>Still to enter: {missing.map(({ name }) => name).join(', ')}.</p>
      )}
      <FindingList label="Findings" findings={told} />
    </section>
  );
}

type MissingPart = {
  readonly name: string;
  /** Findings that only say that this part is missing. */
  readonly silences: (rule: string, code: string) => boolean;
};

function missingParts(values: RequestValues): readonly MissingPart[] {
  const { title, partnerId, activityType, gtmMotion, totalCost, requested, start, end, region } = values;
  const parts: readonly (MissingPart & { readonly isThere: boolean })[] = [
    { name: 'activity', isThere: title.trim() !== '', silences: () => false },
    { name: 'partner', isThere: partnerId !== null, silences: (rule) => rule === 'MDF-1' },
    { name: 'type', isThere: activityType !== null, silences: (_, code) => code === 'activity-type' },
    {
      name: 'dates',
      isThere: start !== null && end !== null,
      silences: (_, code) => ['dates', 'lead-time', 'inside-quarter'].includes(code),
    },
    { name: 'region', isThere: region !== null, silences: (_, code) => code === 'region' },
    { name: 'total cost', isThere: totalCost !== null, silences: (_, code) => code === 'requested-share' },
    {
      name: 'requested amount',
      isThere: requested !== null,
      silences: (_, code) => code === 'requested-share' || code === 'minimum',
    },
    { name: 'GTM motion', isThere: gtmMotion !== null, silences: (_, code) => code === 'gtm-motion' },
  ];
  return parts.filter(({ isThere }) => !isThere);
}
