import type { ReactElement, ReactNode } from 'react';
import { Focusable, TooltipTrigger } from 'react-aria-components';
import { TooltipBox } from './tooltip-box';

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
      <TooltipBox placement={placement ?? 'top'}>{content}</TooltipBox>
    </TooltipTrigger>
  );
}
