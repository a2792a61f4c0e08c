import { Download, Wallet } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table/data-table';
import { EmptyState, ErrorState } from '../../ui/states';
import { useDesk } from '../../widgets/desk-context';
import { requestColumns } from './request-columns';
import { type RequestRow, statusChoices } from './request-rows';
import type { RequestList } from './use-request-list';
import type { useRequestRows } from './use-request-rows';

const rowId = (row: RequestRow) => row.id;
const groupOf = (row: RequestRow) => row.statusId;
const byDeadline = { columnId: 'deadline', direction: 'ascending' } as const;

type RequestTableProps = {
  readonly list: RequestList;
  readonly records: Pick<ReturnType<typeof useRequestRows>, 'state' | 'problem'>;
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
  readonly onNew: () => void;
  readonly onImport: () => void;
  readonly onExport: (rows: readonly RequestRow[]) => void;
};

/** The requests as a table, plain or by status, with what it says where there are none or they cannot be read. */
export function RequestTable(props: RequestTableProps) {
  const { list, records, openId, onOpen, onNew, onImport, onExport } = props;
  const desk = useDesk();
  const { playbook } = desk;
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const columns = useMemo(() => requestColumns(desk), [desk]);
  const groups = useMemo(
    () => statusChoices(playbook).map(({ id, label }) => ({ id, title: label })),
    [playbook],
  );
  return (
    <DataTable
      name="mdf"
      initialSort={byDeadline}
      label="Fund requests"
      what="requests"
      rows={list.shown}
      rowId={rowId}
      columns={columns}
      isLoading={records.state === 'loading'}
      error={
        records.problem === null ? null : (
          <ErrorState
            title="The requests could not be read"
            reason={records.problem}
            fix="Close the app and open it again. What was saved stays saved."
          />
        )
      }
      empty={
        <EmptyState
          icon={<Wallet aria-hidden />}
          title="No fund requests yet"
          actions={
            <>
              <Button size="large" onPress={onNew}>
                New request
              </Button>
              <Button size="large" onPress={onImport}>
                Import requests
              </Button>
            </>
          }
        >
          Write the first one, or import the export of the partner portal that you have.
        </EmptyState>
      }
      onClearFilter={list.clear}
      {...(list.view === 'status' ? { groupOf, groups } : {})}
      openId={openId}
      onOpen={(row) => onOpen(row.id)}
      selection={selection}
      onSelectionChange={setSelection}
      selectionActions={(selected) => (
        <Button icon={<Download aria-hidden />} onPress={() => onExport(selected)}>
          Export
        </Button>
      )}
      onExport={onExport}
      autoFocus
    />
  );
}
