import { TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { useIntl } from 'react-intl';
import type { PlanFinding } from '../../../shared/domain/planning/plan-checks';
import type { PlanItem } from '../../../shared/schema/plan';
import type { Money } from '../../../shared/schema/values';
import { cx } from '../../ui/cx';
import { useDesk } from '../../widgets/desk-context';
import { moneyText } from '../../widgets/money-text';
import { useOwnFormats } from '../../widgets/own-formats';
import { planStatus } from '../../widgets/status-of';
import { barWords, textWidth } from './bar-text';
import { BAR_HEIGHT, BAR_INSET } from './metrics';
import styles from './timeline.module.css';

type TimelineBarProps = {
  readonly item: PlanItem;
  /** Its column for screen readers; 2 for the first bar of a row. */
  readonly column: number;
  readonly left: number;
  readonly width: number;
  readonly top: number;
  /** Pixels to the right of it until the next bar of its lane. */
  readonly room: number;
  readonly funds: Money | null;
  readonly findings: readonly PlanFinding[];
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly isDragged: boolean;
  /** Width of what covers the left edge of the timeline: labels of bars that begin under it stay beside it. */
  readonly stickyLeft: number;
};

const PADDING = 16;
const GAP = 8;
const ICON = 18;
const WIDEST_LABEL = 260;

/** A tactic as a bar or a milestone as a diamond, with its words. */
export const TimelineBar = memo(function TimelineBar(props: TimelineBarProps) {
  const { item, funds, findings } = props;
  const intl = useIntl();
  const { playbook } = useDesk();
  const own = useOwnFormats();
  const hints = findings.map(({ message }) => own(message));
  const status = planStatus(item.status, playbook);
  const amount = funds === null ? null : moneyText(funds, intl);
  const isMilestone = item.kind === 'milestone';
  const width = isMilestone ? BAR_HEIGHT : Math.max(4, props.width - 1);
  const left = isMilestone ? props.left + (props.width - BAR_HEIGHT) / 2 : props.left;
  const hintWidth = findings.length > 0 ? ICON : 0;
  const titleWidth = textWidth(item.title);
  const amountWidth = amount === null ? 0 : textWidth(amount) + GAP;
  const inner = width - PADDING - hintWidth;
  const outside = Math.max(0, Math.min(WIDEST_LABEL, props.room - GAP));
  // A label that fits nowhere goes where more of it can be read.
  const fits = !isMilestone && (titleWidth <= inner || inner >= outside);
  const amountFits = amount !== null && !isMilestone && (fits ? titleWidth : 0) + amountWidth <= inner;
  const wordFits =
    fits && titleWidth + GAP + textWidth(status.word) + (amountFits ? amountWidth : 0) <= inner;
  const label = (
    <span className={fits ? styles.barTitle : styles.outsideTitle}>
      {item.title}
      {wordFits ? <span className={styles.barStatus}>{status.word}</span> : null}
    </span>
  );
  return (
    <div
      role="gridcell"
      aria-colindex={props.column}
      aria-selected={props.isOpen}
      aria-label={barWords(item, { funds, hints }, intl, playbook)}
      id={`planner-bar-${item.id}`}
      data-bar={item.id}
      className={cx(
        styles.cell,
        styles[item.status],
        props.isActive && styles.activeBar,
        props.isOpen && styles.openBar,
        props.isDragged && styles.dragged,
      )}
      style={{ left, top: props.top + BAR_INSET, width, height: BAR_HEIGHT }}
      title={[item.title, status.word, amount, ...hints].filter((part) => part !== null).join('\n')}
    >
      {isMilestone ? (
        <span className={styles.diamond} />
      ) : (
        <span className={styles.bar}>
          {fits ? (
            <span
              className={styles.inside}
              style={{ left: props.stickyLeft, maxWidth: Math.max(0, inner + GAP) }}
            >
              {label}
            </span>
          ) : null}
          <span className={styles.barEnd}>
            {findings.length > 0 && width > ICON + GAP ? <Hint /> : null}
            {amountFits ? <span className={styles.amount}>{amount}</span> : null}
          </span>
        </span>
      )}
      {fits ? null : (
        <span className={styles.outside} style={{ maxWidth: outside }}>
          {label}
        </span>
      )}
      {isMilestone ? null : (
        <>
          <span className={styles.grip} data-edge="start" />
          <span className={cx(styles.grip, styles.gripEnd)} data-edge="end" />
        </>
      )}
    </div>
  );
});

function Hint() {
  return <TriangleAlert className={styles.hint} aria-hidden />;
}
