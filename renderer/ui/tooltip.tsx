import type { ReactElement, ReactNode } from 'react';
import { Tooltip as AriaTooltip, Focusable, TooltipTrigger } from 'react-aria-components';
import { cx } from './cx';
import styles from './tooltip.module.css';

type TooltipProps = {
  readonly content: ReactNode;
  /** One focusable element, or any element that takes `tabIndex` and a ref. */
  readonly children: ReactElement<React.DOMAttributes<HTMLElement>, string>;
};

/** Explains its child on hover and focus; never the only place for something that matters. */
export function Tooltip({ content, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      <Focusable>{children}</Focusable>
      <AriaTooltip className={cx(styles.tooltip)} offset={6}>
        {content}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
