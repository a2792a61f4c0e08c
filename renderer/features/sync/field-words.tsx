import { useIntl } from 'react-intl';
import type { FieldValue } from '../../../shared/schema/field-value';
import { PlainDate } from '../../../shared/schema/values';
import { useRecords } from '../../data/hooks';
import { dateText } from '../../widgets/date-text';
import { useDesk } from '../../widgets/desk-context';
import { keyText } from '../../widgets/key-text';
import { linkedName } from '../../widgets/linked-name';
import { moneyText } from '../../widgets/money-text';
import styles from './conflicts.module.css';

type ValueProps = { readonly field: string; readonly value: FieldValue };

/** A synchronised value as the person would write it: amounts, dates, and names in place of keys and ids. */
export function FieldValueText({ field, value }: ValueProps) {
  const intl = useIntl();
  const { playbook } = useDesk();
  const partners = useRecords('partner');
  const requests = useRecords('fund-request');
  if (value === null || value === '') return <span className={styles.nothing}>empty</span>;
  if (typeof value === 'boolean') return <>{value ? 'yes' : 'no'}</>;
  if (typeof value === 'number') return <>{intl.formatNumber(value)}</>;
  if (typeof value !== 'string') {
    if ('minor' in value) return <>{moneyText(value, intl)}</>;
    return value.length === 0 ? <span className={styles.nothing}>none</span> : <>{value.join(', ')}</>;
  }
  if (field === 'partner') return <>{linkedName(partners.list, value, ({ name }) => name)}</>;
  if (field === 'request') return <>{linkedName(requests.list, value, ({ title }) => title)}</>;
  const date = PlainDate.safeParse(value);
  if (date.success) return <>{dateText(date.data, intl)}</>;
  return <>{keyText(field, value, playbook)}</>;
}
