import type { ReactNode, Ref } from 'react';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Group,
  Input,
  TextArea as AriaTextArea,
} from 'react-aria-components';
import { cx } from './cx';
import styles from './field.module.css';
import { FieldFoot, FieldLabel, type FieldTextProps, hasError } from './field-text';

type Base = Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'isInvalid' | 'validate'> &
  FieldTextProps;

export type TextFieldProps = Base & {
  readonly placeholder?: string;
  readonly prefix?: ReactNode;
  readonly suffix?: ReactNode;
  readonly inputRef?: Ref<HTMLInputElement>;
};

/** One line of text. */
export function TextField({
  label,
  hideLabel,
  help,
  error,
  placeholder,
  prefix,
  suffix,
  inputRef,
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField {...rest} isInvalid={hasError(error)} className={cx(styles.field)}>
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <Group className={cx(styles.box)} isInvalid={hasError(error)} isDisabled={rest.isDisabled ?? false}>
        {prefix === undefined ? null : <span className={styles.affix}>{prefix}</span>}
        <Input
          className={cx(styles.input)}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(inputRef === undefined ? {} : { ref: inputRef })}
        />
        {suffix === undefined ? null : <span className={styles.suffix}>{suffix}</span>}
      </Group>
      <FieldFoot help={help} error={error} />
    </AriaTextField>
  );
}

export type TextAreaProps = Base & { readonly rows?: number; readonly placeholder?: string };

/** Several lines of text. */
export function TextArea({ label, hideLabel, help, error, rows, placeholder, ...rest }: TextAreaProps) {
  return (
    <AriaTextField {...rest} isInvalid={hasError(error)} className={cx(styles.field)}>
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <AriaTextArea
        className={cx(styles.box, styles.area)}
        rows={rows ?? 3}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
      <FieldFoot help={help} error={error} />
    </AriaTextField>
  );
}
