import { type IntlShape, useIntl } from 'react-intl';
import { minorUnits } from '../../shared/domain/money/currencies';
import type { CurrencyCode, Money } from '../../shared/schema/values';
import type { SortValue } from '../ui/data-table/types';
import type { FieldTextProps } from '../ui/field-text';
import { formatMinor } from '../ui/money';
import { MoneyField } from '../ui/number-field';
import styles from './money-text.module.css';

type MoneyTextProps = {
  /** Null shows a dash with the words of `none`. */
  readonly money: Money | null;
  /** Why there is no amount; "not known" when absent. */
  readonly none?: string;
  /** The amount in another currency, shown after it when it differs. */
  readonly converted?: Money | null;
  /** `column` aligns figures and currencies below each other; `inline` is for running text. */
  readonly form?: 'inline' | 'column';
};

/** An amount with its currency, always (MDF-3). */
export function MoneyText({ money, none = 'not known', converted, form }: MoneyTextProps) {
  const intl = useIntl();
  if (money === null)
    return (
      <span className={styles.unknown} role="img" aria-label={none} title={none}>
        –
      </span>
    );
  const second =
    converted === undefined || converted === null || converted.currency === money.currency ? null : converted;
  return (
    <span className={styles.money}>
      {form === 'column' ? <ColumnMoney money={money} /> : moneyText(money, intl)}
      {second === null ? null : <span className={styles.converted}>{` ≈ ${moneyText(second, intl)}`}</span>}
    </span>
  );
}

/** What a column of amounts sorts by: amounts in two currencies cannot be compared, so each currency stands for itself. */
export function moneyOrder(money: Money | null): SortValue | null {
  return money === null ? null : { unit: money.currency, size: money.minor };
}

function ColumnMoney({ money }: { readonly money: Money }) {
  const { locale } = useIntl();
  return (
    <>
      {formatMinor(money.minor, currencyFormat(money.currency), locale)}{' '}
      <span className={styles.code}>{money.currency}</span>
    </>
  );
}

/** Whether `.00` is written. */
type Decimals = 'always' | 'only-if-needed';

/** How the amounts that stand in one table are written: a currency has its decimals everywhere or, if no amount needs them, nowhere. */
export function sharedDecimals(amounts: readonly Money[]): (money: Money) => Decimals {
  const broken = new Set<string>(
    amounts
      .filter(({ minor, currency }) => minor % 10 ** minorUnits(currency) !== 0)
      .map(({ currency }) => currency),
  );
  return ({ currency }) => (broken.has(currency) ? 'always' : 'only-if-needed');
}

/** An amount as text in the person's locale, `€1,234.50`, for labels, titles and exports to read; narrow tables leave `.00` out (`sharedDecimals`). */
export function moneyText(
  money: Money,
  intl: Pick<IntlShape, 'formatNumber'>,
  decimals: Decimals = 'always',
): string {
  const { digits } = currencyFormat(money.currency);
  return intl.formatNumber(money.minor / 10 ** digits, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: decimals === 'always' ? 'auto' : 'stripIfInteger',
  });
}

/** A currency with its decimals, as `MoneyField` wants it. */
export function currencyFormat(currency: CurrencyCode): { readonly code: string; readonly digits: number } {
  return { code: currency, digits: minorUnits(currency) };
}

type MoneyInputProps = FieldTextProps & {
  readonly currency: CurrencyCode;
  readonly value: Money | null;
  readonly onChange: (money: Money | null) => void;
  readonly onBlur?: () => void;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
};

/** A field for an amount in a given currency. */
export function MoneyInput({ currency, value, onChange, ...rest }: MoneyInputProps) {
  return (
    <MoneyField
      {...rest}
      currency={currencyFormat(currency)}
      value={value?.minor ?? null}
      onChange={(minor) => onChange(minor === null ? null : { minor, currency })}
    />
  );
}
