import { useIntl } from 'react-intl';
import type { Bar } from '../../../shared/domain/planning/layout';
import type { PrintPage, PrintRow } from '../../../shared/domain/planning/print-layout';
import type { PlanItem } from '../../../shared/schema/plan';
import { useRecords } from '../../data/hooks';
import { moneyText } from '../../widgets/money-text';
import { fundsOf } from './bar-text';
import { fitText } from './fit-text';
import type { PrintBox } from './print-box';
import { atSize, pattern } from './print-paint';
import styles from './print.module.css';

type PrintBarProps = {
  readonly bar: Bar<PlanItem>;
  readonly row: PrintRow<PlanItem>;
  readonly page: PrintPage<PlanItem>;
  readonly box: PrintBox;
  readonly mono: boolean;
};

const EDGE = 2.2;
const GAP = 4;
const SIZE = 7;

/** A bar or diamond on paper; what goes on over the page's edge ends there with an open side. */
export function PrintBar({ bar, row, page, box, mono }: PrintBarProps) {
  const intl = useIntl();
  const requests = useRecords('fund-request');
  const { item } = bar;
  const day = box.trackWidth / page.days;
  const from = Math.max(0, bar.startDay);
  const to = Math.min(page.days, bar.endDay);
  const left = box.trackLeft + from * day;
  const width = (to - from) * day;
  const top = bar.lane * box.laneHeight + (box.laneHeight - box.barHeight) / 2 + 1;
  const measure = atSize(SIZE);
  const text = box.barHeight / 2 + 2.5;
  const next = Math.min(
    page.days,
    ...row.bars
      .filter((other) => other.lane === bar.lane && other.startDay > bar.startDay)
      .map((other) => other.startDay),
  );
  const right = box.trackLeft + next * day;
  if (item.kind === 'milestone') {
    const middle = left + width / 2;
    return (
      <g transform={`translate(0 ${top})`} className={styles[item.status]} data-print-item={item.id}>
        <path
          className={styles.diamond}
          d={`M${middle} ${box.barHeight / 2 - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5z`}
        />
        <text className={styles.labelOnPattern} x={middle + 7} y={text}>
          {fitText(item.title, right - middle - 9, measure)}
        </text>
      </g>
    );
  }
  const funds = fundsOf(item, requests.byId);
  const amount = funds === null ? '' : moneyText(funds, intl);
  const inner = width - EDGE - 2 * GAP;
  const fits = measure(item.title) <= inner;
  const amountFits = amount !== '' && (fits ? measure(item.title) + GAP : 0) + measure(amount) <= inner;
  const outside = right - (left + width) - 2 * GAP;
  const isOutside = !fits && outside > inner;
  const title = fitText(item.title, fits ? inner : isOutside ? outside : inner, measure);
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
        className={mono || isOutside ? styles.labelOnPattern : styles.label}
        x={isOutside ? left + width + GAP : left + EDGE + GAP - 1}
        y={text}
      >
        {title}
      </text>
      {amountFits && !(isOutside && title === '') ? (
        <text
          className={mono ? styles.labelOnPattern : styles.amount}
          x={left + width - GAP}
          y={text}
          textAnchor="end"
        >
          {amount}
        </text>
      ) : null}
    </g>
  );
}
