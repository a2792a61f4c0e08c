import { useState } from 'react';
import type { HeldRow } from '../../../shared/schema/held-row';
import type { ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { discardHeldRows, retryHeldRow } from '../../../shared/usecases/imports/retry-held-rows';
import { useHeldRows } from '../../data/hooks';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { ConfirmDialog, Dialog } from '../../ui/dialog';
import { EmptyState, Notice, Skeleton } from '../../ui/states';
import { TextField } from '../../ui/text-field';
import { showToast } from '../../ui/toast-store';
import { useDesk } from '../desk-context';
import styles from './imports.module.css';
import { rowsText } from './outcome';
import { useHeldRetry } from './use-held-retry';

type HeldRowsDialogProps = { readonly target: ImportTarget; readonly onClose: () => void };

/** Rows shown at first and with every press on More. */
const AT_ONCE = 50;

/** Rows that an import could not take: each with its problems, to be corrected in place and imported again. */
export function HeldRowsDialog({ target, onClose }: HeldRowsDialogProps) {
  const rows = useHeldRows()
    ?.filter((row) => row.target === target)
    .sort((a, b) => a.file.localeCompare(b.file) || a.row - b.row);
  const { retry, isBusy, problem } = useHeldRetry(target);
  const [shown, setShown] = useState(AT_ONCE);
  const orphans =
    rows?.filter(({ problems }) => problems.some(({ code }) => code === 'unknown-partner')).length ?? 0;
  return (
    <Dialog title="Rows to fix" isOpen onClose={onClose} size="full">
      {rows === undefined ? (
        <Skeleton label="Loading rows" />
      ) : rows.length === 0 ? (
        <EmptyState title="Nothing to fix" actions={<Button onPress={onClose}>Close</Button>}>
          Every row of what you imported has been taken.
        </EmptyState>
      ) : (
        <div className={cx(styles.held)}>
          {orphans === 0 ? null : (
            <Notice
              tone="waiting"
              actions={
                <Button isDisabled={isBusy} onPress={() => void retry()}>
                  Try all rows again
                </Button>
              }
            >
              {`${rowsText(orphans)} ${orphans === 1 ? 'names a partner that was' : 'name partners that were'} not on this desk. Once the partner accounts are imported, try all rows again in one step.`}
            </Notice>
          )}
          {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
          {rows.slice(0, shown).map((row) => (
            <HeldRowForm key={row.id} row={row} />
          ))}
          {rows.length > shown ? (
            <div className={cx(styles.more)}>
              <Button onPress={() => setShown(shown + AT_ONCE)}>
                {`Show ${Math.min(AT_ONCE, rows.length - shown)} more of ${rows.length}`}
              </Button>
            </div>
          ) : null}
        </div>
      )}
    </Dialog>
  );
}

function nameOf(row: HeldRow): string {
  const cells = Object.values(row.cells).filter((cell) => cell !== '');
  return cells.slice(0, 2).join(' · ');
}

/** Columns that problems name and that the row really has; the others cannot be edited here. */
function columnsToFix(row: HeldRow): string[] {
  return [...new Set(row.problems.map((problem) => problem.column))].filter((column) => column in row.cells);
}

function HeldRowForm({ row }: { readonly row: HeldRow }) {
  const desk = useDesk();
  const [cells, setCells] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [showsAll, setShowsAll] = useState(false);
  const columns = columnsToFix(row);
  const others = Object.keys(row.cells).filter((column) => !columns.includes(column));

  async function retry(): Promise<void> {
    setBusy(true);
    const done = await retryHeldRow(desk, { id: row.id, cells });
    setBusy(false);
    if (!done.ok) setProblem(`${done.error.message} ${done.error.fix}`);
    else if (done.value.bad === 0) showToast(`Row ${row.row} imported`);
    else setProblem('The row still has a problem.');
  }

  async function discard(): Promise<void> {
    setAsking(false);
    const done = await discardHeldRows(desk, [row.id]);
    if (!done.ok) setProblem(`${done.error.message} ${done.error.fix}`);
  }

  return (
    <section className={cx(styles.heldRow)} aria-label={`Row ${row.row}`}>
      <div className={cx(styles.heldTitle)}>
        {nameOf(row)}
        <span className={cx(styles.heldPlace)}>{`row ${row.row} of ${row.file}`}</span>
      </div>
      {row.problems
        .filter((entry) => !columns.includes(entry.column))
        .map((entry) => (
          <Notice key={`${entry.column}${entry.message}`} tone="bad">
            {`${entry.column}: ${entry.message} ${entry.fix}`}
          </Notice>
        ))}
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      <div className={cx(styles.heldCells)}>
        {columns.map((column) => (
          <TextField
            key={column}
            label={column}
            value={cells[column] ?? row.cells[column] ?? ''}
            onChange={(value) => setCells({ ...cells, [column]: value })}
            error={row.problems
              .filter((entry) => entry.column === column)
              .map((entry) => `${entry.message} ${entry.fix}`)
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
        <Button isPending={isBusy} onPress={() => void retry()}>
          Import this row
        </Button>
        <Button variant="quiet" isDisabled={isBusy} onPress={() => setAsking(true)}>
          Discard
        </Button>
        {others.length === 0 ? null : (
          <Button variant="quiet" onPress={() => setShowsAll(!showsAll)} aria-expanded={showsAll}>
            {showsAll ? 'Hide other cells' : `Other cells (${others.length})`}
          </Button>
        )}
      </div>
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
