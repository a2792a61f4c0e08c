import { type IntlShape, useIntl } from 'react-intl';
import { minorUnits } from '../../shared/domain/money/currencies';
import { parseDecimal } from '../../shared/domain/money/money';
import { PlainDate } from '../../shared/schema/values';
import { dateText } from './date-text';
import { moneyText } from './money-text';

const dates = /\b\d{4}-\d{2}-\d{2}\b/g;
const amounts = /(?<![\d.,])(-?\d+(?:\.(\d+))?) ([A-Z]{3})\b/g;

/**
 * A sentence of a rule as the person reads dates and amounts elsewhere in the app: rules write `2026-11-24` and
 * `1234.50 EUR`, the same for every reader.
 */
export function inOwnFormats(text: string, intl: Pick<IntlShape, 'formatDate' | 'formatNumber'>): string {
  return text
    .replace(dates, (found) => {
      const date = PlainDate.safeParse(found);
      return date.success ? dateText(date.data, intl) : found;
    })
    .replace(amounts, (found, figure: string, decimals: string | undefined, currency: string) => {
      // A rule writes all decimals of a currency; `3 SAO` is no amount.
      if ((decimals ?? '').length !== minorUnits(currency)) return found;
      const money = parseDecimal(figure, currency);
      return money.ok ? moneyText(money.value, intl) : found;
    });
}

/** `inOwnFormats` for the person at the screen. */
export function useOwnFormats(): (text: string) => string {
  const intl = useIntl();
  return (text) => inOwnFormats(text, intl);
}
