import { useMemo, useState } from 'react';
import { FormattedNumber, useIntl } from 'react-intl';
import type { CellProblem } from '../../../shared/domain/imports/table';
import { cx } from '../../ui/cx';
import { DataTable } from '../../ui/data-table/data-table';
import type { TableColumn } from '../../ui/data-table/types';
import { Button } from '../../ui/button';
import { Disclosure } from '../../ui/disclosure';
import { Segmented } from '../../ui/segmented';
import { Notice } from '../../ui/states';
import { Status } from '../../ui/status';
import type { Preview, PreviewRow, ReadsAs } from '../../workers/import/messages';
import { useCountText } from '../count-text';
import { DateRangeText } from '../date-text';
import { MoneyText } from '../money-text';
import { useOwnFormats } from '../own-formats';
import styles from './imports.module.css';
import { outcomes, outcomeText } from './outcome';

const columns: readonly TableColumn<PreviewRow>[] = [
  {
    id: 'line',
    title: 'Row',
    width: 64,
    align: 'end',
    cell: (row) => <FormattedNumber value={row.line} useGrouping={false} />,
    sortBy: (row) => row.line,
  },
  {
    id: 'outcome',
    title: 'Outcome',
    width: 172,
    least: 150,
    cell: (row) => <Status tone={outcomeText[row.outcome].tone}>{outcomeText[row.outcome].word}</Status>,
    sortBy: (row) => row.outcome,
  },
  {
    id: 'title',
    title: 'Name',
    width: 240,
    least: 176,
    cell: (row) => row.title,
    sortBy: (row) => row.title,
  },
  {
    id: 'problems',
    title: 'What is wrong, and how to fix it',
    width: 420,
    grows: true,
    cell: (row) => <Notes row={row} saysHint />,
    text: (row) =>
      notesOf(row)
        .map(({ column, message }) => `${column}: ${message}`)
        .join(' '),
  },
];

const readsColumn: TableColumn<PreviewRow> = {
  id: 'reads',
  title: 'Reads as',
  width: 420,
  cell: ({ reads }) => (reads === null ? null : <Reads reads={reads} />),
  sortBy: ({ reads }) => reads?.start ?? '',
};

/** What is wrong with a row, or worth a look; only a row that comes in has hints. */
function notesOf({ problems, hints }: PreviewRow): readonly CellProblem[] {
  return problems.length > 0 ? problems : hints;
}

function hasNote(row: PreviewRow): boolean {
  return notesOf(row).length > 0;
}

function isHinted({ hints }: PreviewRow): boolean {
  return hints.length > 0;
}

/** Columns that say something of the rows shown. */
function columnsFor(filter: Filter, rows: readonly PreviewRow[]): TableColumn<PreviewRow>[] {
  const [line, outcome, title, problems] = columns;
  // Who looks at hints wants to read them; beside what was read they would be cut in a narrow window.
  const hasReads = filter !== 'hinted' && rows.some(({ reads }) => reads !== null);
  const hasNotes = rows.some(hasNote);
  const shown = [
    line,
    filter === 'all' || filter === 'hinted' ? outcome : undefined,
    title === undefined ? undefined : { ...title, grows: !hasReads && !hasNotes },
  ];
  if (hasReads) shown.push({ ...readsColumn, grows: !hasNotes });
  if (hasNotes && problems !== undefined)
    shown.push({
      ...problems,
      title: notesTitle(rows),
      cell: (row) => <Notes row={row} saysHint={filter !== 'hinted'} />,
    });
  return shown.filter((column) => column !== undefined);
}

function notesTitle(rows: readonly PreviewRow[]): string {
  if (!rows.some(isHinted)) return 'What is wrong, and how to fix it';
  return rows.some(({ problems }) => problems.length > 0) ? 'What is wrong or worth a look' : 'Worth a look';
}

/** A request as it was understood: its days, what is asked of what it costs, and whose it is. */
function Reads({ reads }: { readonly reads: ReadsAs }) {
  return (
    <>
      <DateRangeText start={reads.start} end={reads.end} />
      {' · '}
      <MoneyText money={reads.requested} /> of <MoneyText money={reads.totalCost} />
      {` · ${reads.partner}`}
    </>
  );
}

function Notes({ row, saysHint }: { readonly row: PreviewRow; readonly saysHint: boolean }) {
  const own = useOwnFormats();
  const [first, ...rest] = notesOf(row);
  if (!first) return null;
  const all = own(
    notesOf(row)
      .map(({ column, message, fix }) => `${column}: ${message} ${fix}`)
      .join('\n'),
  );
  return (
    <span title={all}>
      {saysHint && isHinted(row) ? 'Hint: ' : ''}
      <strong className={cx(styles.column)}>{first.column}</strong> {own(`${first.message} ${first.fix}`)}
      {rest.length > 0 ? ` (and ${rest.length} more)` : ''}
    </span>
  );
}

/** All that is to be said of the row that was opened, whole where the table cuts it. */
function WholeNotes({ row }: { readonly row: PreviewRow }) {
  const own = useOwnFormats();
  return (
    <section className={cx(styles.whole)} aria-label={`Row ${row.line}`} aria-live="polite">
      <strong>{`Row ${row.line}, ${row.title}`}</strong>
      <ul>
        {notesOf(row).map(({ column, message, fix }) => (
          <li key={`${column}${message}`}>
            <strong className={cx(styles.column)}>{column}</strong> {own(`${message} ${fix}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Filter = PreviewRow['outcome'] | 'all' | 'hinted';

function countOf(filter: Filter, { rows, counts }: Preview, hinted: number): number {
  if (filter === 'all') return rows.length;
  return filter === 'hinted' ? hinted : counts[filter];
}

type PreviewStepProps = {
  readonly preview: Preview;
  readonly footers: readonly string[];
  /** Imports partners and checks the rows again; null where that cannot be done. */
  readonly onPartnersFirst: (() => void) | null;
  readonly isBusy: boolean;
};

/** Every row of the file and what would become of it, before anything is written. */
export function PreviewStep({ preview, footers, onPartnersFirst, isBusy }: PreviewStepProps) {
  const [chosen, setFilter] = useState<Filter>(preview.counts.bad > 0 ? 'bad' : 'all');
  const hinted = useMemo(() => preview.rows.filter(isHinted).length, [preview]);
  // The rows may have been checked again since, and none be left of those that were looked at.
  const filter = countOf(chosen, preview, hinted) === 0 ? 'all' : chosen;
  const [openLine, setOpenLine] = useState<string | null>(null);
  const rows = useMemo(
    () =>
      filter === 'all'
        ? preview.rows
        : preview.rows.filter((row) => (filter === 'hinted' ? isHinted(row) : row.outcome === filter)),
    [preview, filter],
  );
  const shownColumns = useMemo(() => columnsFor(filter, rows), [filter, rows]);
  const orphans = useMemo(
    () =>
      preview.rows.filter(({ problems }) => problems.some(({ code }) => code === 'unknown-partner')).length,
    [preview],
  );
  // Where there is something to read in every row, the first one is read whole without being asked for.
  const first = filter === 'bad' || filter === 'hinted' ? rows.find(hasNote) : undefined;
  const open = rows.find((row) => lineOf(row) === openLine && hasNote(row)) ?? first;
  const counted = useCountText();
  const { formatNumber } = useIntl();
  const options = [
    { id: 'all' as const, label: `All ${formatNumber(preview.rows.length)}` },
    ...outcomes
      .filter((outcome) => preview.counts[outcome] > 0)
      .map((outcome) => ({
        id: outcome,
        label: `${outcomeText[outcome].word} ${formatNumber(preview.counts[outcome])}`,
      })),
    ...(hinted === 0 ? [] : [{ id: 'hinted' as const, label: `With a hint ${formatNumber(hinted)}` }]),
  ];
  return (
    <div className={cx(styles.preview)}>
      {orphans === 0 ? null : (
        <Notice
          tone="waiting"
          actions={
            onPartnersFirst === null ? null : (
              <Button isDisabled={isBusy} onPress={onPartnersFirst}>
                Import partners first
              </Button>
            )
          }
        >
          {`${counted(orphans, 'row')} ${orphans === 1 ? 'names a partner that is' : 'name partners that are'} not on this desk. Import the partner accounts, and the rows are checked again.`}
        </Notice>
      )}
      <div className={cx(styles.filter)}>
        <Segmented label="Show rows" segments={options} value={filter} onChange={setFilter} />
        <span className={cx(styles.step)}>Rows are numbered as a spreadsheet shows them.</span>
      </div>
      <div className={cx(styles.rows)}>
        <DataTable
          label="Rows of the file"
          what="rows"
          name="import-preview"
          rows={rows}
          rowId={lineOf}
          columns={shownColumns}
          openId={open === undefined ? null : lineOf(open)}
          onOpen={(row) => setOpenLine(lineOf(row))}
        />
      </div>
      {open === undefined ? null : <WholeNotes row={open} />}
      {preview.counts.bad === 0 ? null : (
        <p className={cx(styles.step)}>
          {`${counted(preview.counts.bad, 'row')} to be fixed ${preview.counts.bad === 1 ? 'is' : 'are'} kept beside the import; you correct ${preview.counts.bad === 1 ? 'it' : 'them'} once the others are in.`}
        </p>
      )}
      {footers.length > 0 ? (
        <Disclosure title="Left out: the report’s footer" meta={String(footers.length)}>
          <ul className={cx(styles.footers)}>
            {footers.map((footer) => (
              <li key={footer}>{footer}</li>
            ))}
          </ul>
        </Disclosure>
      ) : null}
    </div>
  );
}

function lineOf(row: PreviewRow): string {
  return String(row.line);
}
