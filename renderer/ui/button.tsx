import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  TooltipTrigger,
} from 'react-aria-components';
import styles from './button.module.css';
import { cx } from './cx';
import { Kbd } from './kbd';
import { TooltipBox } from './tooltip-box';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

export type ButtonProps = Omit<AriaButtonProps, 'className' | 'style' | 'children'> & {
  readonly variant?: ButtonVariant;
  /** 28 px in pages and toolbars, 32 px in dialogs and empty states. */
  readonly size?: 'normal' | 'large';
  readonly icon?: ReactNode;
  /** A shortcut as shown to the person, e.g. `A`; the caller binds it. */
  readonly shortcut?: string;
  readonly children: ReactNode;
};

/** A verb the person can press; one `primary` per view. */
export function Button({ variant, size, icon, shortcut, children, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={cx(styles.button, styles[variant ?? 'secondary'], size === 'large' && styles.large)}
    >
      {icon}
      <span className={styles.label}>{children}</span>
      {shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
    </AriaButton>
  );
}

export type IconButtonProps = Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> & {
  /** What it does, as a verb; it is the accessible name and the tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly shortcut?: string;
  readonly isSelected?: boolean;
  readonly size?: 'small' | 'normal' | 'large';
};

/** A button that shows only an icon; its label appears as a tooltip on hover and on keyboard focus. */
export function IconButton({ label, icon, shortcut, isSelected, size, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      <AriaButton
        {...rest}
        aria-label={label}
        {...(isSelected === undefined ? {} : { 'aria-pressed': isSelected })}
        className={cx(
          styles.button,
          styles.quiet,
          styles.icon,
          size === 'small' && styles.small,
          size === 'large' && styles.large,
          isSelected && styles.selected,
        )}
      >
        {icon}
      </AriaButton>
      <TooltipBox placement="top">
        {label}
        {shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
      </TooltipBox>
    </TooltipTrigger>
  );
}
