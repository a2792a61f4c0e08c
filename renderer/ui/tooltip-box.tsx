import { type ReactNode, useContext, useRef } from 'react';
import { Tooltip as AriaTooltip, TooltipTriggerStateContext } from 'react-aria-components';
import { cx } from './cx';
import styles from './tooltip.module.css';

type TooltipBoxProps = {
  readonly placement: 'top' | 'bottom' | 'right' | 'left';
  readonly children: ReactNode;
};

/** The words of a tooltip. One that only the focus opened makes way for the pointer, which wants what lies below it. */
export function TooltipBox({ placement, children }: TooltipBoxProps) {
  const state = useContext(TooltipTriggerStateContext);
  const isByFocus = useRef(false);
  return (
    <AriaTooltip
      ref={(box: HTMLDivElement | null) => {
        if (box !== null)
          isByFocus.current = document.querySelector(`[aria-describedby~="${box.id}"]:hover`) === null;
      }}
      className={cx(styles.tooltip)}
      placement={placement}
      offset={6}
    >
      <div
        className={styles.words}
        onPointerEnter={() => {
          if (isByFocus.current) state?.close(true);
        }}
      >
        {children}
      </div>
    </AriaTooltip>
  );
}
