import { type ReactNode, useRef, useState } from 'react';
import {
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
  TextField as AriaTextField,
  Group,
  Input,
} from 'react-aria-components';
import { useIntl } from 'react-intl';
import { assertNever } from '../../shared/lib/assert-never';
import { cx } from './cx';
import styles from './field.module.css';
import { FieldFoot, FieldLabel, type FieldTextProps, hasError } from './field-text';
import { UNREADABLE } from './unreadable';
import { type CurrencyFormat, currencySign, formatMinor, type MoneyTextProblem, parseMinor } from './money';

export type NumberFieldProps = Omit<
  AriaNumberFieldProps,
  'className' | 'style' | 'children' | 'isInvalid' | 'validate' | 'value' | 'onChange'
> &
  FieldTextProps & {
    readonly value: number | null;
    /** Null when the field was emptied. */
    readonly onChange: (value: number | null) => void;
    readonly suffix?: ReactNode;
  };

/** A count or a percentage; arrows and the wheel step it. For amounts use `MoneyField`. */
export function NumberField({
  label,
  hideLabel,
  help,
  error,
  value,
  onChange,
  suffix,
  ...rest
}: NumberFieldProps) {
  return (
    <AriaNumberField
      {...rest}
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
      isInvalid={hasError(error)}
      className={cx(styles.field)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <Group className={cx(styles.box)} isInvalid={hasError(error)} isDisabled={rest.isDisabled ?? false}>
        <Input className={cx(styles.input, styles.number)} />
        {suffix === undefined ? null : <span className={styles.suffix}>{suffix}</span>}
      </Group>
      <FieldFoot help={help} error={error} />
    </AriaNumberField>
  );
}

export type MoneyFieldProps = FieldTextProps & {
  readonly currency: CurrencyFormat;
  /** Integer minor units (cents), or null when empty. */
  readonly value: number | null;
  readonly onChange: (minor: number | null) => void;
  readonly onBlur?: () => void;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly isReadOnly?: boolean;
  readonly autoFocus?: boolean;
  readonly name?: string;
};

/**
 * An exact amount in one currency: takes and gives integer minor units, reads what the person's locale writes.
 * Text that is no amount stays in the field with the reason below it, and the value stays as it was; a form is not sent
 * with it (`holdsUnreadable`).
 */
export function MoneyField({
  label,
  hideLabel,
  help,
  error,
  currency,
  value,
  onChange,
  onBlur,
  ...rest
}: MoneyFieldProps) {
  const { locale } = useIntl();
  // What is being typed; null shows the value. Kept while it cannot be read, so that nothing typed is lost.
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<MoneyTextProblem | null>(null);
  // The value before the typing: the beginning of a text that turns out to be no amount is none either.
  const before = useRef(value);
  const read = draft === null || draft.trim() === '' ? null : parseMinor(draft, currency, locale);
  const unreadable = read === null || read.ok ? null : read.error;
  const shown = draft ?? (value === null ? '' : formatMinor(value, currency, locale));
  const message = problem === null ? error : moneyProblemText(problem, currency, locale);

  function type(text: string): void {
    if (draft === null) before.current = value;
    setDraft(text);
    if (text.trim() === '') {
      setProblem(null);
      onChange(null);
      return;
    }
    const parsed = parseMinor(text, currency, locale);
    if (!parsed.ok) {
      if (value !== before.current) onChange(before.current);
      return;
    }
    setProblem(null);
    onChange(parsed.value);
  }

  function leave(): void {
    onBlur?.();
    if (unreadable === null) setDraft(null);
    else setProblem(unreadable);
  }

  return (
    <AriaTextField
      {...rest}
      value={shown}
      onChange={type}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') setProblem(unreadable);
        // Else React Aria keeps the key to itself, and Escape never reaches the dialog around the field.
        event.continuePropagation();
      }}
      isInvalid={hasError(message)}
      inputMode="decimal"
      className={cx(styles.field)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <Group className={cx(styles.box)} isInvalid={hasError(message)} isDisabled={rest.isDisabled ?? false}>
        <span className={styles.affix}>{currencySign(currency.code, locale)}</span>
        <Input
          className={cx(styles.input, styles.number)}
          {...(unreadable === null ? {} : { [UNREADABLE]: '' })}
        />
      </Group>
      <FieldFoot help={help} error={message} />
    </AriaTextField>
  );
}

function moneyProblemText(problem: MoneyTextProblem, currency: CurrencyFormat, locale: string): string {
  const { code, digits } = currency;
  const example = formatMinor(1234 * 10 ** digits, currency, locale);
  switch (problem) {
    case 'not-a-number':
      return `This is not an amount in ${code}. Write it like ${example}.`;
    case 'too-many-decimals':
      return digits === 0
        ? `${code} has no decimals. Write a whole amount like ${example}.`
        : `${code} has ${digits} decimals at most. Write it like ${example}.`;
    case 'maybe-thousands':
      return `${code} has ${digits === 0 ? 'no decimals' : `${digits} decimals at most`}, and the last digits can be thousands. Write it like ${example}.`;
    case 'too-large':
      return 'This amount is larger than the app can keep exactly. Check for digits too many.';
    default:
      return assertNever(problem);
  }
}
