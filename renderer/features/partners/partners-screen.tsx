import { FileInput, Handshake } from 'lucide-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { FormattedNumber } from 'react-intl';
import { foldText } from '../../../shared/lib/text';
import { useRecords } from '../../data/hooks';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table/data-table';
import { type Filter, FilterBar, type FilterValue, hasFilter, passesFilter } from '../../ui/filter-bar';
import { PageFrame } from '../../ui/page-frame';
import { SearchField } from '../../ui/search-field';
import { EmptyState, ErrorState } from '../../ui/states';
import { useCommands } from '../../widgets/commands';
import { HeldRowsButton } from '../../widgets/imports/held-rows-button';
import { ImportDrop } from '../../widgets/imports/import-drop';
import { ImportFlow, type ImportStep } from '../../widgets/imports/import-flow';
import { useImportStep } from '../../widgets/imports/use-import-step';
import { useDesk } from '../../widgets/desk-context';
import { useParam } from '../../widgets/navigation';
import { useQuarter } from '../../widgets/quarter';
import { partnerColumns } from './partner-columns';
import { type PartnerRow, partnerRows } from './partner-rows';
import { PartnerProfile } from './partner-profile';
import { RegisterDialog } from './register-dialog';

const IMPORT: ImportStep = { kind: 'import', target: 'partners' };
const byName = { columnId: 'name', direction: 'ascending' } as const;
const filterFields = ['track', 'partnerType', 'status', 'region'] as const;
const filterTitles = { track: 'Track', partnerType: 'Type', status: 'Status', region: 'Region' } as const;

function rowId(row: PartnerRow): string {
  return row.partner.id;
}

function filtersOf(rows: readonly PartnerRow[]): Filter[] {
  return filterFields.map((id) => ({
    id,
    title: filterTitles[id],
    options: [...new Set(rows.map(({ partner }) => partner[id] ?? 'Not given'))]
      .sort()
      .map((value) => ({ id: value, label: value })),
  }));
}

function usePartnerRows() {
  const { playbook } = useDesk();
  const { quarter } = useQuarter();
  const partners = useRecords('partner');
  const requests = useRecords('fund-request');
  const allRegistrations = useRecords('registration');
  const registrations = useMemo(
    () => allRegistrations.list.filter(({ withdrawn }) => withdrawn !== true),
    [allRegistrations.list],
  );
  const plans = useRecords('plan-item');
  const rows = useMemo(
    () =>
      partnerRows({
        partners: partners.list,
        requests: requests.list,
        registrations,
        plans: plans.list,
        quarter,
        playbook,
      }),
    [partners.list, requests.list, registrations, plans.list, quarter, playbook],
  );
  const columns = useMemo(() => partnerColumns(quarter), [quarter]);
  // Counts that only look like none would be believed.
  const problem = partners.problem ?? requests.problem ?? allRegistrations.problem ?? plans.problem;
  return { rows, columns, state: partners.state, problem };
}

/** The partner directory, one partner's profile beside it, and registration for programs. */
export function PartnersScreen() {
  const { rows, columns, state, problem } = usePartnerRows();
  const [query, setQuery] = useState('');
  const shownQuery = useDeferredValue(query);
  const [filter, setFilter] = useState<FilterValue>({});
  const [openId, setOpenId] = useParam('id');
  const [importStep, setImportStep] = useImportStep('partners');
  const [registering, setRegistering] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const filters = useMemo(() => filtersOf(rows), [rows]);
  const shown = useMemo(() => {
    const wanted = foldText(shownQuery);
    return rows.filter(
      (row) =>
        row.searchText.includes(wanted) &&
        filterFields.every((id) => passesFilter(filter, id, row.partner[id] ?? 'Not given')),
    );
  }, [rows, shownQuery, filter]);
  const open = openId === null ? undefined : rows.find((row) => row.partner.id === openId);
  const isFiltered = hasFilter(filter) || query.trim() !== '';
  const registered = registering === null ? undefined : rows.find((row) => row.partner.id === registering);

  useCommands('partners', [
    {
      id: 'partners.search',
      label: 'Search partners',
      group: 'Partners',
      shortcut: '/',
      menuCommand: 'edit.find',
      run: () => search.current?.focus(),
    },
    {
      id: 'partners.import',
      label: 'Import partner accounts',
      group: 'Partners',
      keywords: 'csv xlsx',
      run: () => setImportStep(IMPORT),
    },
    ...(open === undefined
      ? []
      : [
          {
            id: 'partners.register',
            label: 'Register the open partner for a program',
            group: 'Partners',
            shortcut: 'r',
            run: () => setRegistering(open.partner.id),
          },
        ]),
  ]);

  function clear(): void {
    setQuery('');
    setFilter({});
  }

  return (
    <PageFrame
      title="Partners"
      meta={
        <span role="status">
          <FormattedNumber value={shown.length} /> {shown.length === 1 ? 'partner' : 'partners'}
        </span>
      }
      content="fill"
      actions={
        <>
          <HeldRowsButton target="partners" onOpen={setImportStep} />
          <Button icon={<FileInput aria-hidden />} onPress={() => setImportStep(IMPORT)}>
            Import
          </Button>
        </>
      }
      toolbar={
        <>
          <SearchField
            label="Search partners"
            value={query}
            onChange={setQuery}
            inputRef={search}
            findsRows
          />
          <FilterBar filters={filters} value={filter} onChange={setFilter} />
        </>
      }
      inspector={
        open === undefined ? null : (
          <PartnerProfile
            key={open.partner.id}
            row={open}
            onRegister={() => setRegistering(open.partner.id)}
            onClose={() => setOpenId(null)}
          />
        )
      }
    >
      <ImportDrop target="partners" onImport={setImportStep}>
        <DataTable
          name="partners"
          label="Partners"
          what="partners"
          rows={shown}
          rowId={rowId}
          columns={columns}
          initialSort={byName}
          isLoading={state === 'loading'}
          error={
            problem === null ? null : (
              <ErrorState
                title="The partners could not be read"
                reason={problem}
                fix="Close the app and open it again. What was saved stays saved."
              />
            )
          }
          empty={
            <EmptyState
              icon={<Handshake aria-hidden />}
              title="No partners yet"
              actions={
                <Button variant="primary" size="large" onPress={() => setImportStep(IMPORT)}>
                  Import partner accounts
                </Button>
              }
            >
              Import the accounts report that you have, or connect Salesforce on the Sync screen.
            </EmptyState>
          }
          onClearFilter={isFiltered ? clear : undefined}
          openId={openId}
          onOpen={(row) => setOpenId(row.partner.id)}
          autoFocus
        />
      </ImportDrop>
      <ImportFlow step={importStep} onStep={setImportStep} />
      {registered === undefined ? null : (
        <RegisterDialog row={registered} onClose={() => setRegistering(null)} />
      )}
    </PageFrame>
  );
}
