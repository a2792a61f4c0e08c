import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';
import { cx } from './cx';
import styles from './field.module.css';
import { unseen } from './unseen';

/** What every field says about itself: the label above, help below, the error with its fix in place of the help. */
export type FieldTextProps = {
  readonly label: string;
  /** Keeps the label for screen readers only; for toolbars where the place says it. */
  readonly hideLabel?: boolean;
  readonly help?: ReactNode;
  /** What is wrong and how to put it right; null or absent when all is well. */
  readonly error?: string | null | undefined;
  /** Ids of what else says something about it, outside the field. */
  readonly 'aria-describedby'?: string;
};

/** The label of a field. */
export function FieldLabel(props: {
  readonly label: string;
  readonly hideLabel: boolean | undefined;
  readonly isRequired: boolean | undefined;
}) {
  return (
    <Label className={cx(props.hideLabel ? unseen : styles.label, props.isRequired && styles.required)}>
      {props.label}
    </Label>
  );
}

/** Help or, in its place, the error. */
export function FieldFoot(props: { readonly help: ReactNode; readonly error: string | null | undefined }) {
  if (props.error !== null && props.error !== undefined && props.error !== '')
    return (
      <FieldError className={cx(styles.error)}>
        <CircleAlert aria-hidden />
        <span>{props.error}</span>
      </FieldError>
    );
  return props.help === undefined || props.help === null ? null : (
    <Text slot="description" className={cx(styles.help)}>
      {props.help}
    </Text>
  );
}

/** True when there is an error to show. */
export function hasError(error: string | null | undefined): boolean {
  return error !== null && error !== undefined && error !== '';
}
