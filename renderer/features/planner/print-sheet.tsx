import { useId } from 'react';
import { type IntlShape, useIntl } from 'react-intl';
import { quarterLabel } from '../../../shared/domain/calendar/fiscal';
import { diffDays } from '../../../shared/domain/calendar/plain-date';
import { weekendsOf } from '../../../shared/domain/planning/axis';
import type { PrintPage } from '../../../shared/domain/planning/print-layout';
import type { PageFormat } from '../../../shared/ipc/contract';
import type { PlanItem } from '../../../shared/schema/plan';
import { useRecords } from '../../data/hooks';
import { cx } from '../../ui/cx';
import { dateText } from '../../widgets/date-text';
import { useDesk, useToday } from '../../widgets/desk-context';
import { fitText } from './fit-text';
import { queryText } from './plan-filter';
import { type PrintBox, printBox } from './print-box';
import { PrintBar } from './print-bar';
import { PrintLegend } from './print-legend';
import { atSize, Patterns } from './print-paint';
import styles from './print.module.css';
import { type PrintOptions, printWindow } from './print-options';
import { axisOf } from './use-axis';

type PrintSheetProps = {
  readonly page: PrintPage<PlanItem>;
  /** 1 for the first. */
  readonly number: number;
  readonly of: number;
  readonly options: PrintOptions;
  readonly format: PageFormat;
};

/** One page of the printed plan, whole in itself: head, axis, rows with partner names, legend and page number (PLAN-4). */
export function PrintSheet({ page, number, of, options, format }: PrintSheetProps) {
  const box = printBox(format, options.phases);
  const clip = useId();
  const intl = useIntl();
  const whose = page.rows.map(rowName).join(', ');
  return (
    <svg
      className={cx(styles.sheet, options.mono && styles.mono)}
      viewBox={`0 0 ${box.width} ${box.height}`}
      width={`${box.width}pt`}
      height={`${box.height}pt`}
      role="img"
      aria-label={`Page ${number} of ${of}: ${datesOf(page, intl)}${whose === '' ? '' : `; ${whose}`}`}
    >
      <Patterns />
      <defs>
        <clipPath id={clip}>
          <rect x={box.trackLeft} y={box.axisTop} width={box.trackWidth} height={box.footTop - box.axisTop} />
        </clipPath>
      </defs>
      <Head box={box} page={page} options={options} />
      <Axis box={box} page={page} options={options} clip={clip} />
      {page.rows.map((row) => (
        <g key={row.key} transform={`translate(0 ${box.bodyTop + row.top})`}>
          <text className={styles.name} x={box.margin} y={box.laneHeight / 2 + 5}>
            {fitText(`${rowName(row)}${row.isContinued ? ' (cont.)' : ''}`, box.nameWidth - 8, atSize(8.5))}
          </text>
          <line
            className={styles.hair}
            x1={box.margin}
            x2={box.width - box.margin}
            y1={row.height}
            y2={row.height}
          />
          {row.bars.map((bar) => (
            <PrintBar key={bar.item.id} bar={bar} row={row} page={page} box={box} mono={options.mono} />
          ))}
        </g>
      ))}
      <PrintLegend box={box} page={page} number={number} of={of} options={options} />
    </svg>
  );
}

function rowName({ key, label }: PrintPage<PlanItem>['rows'][number]): string {
  return label ?? (key === '' ? 'No partner' : 'Unknown partner');
}

function datesOf({ window }: PrintPage<PlanItem>, intl: IntlShape): string {
  return `${dateText(window.from, intl)} – ${dateText(window.to, intl)}`;
}

type Part = {
  readonly box: PrintBox;
  readonly page: PrintPage<PlanItem>;
  readonly options: PrintOptions;
};

function Head({ box, page, options }: Part) {
  const { playbook } = useDesk();
  const intl = useIntl();
  const today = useToday();
  const partners = useRecords('partner');
  const whole = printWindow(options, playbook);
  const filter = queryText(options, partners.byId, playbook);
  const quarters =
    options.span === 'quarter' ? quarterLabel(options.quarter) : `from ${quarterLabel(options.quarter)}`;
  const dates = datesOf(page, intl);
  const isPart = page.window.from !== whole.from || page.window.to !== whole.to;
  const right = fitText(
    [filter, `printed ${dateText(today, intl)}`].filter((part) => part !== '').join(' · '),
    box.width / 2 - box.margin,
    atSize(8),
  );
  return (
    <>
      <text className={styles.title} x={box.margin} y={box.margin + 12}>
        {`Channel plan ${quarters}`}
      </text>
      <text className={styles.meta} x={box.margin} y={box.margin + 24}>
        {isPart ? `${dates} (part of the span)` : dates}
      </text>
      <text className={styles.meta} x={box.width - box.margin} y={box.margin + 12} textAnchor="end">
        {right}
      </text>
    </>
  );
}

function Axis({ box, page, options, clip }: Part & { readonly clip: string }) {
  const { playbook, holidays, settings } = useDesk();
  const intl = useIntl();
  const today = useToday();
  const axis = axisOf({
    window: page.window,
    playbook,
    holidays,
    today,
    region: settings.regions[0] ?? '',
    quarter: options.quarter,
    stepsDone: [],
  });
  const day = box.trackWidth / page.days;
  const x = (at: number) => box.trackLeft + at * day;
  const bottom = box.bodyTop + Math.max(box.laneHeight, ...page.rows.map(({ top, height }) => top + height));
  const todayAt = diffDays(page.window.from, today);
  return (
    <>
      <g clipPath={`url(#${clip})`}>
        {weekendsOf(page.window, playbook.calendar.weekend).map((run) => (
          <rect
            key={run.date}
            className={styles.weekend}
            x={x(run.startDay)}
            y={box.bodyTop}
            width={(run.endDay - run.startDay) * day}
            height={bottom - box.bodyTop}
          />
        ))}
      </g>
      {options.phases
        ? axis.bands.map((band) => (
            <g key={band.key}>
              <rect
                className={styles.phase}
                x={x(band.startDay) + 0.5}
                y={box.axisTop + 1}
                width={Math.max(0, (band.endDay - band.startDay) * day - 1)}
                height={box.phaseHeight - 4}
              />
              <text
                className={styles.phaseText}
                x={x(band.startDay) + 4}
                y={box.axisTop + box.phaseHeight - 6}
              >
                {fitText(
                  `${quarterLabel(band.quarter).slice(-2)} ${band.label}`,
                  (band.endDay - band.startDay) * day - 8,
                  atSize(6.5),
                )}
              </text>
            </g>
          ))
        : null}
      {options.phases
        ? axis.calls.map((call) => (
            <circle
              key={call.date}
              className={styles.call}
              cx={x(call.day + 0.5)}
              cy={box.monthTop + 0.5}
              r={1.4}
            />
          ))
        : null}
      {axis.months.map((month) => (
        <g key={month.date}>
          {/* Not through the numbers of the weeks, which lie between the months and the rows. */}
          <path
            className={styles.line}
            d={`M${x(month.startDay)} ${box.monthTop + 3}V${box.weekTop}M${x(month.startDay)} ${box.bodyTop}V${bottom}`}
          />
          <text className={styles.month} x={x(month.startDay) + 4} y={box.monthTop + 11}>
            {fitText(
              intl.formatDate(`${month.date}T00:00:00.000Z`, {
                month: 'long',
                year: 'numeric',
                timeZone: 'UTC',
              }),
              (month.endDay - month.startDay) * day - 6,
              atSize(8.5),
            )}
          </text>
        </g>
      ))}
      {axis.weeks.map((week) => (
        <g key={week.date}>
          <line
            className={styles.hair}
            x1={x(week.startDay)}
            x2={x(week.startDay)}
            y1={box.weekTop}
            y2={bottom}
          />
          <text className={styles.week} x={x(week.startDay) + 3} y={box.weekTop + 8}>
            {fitText(`W${week.number}`, (week.endDay - week.startDay) * day - 3, atSize(6.5))}
          </text>
        </g>
      ))}
      <line
        className={styles.line}
        x1={box.margin}
        x2={box.width - box.margin}
        y1={box.bodyTop}
        y2={box.bodyTop}
      />
      {todayAt < 0 || todayAt >= page.days ? null : (
        <line
          className={styles.today}
          x1={x(todayAt + 0.5)}
          x2={x(todayAt + 0.5)}
          y1={box.bodyTop}
          y2={bottom}
        />
      )}
    </>
  );
}
