import type { ReactElement, ReactNode } from 'react';
import { Tooltip as AriaTooltip, Focusable, TooltipTrigger } from 'react-aria-components';
import { cx } from './cx';
import styles from './tooltip.module.css';

type TooltipProps = {
  readonly content: ReactNode;
  readonly placement?: 'top' | 'bottom' | 'right' | 'left';
  /** One focusable element: a link, or anything with `tabIndex` 0. Icon buttons bring a tooltip of their own. */
  readonly children: ReactElement<React.DOMAttributes<HTMLElement>, string>;
};

/** Explains its child on hover and focus; never the only place for something that matters. */
export function Tooltip({ content, placement, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      <Focusable>{children}</Focusable>
      <AriaTooltip className={cx(styles.tooltip)} placement={placement ?? 'top'} offset={6}>
        {content}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
