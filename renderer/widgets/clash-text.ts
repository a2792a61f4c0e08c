import type { IntlShape } from 'react-intl';
import { Money, PlainDate } from '../../shared/schema/values';
import { dateText } from './date-text';
import { moneyText } from './money-text';

/** What stands at a field that somebody else has changed while it was being edited, with the other value where it can be read. */
export function clashText(theirs: unknown, intl: IntlShape, wayOut = 'Save again to keep yours.'): string {
  const value = valueText(theirs, intl);
  const what = value === null ? 'Changed elsewhere meanwhile.' : `Changed elsewhere meanwhile to ${value}.`;
  return `${what} ${wayOut}`;
}

const READABLE = 60;

function valueText(value: unknown, intl: IntlShape): string | null {
  if (value === null || value === '') return 'nothing';
  const date = PlainDate.safeParse(value);
  if (date.success) return dateText(date.data, intl);
  const money = Money.safeParse(value);
  if (money.success) return moneyText(money.data, intl);
  if (typeof value === 'number') return intl.formatNumber(value);
  const isText = typeof value === 'string' && value.length <= READABLE && /[\s\p{L}]/u.test(value);
  return isText && !looksLikeAnId(value) ? `“${value}”` : null;
}

function looksLikeAnId(text: string): boolean {
  return /^[\w:-]{15,}$/.test(text) && /\d/.test(text);
}
