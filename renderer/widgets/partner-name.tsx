import type { Partner } from '../../shared/schema/partner';
import styles from './partner-name.module.css';

type PartnerNameProps = {
  /** Undefined while the partner is not on this device. */
  readonly partner: Partner | undefined;
  /** Also shows track and country. */
  readonly withDetails?: boolean;
};

/** A partner by name, with what tells two of one name apart. */
export function PartnerName({ partner, withDetails }: PartnerNameProps) {
  if (partner === undefined) return <span className={styles.unknown}>Unknown partner</span>;
  const details = [partner.track, partner.country].filter((part) => part !== null && part !== '');
  return (
    <>
      {partner.name}
      {withDetails && details.length > 0 ? (
        <>
          {' '}
          <span className={styles.details}>{details.join(' · ')}</span>
        </>
      ) : null}
    </>
  );
}
