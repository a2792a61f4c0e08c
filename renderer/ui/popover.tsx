import type { ReactElement, ReactNode } from 'react';
import { Popover as AriaPopover, Dialog, DialogTrigger } from 'react-aria-components';
import { cx } from './cx';
import overlay from './overlay.module.css';

type PopoverProps = {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** What it holds, for screen readers. */
  readonly label: string;
  readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'right top';
  readonly children: ReactNode | ((close: () => void) => ReactNode);
};

/** A small panel at a button: a filter, a few fields, details. Escape or a click elsewhere closes it. */
export function Popover({ trigger, label, placement, children }: PopoverProps) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover className={cx(overlay.popover)} placement={placement ?? 'bottom start'} offset={4}>
        <Dialog aria-label={label} className={cx(overlay.padded)}>
          {({ close }) => (typeof children === 'function' ? children(close) : children)}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
