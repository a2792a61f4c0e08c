import { Download, FileInput, Plus, Wallet } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { FormattedNumber } from 'react-intl';
import type { Playbook } from '../../../shared/playbook/playbook';
import { moveFundRequest } from '../../../shared/usecases/mdf/move-fund-request';
import { useRecords } from '../../data/hooks';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table/data-table';
import { type Filter, FilterBar, hasFilter } from '../../ui/filter-bar';
import { PageFrame, ToolbarSpace } from '../../ui/page-frame';
import { useRemembered } from '../../ui/remembered';
import { SearchField } from '../../ui/search-field';
import { Segmented } from '../../ui/segmented';
import { ITEMS_PER_STEP, type Steps, useSliced } from '../../ui/sliced';
import { EmptyState, ErrorState } from '../../ui/states';
import { showToast } from '../../ui/toast-store';
import { useCommands } from '../../widgets/commands';
import { useDesk } from '../../widgets/desk-context';
import { useApprover } from '../../widgets/use-approver';
import { HeldRowsButton } from '../../widgets/imports/held-rows-button';
import { ImportDrop } from '../../widgets/imports/import-drop';
import { ImportFlow, type ImportStep } from '../../widgets/imports/import-flow';
import { useImportStep } from '../../widgets/imports/use-import-step';
import { useParam } from '../../widgets/navigation';
import { BudgetStrip } from '../../widgets/budget-strip';
import styles from './mdf-screen.module.css';
import { PartnerFilter } from './partner-filter';
import { QuarterScope } from './quarter-scope';
import { type RequestAction, useRequestActions } from './request-actions';
import { requestColumns } from './request-columns';
import { type OpenDialog, RequestDialogs } from './request-dialogs';
import { requestFilters, useRequestFilter, visibleRows } from './request-filter';
import { RequestInspector } from './request-inspector';
import { createRowMaker, type RequestRow, statusChoices } from './request-rows';
import { useReport } from './use-report';

const rowId = (row: RequestRow) => row.id;
const groupOf = (row: RequestRow) => row.statusId;
const byDeadline = { columnId: 'deadline', direction: 'ascending' } as const;
const views = [
  { id: 'list', label: 'List' },
  { id: 'status', label: 'By status' },
] as const;
const NEW: OpenDialog = { kind: 'new' };
const IMPORT: ImportStep = { kind: 'import', target: 'fund-requests' };
type View = (typeof views)[number]['id'];

/** Fund requests: the list with its filters, one request beside it, and everything that is done with it. */
export function MdfScreen() {
  const desk = useDesk();
  const { playbook } = desk;
  const search = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const records = useRequestRows();
  const [filter, setFilter] = useRequestFilter();
  const [query, setQuery] = useState('');
  const shownQuery = useDeferredValue(query);
  const [view, setView] = useRemembered<View>('mdf.view', 'list', isView);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [openId, setOpenId] = useParam('id');
  // Other screens ask for a new request by the address.
  const [asked, setAsked] = useParam('new');
  const [chosen, setChosen] = useState<OpenDialog | null>(null);
  const dialog = chosen ?? (asked === null ? null : NEW);
  const [importStep, setImportStep] = useImportStep('fund-requests');
  const { rows, rowById, filters } = records;
  const columns = useMemo(() => requestColumns(desk), [desk]);
  const groups = useMemo(
    () => statusChoices(playbook).map(({ id, label }) => ({ id, title: label })),
    [playbook],
  );
  const makeShown = useCallback(() => visibleRows(rows, filter, shownQuery), [rows, filter, shownQuery]);
  const shown = useSliced(makeShown, rows.length) ?? rows;
  const isFiltered = hasFilter(filter) || query.trim() !== '';
  const open = openId === null ? undefined : rowById.get(openId);
  const report = useReport();

  function close(): void {
    setOpenId(null);
    frame.current?.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
  }

  function setDialog(next: OpenDialog | null): void {
    setChosen(next);
    if (asked !== null) setAsked(null);
  }

  function clear(): void {
    setQuery('');
    setFilter({});
  }

  async function submit(row: RequestRow): Promise<void> {
    const { id } = row.request;
    const done = await moveFundRequest(desk, { seen: row.request, move: { kind: 'submit' } });
    if (done.ok) showToast('Submitted to level 1', { tone: 'good' });
    else setDialog({ kind: 'refused', id, problem: done.error });
  }

  function run(action: RequestAction): void {
    if (open === undefined) return;
    if (action === 'submit') void submit(open);
    else setDialog({ kind: action, id: open.id });
  }

  useCommands('mdf', [
    {
      id: 'mdf.new',
      label: 'New fund request',
      group: 'MDF',
      keywords: 'create mdf',
      shortcut: 'n',
      run: () => setDialog(NEW),
    },
    {
      id: 'mdf.search',
      label: 'Search requests',
      group: 'MDF',
      shortcut: '/',
      menuCommand: 'edit.find',
      run: () => search.current?.focus(),
    },
    {
      id: 'mdf.import',
      label: 'Import fund requests',
      group: 'MDF',
      keywords: 'csv xlsx',
      run: () => setImportStep(IMPORT),
    },
    {
      id: 'mdf.export',
      label: 'Export the listed requests',
      group: 'MDF',
      run: () => void report.save(shown),
    },
  ]);
  const { footer, menu } = useRequestActions(open, run);

  return (
    <PageFrame
      title="MDF"
      meta={<Count shown={shown.length} all={rows.length} />}
      content="fill"
      actions={
        <>
          <HeldRowsButton target="fund-requests" onOpen={setImportStep} />
          <Button icon={<FileInput aria-hidden />} onPress={() => setImportStep(IMPORT)}>
            Import
          </Button>
          <Button
            icon={<Download aria-hidden />}
            onPress={() => void report.save(shown)}
            isDisabled={shown.length === 0}
          >
            Export
          </Button>
          <Button variant="primary" icon={<Plus aria-hidden />} shortcut="N" onPress={() => setDialog(NEW)}>
            New request
          </Button>
        </>
      }
      toolbar={
        <>
          <SearchField
            label="Search requests"
            value={query}
            onChange={setQuery}
            inputRef={search}
            findsRows
          />
          <FilterBar filters={filters} value={filter} onChange={setFilter} />
          <PartnerFilter
            value={filter['partner'] ?? []}
            onChange={(partner) => setFilter({ ...filter, partner })}
          />
          <ToolbarSpace />
          <Segmented label="View" segments={views} value={view} onChange={setView} />
        </>
      }
      inspector={
        open === undefined ? null : (
          <RequestInspector key={open.id} row={open} actions={menu} footer={footer} onClose={close} />
        )
      }
    >
      <BudgetStrip />
      {rows.length === 0 ? null : (
        <QuarterScope
          chosen={filter['quarter'] ?? []}
          onChange={(quarter) => setFilter({ ...filter, quarter })}
        />
      )}
      {report.notice}
      <div
        ref={frame}
        className={styles.list}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.defaultPrevented && open !== undefined) close();
        }}
      >
        <ImportDrop target="fund-requests" onImport={setImportStep}>
          <DataTable
            name="mdf"
            initialSort={byDeadline}
            label="Fund requests"
            what="requests"
            rows={shown}
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
                    <Button size="large" onPress={() => setDialog(NEW)}>
                      New request
                    </Button>
                    <Button size="large" onPress={() => setImportStep(IMPORT)}>
                      Import requests
                    </Button>
                  </>
                }
              >
                Write the first one, or import the export of the partner portal that you have.
              </EmptyState>
            }
            onClearFilter={isFiltered ? clear : undefined}
            {...(view === 'status' ? { groupOf, groups } : {})}
            openId={openId}
            onOpen={(row) => setOpenId(row.id)}
            selection={selection}
            onSelectionChange={setSelection}
            selectionActions={(selected) => (
              <Button icon={<Download aria-hidden />} onPress={() => void report.save(selected)}>
                Export
              </Button>
            )}
            onExport={(listed) => void report.save(listed)}
            autoFocus
          />
        </ImportDrop>
      </div>
      <ImportFlow step={importStep} onStep={setImportStep} />
      <RequestDialogs
        dialog={dialog}
        setDialog={setDialog}
        rowOf={(id) => rowById.get(id)}
        onShow={setOpenId}
      />
    </PageFrame>
  );
}

function Count({ shown, all }: { readonly shown: number; readonly all: number }) {
  return (
    <span role="status">
      {shown === all ? null : (
        <>
          <FormattedNumber value={shown} /> of{' '}
        </>
      )}
      <FormattedNumber value={all} /> {all === 1 ? 'request' : 'requests'}
    </span>
  );
}

function useRequestRows() {
  const { playbook } = useDesk();
  const approver = useApprover();
  const requests = useRecords('fund-request');
  const partners = useRecords('partner');
  const claims = useRecords('claim');
  const makeRows = useMemo(() => createRowMaker(playbook, approver), [playbook, approver]);
  const makeAll = useCallback(
    () =>
      withFilters(
        makeRows({ requests: requests.list, partners: partners.byId, claims: claims.list }),
        playbook,
      ),
    [makeRows, requests.list, partners.byId, claims.list, playbook],
  );
  const all = useSliced(makeAll, requests.list.length);
  const problem = requests.problem ?? partners.problem ?? claims.problem;
  const isComing = all === undefined && requests.state === 'ready';
  const state = problem !== null ? 'failed' : isComing ? 'loading' : requests.state;
  return { ...(all ?? nothing), state, problem };
}

type AllRows = {
  readonly rows: readonly RequestRow[];
  readonly rowById: ReadonlyMap<string, RequestRow>;
  readonly filters: readonly Filter[];
};

const nothing: AllRows = { rows: [], rowById: new Map(), filters: [] };

function* withFilters(making: Steps<RequestRow[]>, playbook: Playbook): Steps<AllRows> {
  const rows = yield* making;
  const filters = yield* requestFilters(rows, playbook);
  const rowById = new Map<string, RequestRow>();
  for (const row of rows) {
    if (rowById.size % ITEMS_PER_STEP === 0) yield;
    rowById.set(row.id, row);
  }
  return { rows, rowById, filters };
}

function isView(value: unknown): value is View {
  return views.some(({ id }) => id === value);
}
