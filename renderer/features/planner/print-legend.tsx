import type { ReactNode } from 'react';
import { diffDays } from '../../../shared/domain/calendar/plain-date';
import type { PrintPage } from '../../../shared/domain/planning/print-layout';
import { type PlanItem, PlanStatus } from '../../../shared/schema/plan';
import { useDesk, useToday } from '../../widgets/desk-context';
import type { PrintBox } from './print-box';
import type { PrintOptions } from './print-options';
import { atSize, pattern } from './print-paint';
import styles from './print.module.css';

type PrintLegendProps = {
  readonly box: PrintBox;
  readonly page: PrintPage<PlanItem>;
  readonly number: number;
  readonly of: number;
  readonly options: PrintOptions;
};

const GAP = 12;
const SWATCH = 18;
const SIZE = 8;
const LINE = 10;

type Entry = {
  readonly key: string;
  readonly label: string;
  readonly width: number;
  readonly mark: ReactNode;
};

/** The foot of a page: what every fill and sign on it means, and which page it is (PLAN-4). */
export function PrintLegend({ box, page, number, of, options }: PrintLegendProps) {
  const entries = useEntries(page, options);
  const measure = atSize(SIZE);
  const pageText = `Page ${number} of ${of}`;
  const room = box.width - 2 * box.margin - measure(pageText);
  const places = placesOf(
    entries.map(({ width, label }) => width + 4 + measure(label) + GAP),
    room,
  );
  const y = box.footTop + 19;
  return (
    <>
      <line
        className={styles.hair}
        x1={box.margin}
        x2={box.width - box.margin}
        y1={box.footTop + 6}
        y2={box.footTop + 6}
      />
      {entries.map(({ key, label, width, mark }, at) => (
        <g
          key={key}
          transform={`translate(${box.margin + (places[at]?.x ?? 0)} ${y + (places[at]?.line ?? 0) * LINE})`}
        >
          {mark}
          <text className={styles.legend} x={width + 4}>
            {label}
          </text>
        </g>
      ))}
      <text className={styles.legend} x={box.width - box.margin} y={y} textAnchor="end">
        {pageText}
      </text>
    </>
  );
}

/** Where each entry begins, by its width with the gap after it: one after the other, and on a new line when one is full. */
function placesOf(widths: readonly number[], room: number): { readonly x: number; readonly line: number }[] {
  let [x, line] = [0, 0];
  return widths.map((width) => {
    if (x > 0 && x + width > room) [x, line] = [0, line + 1];
    const place = { x, line };
    x += width;
    return place;
  });
}

function useEntries(page: PrintPage<PlanItem>, options: PrintOptions): readonly Entry[] {
  const { playbook } = useDesk();
  const today = useToday();
  const todayAt = diffDays(page.window.from, today);
  const hasCancelled = page.rows.some(({ bars }) => bars.some(({ item }) => item.status === 'cancelled'));
  const statuses = PlanStatus.options.filter((status) => status !== 'cancelled' || hasCancelled);
  return [
    ...statuses.map((status) => ({
      key: status,
      label: playbook.planning.statuses[status],
      width: SWATCH,
      mark: (
        <g className={styles[status]}>
          <rect
            className={styles.bar}
            y={-7}
            width={SWATCH}
            height={9}
            rx={2}
            {...pattern(status, options.mono)}
          />
          <rect className={styles.edge} y={-7} width={2.2} height={9} />
        </g>
      ),
    })),
    {
      key: 'milestone',
      label: 'Milestone',
      width: 8,
      mark: <path className={styles.diamond} d="M4 -7l4 4l-4 4l-4 -4z" />,
    },
    ...(options.phases
      ? [
          {
            key: 'call',
            label: 'Planning call',
            width: 4,
            mark: <circle className={styles.call} cx={2} cy={-3} r={1.4} />,
          },
        ]
      : []),
    ...(todayAt < 0 || todayAt >= page.days
      ? []
      : [
          {
            key: 'today',
            label: 'Today',
            width: 3,
            mark: <line className={styles.today} x1={1} x2={1} y1={-8} y2={2} />,
          },
        ]),
  ];
}
