import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { FormattedNumber, useIntl } from 'react-intl';
import { checkLeadList, type LeadFinding, type LeadListCheck } from '../../../shared/domain/pop/lead-list';
import { ErrorState, Notice, Skeleton } from '../../ui/states';
import { Status } from '../../ui/status';
import { cx } from '../../ui/cx';
import { useCountText } from '../count-text';
import { useDesk } from '../desk-context';
import { useKeepsSecrets } from '../use-keeps-secrets';
import { askDocumentWorker } from './document-worker';
import styles from './documents.module.css';
import { ViewerBar } from './viewer-bar';

type TableViewProps = {
  readonly bytes: Uint8Array;
  /** Whether it is a lead list, whose rows are checked (POP-8). */
  readonly isLeadList: boolean;
  readonly actions: ReactNode;
};

type Read =
  | { readonly kind: 'rows'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'problem'; readonly message: string; readonly fix: string };

/** Rows that are drawn at once; a lead list is looked through, not edited. */
const PAGE = 200;

/** A CSV or XLSX file as a table; a lead list with the problems of each row (POP-8). */
export function TableView({ bytes, isLeadList, actions }: TableViewProps) {
  const { playbook } = useDesk();
  const counted = useCountText();
  const keepsSecrets = useKeepsSecrets();
  const read = useRows(bytes);
  const check = useMemo(
    () => (isLeadList && read?.kind === 'rows' ? checkLeadList(read.rows, playbook) : null),
    [isLeadList, read, playbook],
  );
  if (read === null) {
    return (
      <>
        <ViewerBar actions={actions} />
        <Skeleton label="Reading the rows" rows={10} />
      </>
    );
  }
  if (read.kind === 'problem') {
    return (
      <>
        <ViewerBar actions={actions} />
        <ErrorState
          title="The rows cannot be shown"
          reason={read.message}
          fix={`${read.fix} The file is kept unaltered.`}
        />
      </>
    );
  }
  return (
    <>
      <ViewerBar actions={actions}>
        {check === null ? (
          <span className={styles.place}>{counted(countRows(read.rows), 'row')}</span>
        ) : (
          <LeadSummary check={check} />
        )}
      </ViewerBar>
      {check !== null && keepsSecrets === false ? (
        <Notice tone="waiting">
          Not encrypted: this computer has no key store, so this list is only as safe as the disk.
        </Notice>
      ) : null}
      <Rows rows={read.rows} check={check} />
    </>
  );
}

function useRows(bytes: Uint8Array): Read | null {
  const [read, setRead] = useState<{ readonly of: Uint8Array; readonly what: Read } | null>(null);
  useEffect(() => {
    let isGone = false;
    void askDocumentWorker({ kind: 'read-table', content: bytes }).then((answer) => {
      if (isGone) return;
      if (answer.kind === 'table') setRead({ of: bytes, what: { kind: 'rows', rows: answer.rows } });
      else if (answer.kind === 'problem')
        setRead({ of: bytes, what: { kind: 'problem', ...answer.problem } });
    });
    return () => {
      isGone = true;
    };
  }, [bytes]);
  return read?.of === bytes ? read.what : null;
}

function countRows(rows: readonly (readonly string[])[]): number {
  return rows.slice(1).filter((cells) => cells.some((cell) => cell.trim() !== '')).length;
}

function LeadSummary({ check }: { readonly check: LeadListCheck }) {
  const bad = check.rows - check.good;
  const counted = useCountText();
  const { formatNumber } = useIntl();
  return (
    <span className={styles.place}>
      {bad === 0 ? (
        <Status tone="good">{`${counted(check.rows, 'row')}, all in order`}</Status>
      ) : (
        <Status tone="bad">{`${formatNumber(bad)} of ${counted(check.rows, 'row')} cannot be uploaded`}</Status>
      )}
    </span>
  );
}

function Rows({
  rows,
  check,
}: {
  readonly rows: readonly (readonly string[])[];
  readonly check: LeadListCheck | null;
}) {
  const [shown, setShown] = useState(PAGE);
  const [header = [], ...body] = rows;
  // The first line may be a title of two cells above the true header: no column may stay unseen.
  const titles = useMemo(() => {
    const width = rows.reduce((widest, { length }) => Math.max(widest, length), 0);
    return Array.from({ length: width }, (_, index) => header[index] ?? '');
  }, [rows, header]);
  const general = check?.findings.filter(({ row }) => row === 1) ?? [];
  const byRow = useMemo(() => groupByRow(check?.findings ?? []), [check]);
  const filled = body
    .map((cells, index) => ({ cells, row: index + 2 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label="Rows of the file">
      {general.map(({ message, fix }) => (
        <Notice key={message} tone="bad">
          {message} {fix}
        </Notice>
      ))}
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.rowNumber}>
              Row
            </th>
            {check === null ? null : <th scope="col">Problems</th>}
            {titles.map((title, index) => (
              // Columns have no other identity than their place; titles may repeat.
              <th key={index} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {filled.slice(0, shown).map(({ cells, row }) => {
            const findings = byRow.get(row) ?? [];
            return (
              <tr key={row} className={cx(findings.some(isError) && styles.badRow)}>
                <th scope="row" className={styles.rowNumber}>
                  {row}
                </th>
                {check === null ? null : (
                  <td className={styles.problems}>
                    {findings.map((finding) => (
                      <div key={finding.column + finding.code} className={styles.problem}>
                        <Status tone={isError(finding) ? 'bad' : 'waiting'}>{finding.message}</Status>
                      </div>
                    ))}
                  </td>
                )}
                {titles.map((_, index) => (
                  <td key={index}>{cells[index] ?? ''}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {filled.length > shown ? (
        <button type="button" className={styles.more} onClick={() => setShown((now) => now + PAGE)}>
          Show {Math.min(PAGE, filled.length - shown)} more of{' '}
          <FormattedNumber value={filled.length - shown} />
        </button>
      ) : null}
    </div>
  );
}

function isError(finding: LeadFinding): boolean {
  return finding.severity === 'error';
}

function groupByRow(findings: readonly LeadFinding[]): ReadonlyMap<number, readonly LeadFinding[]> {
  const byRow = new Map<number, LeadFinding[]>();
  for (const finding of findings) {
    const own = byRow.get(finding.row) ?? [];
    own.push(finding);
    byRow.set(finding.row, own);
  }
  return byRow;
}
