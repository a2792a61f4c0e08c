import type { FundRequest } from '../../../shared/schema/fund-request';
import { useRecord } from '../../data/hooks';
import styles from './request-parts.module.css';

/** Where the funds of a request went, or whose funds it got; nothing where none moved (MDF-12). */
export function FundsMoved({ request: { approval, fundsFrom } }: { readonly request: FundRequest }) {
  const to = useRecord('fund-request', (approval.kind === 'withdrawn' && approval.reallocatedTo) || null);
  const from = useRecord('fund-request', fundsFrom ?? null);
  return (
    <>
      {to === undefined ? null : <p className={styles.text}>Its funds went to “{to.title}”.</p>}
      {from === undefined || approval.kind === 'draft' || approval.kind === 'in-review' ? null : (
        <p className={styles.text}>It got the funds of “{from.title}”.</p>
      )}
    </>
  );
}
