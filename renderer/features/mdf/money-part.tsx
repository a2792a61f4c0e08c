import { type Reimbursement, reimbursable } from '../../../shared/domain/mdf/amounts';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Partner } from '../../../shared/schema/partner';
import { Notice } from '../../ui/states';
import { useDesk } from '../../widgets/desk-context';
import { MoneyText } from '../../widgets/money-text';
import styles from './request-parts.module.css';

type MoneyPartProps = {
  readonly request: Pick<
    FundRequest,
    'totalCost' | 'requested' | 'region' | 'quarter' | 'otherVendorsPercent'
  > & { readonly approvedAmount: FundRequest['approvedAmount'] };
  readonly partner: Partner | undefined;
};

/** From the total cost to what can be reimbursed, step by step, beside what was asked for and approved (MDF-3, MDF-11). */
export function MoneyPart({ request, partner }: MoneyPartProps) {
  const { playbook } = useDesk();
  const steps = reimbursable(request.totalCost, playbook, {
    region: request.region,
    quarter: request.quarter,
    partnerSalesforceId: partner?.salesforce?.id ?? null,
    otherVendorsPercent: request.otherVendorsPercent,
  });
  return (
    <>
      <table className={styles.money}>
        <tbody>
          <tr>
            <th scope="row">Total cost</th>
            <td>
              <MoneyText form="column" money={request.totalCost} />
            </td>
          </tr>
          {request.otherVendorsPercent === null || request.otherVendorsPercent === 0 ? null : (
            <tr>
              <th scope="row">
                Eligible cost <small>less {request.otherVendorsPercent} % of other vendors</small>
              </th>
              <td>
                <MoneyText form="column" money={steps.eligibleCost} />
              </td>
            </tr>
          )}
          <tr>
            <th scope="row">
              Share <small>{shareOf(steps)}</small>
            </th>
            <td>
              <MoneyText form="column" money={steps.share} />
            </td>
          </tr>
          {steps.cap === null ? null : (
            <tr>
              <th scope="row">
                Cap <small>of the playbook</small>
              </th>
              <td>
                <MoneyText form="column" money={steps.cap} />
              </td>
            </tr>
          )}
          <tr className={styles.result}>
            <th scope="row">Reimbursable at most</th>
            <td>
              <MoneyText form="column" money={steps.amount} />
            </td>
          </tr>
          <tr>
            <th scope="row">Requested</th>
            <td>
              <MoneyText form="column" money={request.requested} />
            </td>
          </tr>
          {request.approvedAmount === null ? null : (
            <tr>
              <th scope="row">Approved</th>
              <td>
                <MoneyText form="column" money={request.approvedAmount} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {steps.undecidedCaps.length === 0 ? null : (
        <Notice tone="waiting">
          A cap in another currency applies, so nobody can tell whether it is kept:{' '}
          {steps.undecidedCaps.map((cap) => (
            <MoneyText key={`${cap.minor} ${cap.currency}`} money={cap} />
          ))}
          . Convert it yourself.
        </Notice>
      )}
    </>
  );
}

/** What the share is a part of, so that anybody can compute it: the rounded eligible cost would give another cent. */
function shareOf({ percent, eligiblePercent }: Reimbursement): string {
  const of = eligiblePercent === 100 ? '' : ` of ${eligiblePercent} %`;
  return `${percent} %${of} of the total cost`;
}
