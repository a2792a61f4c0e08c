import { useCallback, useState } from 'react';
import { FormattedNumber, useIntl } from 'react-intl';
import type { HeldRow } from '../../../shared/schema/held-row';
import type { ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { useHeldRows } from '../../data/hooks';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { Dialog } from '../../ui/dialog';
import { Disclosure } from '../../ui/disclosure';
import { EmptyState, Notice, Skeleton } from '../../ui/states';
import { useCountText } from '../count-text';
import { useWayOut } from '../navigation';
import { HeldRowForm } from './held-row-form';
import styles from './imports.module.css';
import { useHeldRetry } from './use-held-retry';

type HeldRowsDialogProps = {
  readonly target: ImportTarget;
  readonly onClose: () => void;
  /** Imports the partners that rows wait for. */
  readonly onPartners: () => void;
};

/** Rows shown at first and with every press on More. */
const AT_ONCE = 50;

function waitsForPartner({ problems }: HeldRow): boolean {
  return problems.every(({ code }) => code === 'unknown-partner');
}

/** Rows that an import could not take: each with its problems, to be corrected in place and imported again; those that wait for one same thing stand together. */
export function HeldRowsDialog({ target, onClose, onPartners }: HeldRowsDialogProps) {
  const rows = useHeldRows()
    ?.filter((row) => row.target === target)
    .sort((a, b) => a.file.localeCompare(b.file) || a.row - b.row);
  const { retry, isBusy, problem } = useHeldRetry(target);
  const counted = useCountText();
  const waiting = rows?.filter(waitsForPartner) ?? [];
  const own = rows?.filter((row) => !waitsForPartner(row)) ?? [];
  const { isTyped, onTyped } = useTypedRows();
  const wayOut = useWayOut(isTyped, onClose);
  const toPartners = useWayOut(isTyped, onPartners);
  return (
    <Dialog title="Rows to fix" isOpen onClose={wayOut} size="full">
      {rows === undefined ? (
        <Skeleton label="Loading rows" />
      ) : rows.length === 0 ? (
        <EmptyState title="Nothing to fix" actions={<Button onPress={onClose}>Close</Button>}>
          Every row of what you imported has been taken.
        </EmptyState>
      ) : (
        <div className={cx(styles.held)}>
          {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
          {waiting.length === 0 ? null : (
            <>
              <Notice
                tone="waiting"
                actions={
                  <>
                    <Button isDisabled={isBusy} onPress={toPartners}>
                      Import partners
                    </Button>
                    <Button variant="quiet" isDisabled={isBusy} onPress={() => void retry()}>
                      Try all rows again
                    </Button>
                  </>
                }
              >
                {`${counted(waiting.length, 'row')} ${waiting.length === 1 ? 'names a partner that is' : 'name partners that are'} not on this desk. Import the partner accounts, and try all rows again in one step.`}
              </Notice>
              <Disclosure
                title="Rows that wait for their partner"
                meta={<FormattedNumber value={waiting.length} />}
              >
                <HeldRowList rows={waiting} onTyped={onTyped} />
              </Disclosure>
            </>
          )}
          <HeldRowList rows={own} onTyped={onTyped} />
        </div>
      )}
    </Dialog>
  );
}

/** Whether a correction is typed in one of the rows that would be lost by leaving. */
function useTypedRows() {
  const [typed, setTyped] = useState<ReadonlySet<string>>(new Set());
  const onTyped = useCallback((id: string, isTyped: boolean) => {
    setTyped((before) => new Set(isTyped ? [...before, id] : [...before].filter((one) => one !== id)));
  }, []);
  return { isTyped: typed.size > 0, onTyped };
}

type HeldRowListProps = {
  readonly rows: readonly HeldRow[];
  readonly onTyped: (id: string, isTyped: boolean) => void;
};

function HeldRowList({ rows, onTyped }: HeldRowListProps) {
  const [shown, setShown] = useState(AT_ONCE);
  const { formatNumber } = useIntl();
  return (
    <>
      {rows.slice(0, shown).map((row) => (
        <HeldRowForm key={row.id} row={row} onTyped={onTyped} />
      ))}
      {rows.length > shown ? (
        <div className={cx(styles.more)}>
          <Button onPress={() => setShown(shown + AT_ONCE)}>
            {`Show ${Math.min(AT_ONCE, rows.length - shown)} more of ${formatNumber(rows.length)}`}
          </Button>
        </div>
      ) : null}
    </>
  );
}
