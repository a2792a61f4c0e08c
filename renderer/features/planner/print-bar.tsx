import { useIntl } from 'react-intl';
import type { Bar } from '../../../shared/domain/planning/layout';
import type { PrintPage, PrintRow } from '../../../shared/domain/planning/print-layout';
import type { PlanItem } from '../../../shared/schema/plan';
import { useRecords } from '../../data/hooks';
import { moneyText } from '../../widgets/money-text';
import { fundsOf } from './bar-text';
import type { PrintBox } from './print-box';
import { BESIDE_DIAMOND, EDGE, extentOf, GAP, innerRoom, labelOf, measure } from './print-label';
import { pattern } from './print-paint';
import styles from './print.module.css';

type PrintBarProps = {
  readonly bar: Bar<PlanItem>;
  readonly row: PrintRow<PlanItem>;
  readonly page: PrintPage<PlanItem>;
  readonly box: PrintBox;
  readonly mono: boolean;
};

/** A bar or diamond on paper; what goes on over the page's edge ends there with an open side. */
export function PrintBar({ bar, row, page, box, mono }: PrintBarProps) {
  const intl = useIntl();
  const requests = useRecords('fund-request');
  const { item } = bar;
  const extent = extentOf(bar, page.days, box);
  const { left, right } = extent;
  const width = right - left;
  const top = bar.lane * box.laneHeight + (box.laneHeight - box.barHeight) / 2 + 1;
  const text = box.barHeight / 2 + 2.5;
  const label = labelOf(bar, row, page.days, box);
  const anchor = label.side === 'before' ? ({ textAnchor: 'end' } as const) : {};
  if (item.kind === 'milestone') {
    const middle = left + width / 2;
    return (
      <g transform={`translate(0 ${top})`} className={styles[item.status]} data-print-item={item.id}>
        <path
          className={styles.diamond}
          d={`M${middle} ${box.barHeight / 2 - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5z`}
        />
        <text
          className={styles.labelOnPattern}
          x={label.side === 'before' ? middle - BESIDE_DIAMOND : middle + BESIDE_DIAMOND}
          y={text}
          {...anchor}
        >
          {label.text}
        </text>
      </g>
    );
  }
  const funds = fundsOf(item, requests.byId);
  const amount = funds === null ? '' : moneyText(funds, intl);
  const isInside = label.side === 'inside';
  const taken = isInside ? measure(label.text) + GAP : 0;
  const amountFits = amount !== '' && taken + measure(amount) <= innerRoom(extent);
  const labelAt = { inside: left + EDGE + GAP - 1, after: right + GAP, before: left - GAP };
  return (
    <g transform={`translate(0 ${top})`} className={styles[item.status]} data-print-item={item.id}>
      <rect
        className={styles.bar}
        x={left}
        width={Math.max(1, width - 0.5)}
        height={box.barHeight}
        rx={bar.startDay < 0 || bar.endDay > page.days ? 0 : 2}
        {...pattern(item.status, mono)}
      />
      {bar.startDay < 0 ? null : (
        <rect className={styles.edge} x={left} width={Math.min(EDGE, width)} height={box.barHeight} />
      )}
      <text
        className={mono || !isInside ? styles.labelOnPattern : styles.label}
        x={labelAt[label.side]}
        y={text}
        {...anchor}
      >
        {label.text}
      </text>
      {amountFits && (isInside || label.text !== '') ? (
        <text
          className={mono ? styles.labelOnPattern : styles.amount}
          x={right - GAP}
          y={text}
          textAnchor="end"
        >
          {amount}
        </text>
      ) : null}
    </g>
  );
}
