import { Check, Download, Plus, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { CurrencyCode, PlainDate } from '../../../shared/schema/values';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table/data-table';
import type { TableColumn } from '../../ui/data-table/types';
import { FilterBar, type FilterValue, hasFilter, passesFilter } from '../../ui/filter-bar';
import { Inspector } from '../../ui/inspector';
import { Facts, PageFrame, Section, ToolbarSpace } from '../../ui/page-frame';
import { SearchField } from '../../ui/search-field';
import { Segmented } from '../../ui/segmented';
import { EmptyState, Notice } from '../../ui/states';
import { Status, type StatusTone } from '../../ui/status';
import { DateText } from '../../widgets/date-text';
import { MoneyText } from '../../widgets/money-text';

type SampleRequest = {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly partner: string;
  readonly status: string;
  readonly tone: StatusTone;
  readonly start: PlainDate;
  readonly minor: number;
  readonly currency: CurrencyCode;
  readonly region: string;
};

const titles = [
  'Cloud summit',
  'DevSecOps webinar',
  'Partner roundtable',
  'Search campaign',
  'Case study',
  'Trade fair',
];
const partners = ['Northwind', 'Contoso', 'Globex', 'Initech', 'Umbrella', 'Acme 株式会社'];
const statuses: readonly (readonly [string, StatusTone])[] = [
  ['Draft', 'neutral'],
  ['Level 1 of 3', 'active'],
  ['Level 2 of 3', 'active'],
  ['Approved', 'good'],
  ['Sent back', 'waiting'],
  ['Declined', 'bad'],
];
const currencies = ['EUR', 'USD', 'GBP', 'JPY'];
const regions = ['EMEA', 'AMER', 'APAC'];
const COUNT = 10_000;

function pick<T>(list: readonly T[], at: number): T {
  const item = list[at % list.length];
  if (item === undefined) throw new Error('the list is empty');
  return item;
}

const requests: readonly SampleRequest[] = Array.from({ length: COUNT }, (_, at) => {
  const [status, tone] = pick(statuses, at * 7 + (at >> 3));
  return {
    id: `r${at}`,
    number: `MDF-${10_400 + at}`,
    title: `${pick(titles, at)} ${pick(['Munich', 'Paris', 'Tokyo', 'Austin', 'Seoul'], at * 3)}`,
    partner: pick(partners, at * 5 + (at >> 2)),
    status,
    tone,
    start:
      `2026-${String((at % 12) + 1).padStart(2, '0')}-${String((at % 28) + 1).padStart(2, '0')}` as PlainDate,
    minor: ((at * 7919) % 40_000) * 100,
    currency: pick(currencies, at >> 1),
    region: pick(regions, at),
  };
});

const columns: readonly TableColumn<SampleRequest>[] = [
  { id: 'title', title: 'Request', width: 260, cell: (row) => row.title, sortBy: (row) => row.title },
  { id: 'number', title: 'Number', width: 110, cell: (row) => row.number, sortBy: (row) => row.number },
  { id: 'partner', title: 'Partner', width: 160, cell: (row) => row.partner, sortBy: (row) => row.partner },
  {
    id: 'status',
    title: 'Status',
    width: 140,
    cell: (row) => <Status tone={row.tone}>{row.status}</Status>,
    sortBy: (row) => row.status,
  },
  {
    id: 'start',
    title: 'Start',
    width: 120,
    align: 'end',
    cell: (row) => <DateText date={row.start} />,
    sortBy: (row) => row.start,
    sortsDescendingFirst: true,
  },
  {
    id: 'amount',
    title: 'Requested',
    width: 150,
    align: 'end',
    cell: (row) => <MoneyText form="column" money={{ minor: row.minor, currency: row.currency }} />,
    sortBy: (row) => row.minor,
    sortsDescendingFirst: true,
  },
  { id: 'region', title: 'Region', width: 90, cell: (row) => row.region, sortBy: (row) => row.region },
];

const filters = [
  { id: 'status', title: 'Status', options: statuses.map(([label]) => ({ id: label, label })) },
  { id: 'region', title: 'Region', options: regions.map((label) => ({ id: label, label })) },
];

/** A whole screen with 10,000 rows: table, filters, selection, inspector. */
export function PageSample() {
  const [query, setQuery] = useState('');
  const [filter, setFilter] = useState<FilterValue>({ region: ['EMEA', 'AMER'] });
  const [openId, setOpenId] = useState<string | null>('r3');
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set(['r1', 'r4']));
  const [view, setView] = useState<'list' | 'groups'>('list');
  const rows = useMemo(
    () =>
      requests.filter(
        (row) =>
          passesFilter(filter, 'status', row.status) &&
          passesFilter(filter, 'region', row.region) &&
          `${row.title} ${row.partner} ${row.number}`.toLowerCase().includes(query.toLowerCase()),
      ),
    [query, filter],
  );
  const open = requests.find(({ id }) => id === openId);
  return (
    <PageFrame
      title="MDF"
      meta={`${rows.length.toLocaleString()} requests`}
      content="fill"
      actions={
        <>
          <Button icon={<Download aria-hidden />}>Import</Button>
          <Button variant="primary" icon={<Plus aria-hidden />} shortcut="N">
            New request
          </Button>
        </>
      }
      toolbar={
        <>
          <SearchField label="Search requests" value={query} onChange={setQuery} />
          <FilterBar filters={filters} value={filter} onChange={setFilter} />
          <ToolbarSpace />
          <Segmented
            label="View"
            segments={[
              { id: 'list', label: 'List' },
              { id: 'groups', label: 'By status' },
            ]}
            value={view}
            onChange={setView}
          />
        </>
      }
      inspector={
        open === undefined ? null : <SampleInspector request={open} onClose={() => setOpenId(null)} />
      }
    >
      <DataTable
        label="MDF requests"
        what="requests"
        name="gallery"
        rows={rows}
        rowId={rowId}
        columns={columns}
        openId={openId}
        onOpen={(row) => setOpenId(row.id)}
        selection={selection}
        onSelectionChange={setSelection}
        selectionActions={() => (
          <>
            <Button icon={<Check aria-hidden />}>Approve</Button>
            <Button icon={<Undo2 aria-hidden />}>Send back</Button>
          </>
        )}
        onExport={() => undefined}
        empty={<EmptyState title="No requests yet">Import them from the portal.</EmptyState>}
        {...(query !== '' || hasFilter(filter)
          ? {
              onClearFilter: () => {
                setQuery('');
                setFilter({});
              },
            }
          : {})}
        {...(view === 'groups' ? { groupOf, groups } : {})}
      />
    </PageFrame>
  );
}

const groups = statuses.map(([title]) => ({ id: title, title }));

function groupOf(row: SampleRequest): string {
  return row.status;
}

function rowId(row: SampleRequest): string {
  return row.id;
}

function SampleInspector(props: { readonly request: SampleRequest; readonly onClose: () => void }) {
  const { request } = props;
  return (
    <Inspector
      title={request.title}
      eyebrow={request.number}
      onClose={props.onClose}
      footer={
        <>
          <Button variant="primary" shortcut="A">
            Approve level 2
          </Button>
          <Button>Send back</Button>
          <Button variant="quiet">Decline</Button>
        </>
      }
    >
      <Notice tone="waiting">This exceeds the region's budget by EUR 4,200.</Notice>
      <Section title="Request">
        <Facts
          items={[
            ['Partner', request.partner],
            [
              'Status',
              <Status key="s" tone={request.tone}>
                {request.status}
              </Status>,
            ],
            ['Requested', <MoneyText key="m" money={{ minor: request.minor, currency: request.currency }} />],
            ['Starts', <DateText key="d" date={request.start} form="weekday" />],
            ['Region', request.region],
          ]}
        />
      </Section>
    </Inspector>
  );
}
