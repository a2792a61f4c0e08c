import { fundsHolder, withStandingFunds } from '../../../shared/domain/mdf/standing-funds';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { useRecord, useRecords } from '../../data/hooks';
import styles from './request-parts.module.css';

/** Where the funds of a request went, or whose funds it got; nothing where none moved (MDF-12). */
export function FundsMoved({ request }: { readonly request: FundRequest }) {
  const { list } = useRecords('fund-request');
  const to = fundsHolder(request, list);
  const from = useRecord('fund-request', withStandingFunds(request).fundsFrom ?? null);
  return (
    <>
      {to === null ? null : <p className={styles.text}>Its funds went to “{to.title}”.</p>}
      {from === undefined ? null : <p className={styles.text}>It got the funds of “{from.title}”.</p>}
    </>
  );
}
