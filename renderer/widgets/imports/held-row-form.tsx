import { useEffect, useRef, useState } from 'react';
import type { HeldRow } from '../../../shared/schema/held-row';
import {
  discardHeldRows,
  retryHeldRow,
  takeHeldValues,
} from '../../../shared/usecases/imports/retry-held-rows';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { ConfirmDialog } from '../../ui/dialog';
import { Notice } from '../../ui/states';
import { TextField } from '../../ui/text-field';
import { showToast } from '../../ui/toast-store';
import { useProblem } from '../../ui/use-problem';
import { orProblem } from '../broken-off';
import { useDesk } from '../desk-context';
import { useOwnFormats } from '../own-formats';
import styles from './imports.module.css';

function nameOf(row: HeldRow): string {
  const cells = Object.values(row.cells).filter((cell) => cell !== '');
  return cells.slice(0, 2).join(' · ');
}

/** Columns that problems name, with those beside them, and that the row really has; the others cannot be edited here. */
function columnsToFix(row: HeldRow): string[] {
  const named = row.problems.flatMap(({ column, also = [] }) => [column, ...also]);
  return Object.keys(row.cells).filter((column) => named.includes(column));
}

/** What can be done about a problem; two values are chosen between only once nothing else is wrong. */
function fixOf({ code, fix }: HeldRow['problems'][number]): string {
  return code === 'differs' ? 'Correct the rest and import the row, then choose between the two.' : fix;
}

type HeldRowFormProps = {
  readonly row: HeldRow;
  /** Tells whether something is typed in it that the row does not hold yet. */
  readonly onTyped: (id: string, isTyped: boolean) => void;
};

/** One held row: its cells to correct, or a choice where the file and the desk have different values. */
export function HeldRowForm({ row, onTyped }: HeldRowFormProps) {
  const desk = useDesk();
  const [cells, setCells] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useProblem();
  const [isBusy, setBusy] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [showsAll, setShowsAll] = useState(false);
  const own = useOwnFormats();
  const box = useRef<HTMLElement>(null);
  const isChoice = row.problems.every(({ code }) => code === 'differs');
  const columns = isChoice ? [] : columnsToFix(row);
  const others = Object.keys(row.cells).filter((column) => !columns.includes(column));
  const isTyped = Object.entries(cells).some(([column, text]) => text !== (row.cells[column] ?? ''));
  useEffect(() => {
    if (!isTyped) return undefined;
    onTyped(row.id, true);
    return () => onTyped(row.id, false);
  }, [isTyped, onTyped, row.id]);

  /** Where the keyboard goes on when this row has gone: at the one that takes its place. */
  function neighbour(): HTMLElement | null | undefined {
    const rows = [box.current?.nextElementSibling, box.current?.previousElementSibling];
    const row = rows.find((one): one is HTMLElement => one instanceof HTMLElement && one.tabIndex === -1);
    return row ?? box.current?.closest<HTMLElement>('[role="dialog"]');
  }

  async function retry(): Promise<void> {
    const next = neighbour();
    setBusy(true);
    const done = await orProblem(retryHeldRow(desk, { id: row.id, cells }));
    setBusy(false);
    if (!done.ok) setProblem(`${done.error.message} ${done.error.fix}`);
    else if (done.value.bad === 0) {
      next?.focus();
      const isTaken = done.value.new + done.value.changed > 0;
      showToast(
        isTaken ? `Row ${row.row} imported` : `Row ${row.row} changed nothing: what it says is here already`,
      );
    } else setProblem('The row still has a problem.');
  }

  async function discard(): Promise<void> {
    const next = neighbour();
    setAsking(false);
    const done = await discardHeldRows(desk, [row.id]);
    if (done.ok) next?.focus();
    else setProblem(`${done.error.message} ${done.error.fix}`);
  }

  async function takeFile(): Promise<void> {
    const next = neighbour();
    setBusy(true);
    const done = await orProblem(takeHeldValues(desk, row.id));
    setBusy(false);
    if (done.ok) {
      next?.focus();
      showToast(`Row ${row.row}: the values of the file were taken`);
    } else setProblem(`${done.error.message} ${done.error.fix}`);
  }

  return (
    <section ref={box} tabIndex={-1} className={cx(styles.heldRow)} aria-label={`Row ${row.row}`}>
      <div className={cx(styles.heldTitle)}>
        {nameOf(row)}
        <span className={cx(styles.heldPlace)}>{`row ${row.row} of ${row.file}`}</span>
      </div>
      {isChoice ? <Differences row={row} /> : null}
      {row.problems
        .filter((entry) => !isChoice && !columns.includes(entry.column))
        .map((entry) => (
          <Notice key={`${entry.column}${entry.message}`} tone="bad">
            {own(`${entry.column}: ${entry.message} ${fixOf(entry)}`)}
          </Notice>
        ))}
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      <form
        noValidate
        className={cx(styles.heldForm)}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isChoice && !isBusy) void retry();
        }}
      >
        <div className={cx(styles.heldCells)}>
          {columns.map((column) => (
            <TextField
              key={column}
              label={column}
              value={cells[column] ?? row.cells[column] ?? ''}
              onChange={(value) => setCells({ ...cells, [column]: value })}
              error={row.problems
                .filter((entry) => entry.column === column)
                .map((entry) => own(`${entry.message} ${fixOf(entry)}`))
                .join(' ')}
            />
          ))}
        </div>
        {showsAll ? (
          <div className={cx(styles.heldCells)}>
            {others.map((column) => (
              <TextField
                key={column}
                label={column}
                value={cells[column] ?? row.cells[column] ?? ''}
                onChange={(value) => setCells({ ...cells, [column]: value })}
              />
            ))}
          </div>
        ) : null}
        <div className={cx(styles.heldActions)}>
          {isChoice ? (
            <>
              <Button isDisabled={isBusy} onPress={() => void discard()}>
                Keep what is here
              </Button>
              <Button isPending={isBusy} onPress={() => void takeFile()}>
                Take the file’s values
              </Button>
            </>
          ) : (
            <>
              <Button type="submit" isPending={isBusy}>
                Import this row
              </Button>
              <Button variant="quiet" isDisabled={isBusy} onPress={() => setAsking(true)}>
                Discard
              </Button>
            </>
          )}
          {isChoice || others.length === 0 ? null : (
            <Button variant="quiet" onPress={() => setShowsAll(!showsAll)} aria-expanded={showsAll}>
              {showsAll ? 'Hide other cells' : `Other cells (${others.length})`}
            </Button>
          )}
        </div>
      </form>
      <ConfirmDialog
        title={`Discard row ${row.row}?`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        confirmLabel="Discard row"
        isDangerous
        onConfirm={() => void discard()}
      >
        {`The row is forgotten here. It stays in ${row.file}, so importing the file again brings it back.`}
      </ConfirmDialog>
    </section>
  );
}

/** What the file and the desk say of each field, side by side. */
function Differences({ row }: { readonly row: HeldRow }) {
  const own = useOwnFormats();
  return (
    <table className={cx(styles.table)}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Here</th>
          <th scope="col">In the file</th>
        </tr>
      </thead>
      <tbody>
        {row.problems.map(({ column, values }) => (
          <tr key={column}>
            <th scope="row">{column}</th>
            <td>{own(values?.here ?? '')}</td>
            <td>{own(values?.file ?? '')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
