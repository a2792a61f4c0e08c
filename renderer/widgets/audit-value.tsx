import { useIntl } from 'react-intl';
import { CurrencyCode, PlainDate, QuarterId } from '../../shared/schema/values';
import { z } from '../../shared/schema/zod';
import { quarterLabel } from '../../shared/domain/calendar/fiscal';
import { useRecords } from '../data/hooks';
import { dateText } from './date-text';
import { useDesk } from './desk-context';
import { keyText } from './key-text';
import { linkedName } from './linked-name';
import { moneyText } from './money-text';

const Lists = z.union([z.array(z.string()), z.record(z.string(), z.boolean())]);

/** A value of the history as the person would write it: the history holds amounts as minor units, keys, ids and JSON. */
export function AuditValue({ field, text }: { readonly field: string; readonly text: string | null }) {
  const intl = useIntl();
  const { playbook } = useDesk();
  const partners = useRecords('partner');
  const requests = useRecords('fund-request');
  const items = useRecords('plan-item');
  if (text === null || text === '') return <>empty</>;
  if (field === 'partnerId') return <>{partners.byId.get(text)?.name ?? text}</>;
  if (field === 'requestId') return <>{requests.byId.get(text)?.title ?? text}</>;
  // Values of a conflict come as Salesforce has them.
  if (field === 'partner') return <>{linkedName(partners.list, text, ({ name }) => name)}</>;
  if (field === 'request') return <>{linkedName(requests.list, text, ({ title }) => title)}</>;
  const money = /^(-?\d+) ([A-Z]{3})$/.exec(text);
  const currency = CurrencyCode.safeParse(money?.[2]);
  if (currency.success) return <>{moneyText({ minor: Number(money?.[1]), currency: currency.data }, intl)}</>;
  const date = PlainDate.safeParse(text);
  if (date.success) return <>{dateText(date.data, intl)}</>;
  const quarter = QuarterId.safeParse(text);
  if (quarter.success) return <>{quarterLabel(quarter.data)}</>;
  const listed = listOf(text);
  if (listed === null) return <>{keyText(field, text, playbook)}</>;
  const names = listed.map((one) => items.byId.get(one)?.title ?? keyText(field, one, playbook));
  return <>{names.length === 0 ? 'none' : names.join(', ')}</>;
}

/** The entries of a list, or of the ticks that are set; null for any other text. */
function listOf(text: string): readonly string[] | null {
  if (!/^[[{]/.test(text)) return null;
  try {
    const parsed = Lists.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    if (Array.isArray(parsed.data)) return parsed.data;
    return Object.entries(parsed.data).flatMap(([key, isSet]) => (isSet ? [key] : []));
  } catch {
    return null;
  }
}
