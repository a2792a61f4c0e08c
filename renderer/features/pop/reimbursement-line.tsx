import type { ClaimReimbursement } from '../../../shared/domain/pop/reimbursement';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { Facts, Section } from '../../ui/page-frame';
import { Status } from '../../ui/status';
import { useDesk } from '../../widgets/desk-context';
import { MoneyText } from '../../widgets/money-text';
import styles from './checks.module.css';

type ReimbursementLineProps = {
  readonly request: Pick<FundRequest, 'approvedAmount'>;
  readonly reimbursement: ClaimReimbursement;
};

/** What will be paid: the share of the invoiced cost up to the approved sum (POP-5, MDF-3). */
export function ReimbursementLine({ request, reimbursement }: ReimbursementLineProps) {
  const { mdf, pop } = useDesk().playbook;
  const isCost = pop.invoiceCovers === 'total-cost';
  return (
    <Section title="Reimbursement">
      {reimbursement.kind === 'undecidable' ? (
        <>
          <Status tone="neutral">Cannot be decided</Status>
          <p className={styles.why}>
            {reimbursement.message} <span className={styles.fix}>{reimbursement.fix}</span>
          </p>
        </>
      ) : (
        <>
          <Facts
            items={[
              [
                'To pay',
                <strong key="pay" className={styles.pay}>
                  <MoneyText money={reimbursement.amount} />
                </strong>,
              ],
              [isCost ? 'Share of cost' : 'Invoiced', <MoneyText key="share" money={reimbursement.share} />],
              ...(reimbursement.taken === null
                ? []
                : ([['Other claims', <MoneyText key="taken" money={reimbursement.taken} />]] as const)),
              [
                'Approved',
                <span key="approved">
                  <MoneyText money={request.approvedAmount} />
                  {reimbursement.limited ? <span className={styles.fix}> limits the payment</span> : null}
                </span>,
              ],
            ]}
          />
          <p className={styles.below}>
            {isCost
              ? `The invoice states the whole cost; ${mdf.reimbursementPercent} % of what counts is paid, up to the approved sum.`
              : 'The invoice states the reimbursement itself; it is paid up to the approved sum.'}
          </p>
        </>
      )}
    </Section>
  );
}
