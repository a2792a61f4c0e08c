import { useMemo } from 'react';
import { type Control, useWatch } from 'react-hook-form';
import { regionClock } from '../../../shared/domain/calendar/clock';
import { dateInZone } from '../../../shared/domain/calendar/zoned';
import { checkEligibility } from '../../../shared/domain/mdf/eligibility';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { FundRequestForm } from '../../../shared/usecases/mdf/save-fund-request';
import { useRecord } from '../../data/hooks';
import { useDesk, useNow } from '../../widgets/desk-context';
import { FindingList, findingSummary } from './finding-list';
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
        today: dateInZone(now, regionClock(playbook, holidays, checked.region ?? '').timeZone),
      }),
    [checked, partner, playbook, holidays, now],
  );
  const { totalCost, requested, quarter, region, otherVendorsPercent } = checked;
  return (
    <section className={styles.live} aria-label="Eligibility">
      <header className={styles.liveHead}>
        <h3 className={styles.liveTitle}>Eligibility</h3>
        <span className={styles.summary} role="status">
          {findingSummary(findings)}
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
      <FindingList label="Findings" findings={findings} />
    </section>
  );
}
