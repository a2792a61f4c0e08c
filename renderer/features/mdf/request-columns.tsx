import { quarterLabel } from '../../../shared/domain/calendar/fiscal';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { TableColumn } from '../../ui/data-table/types';
import { DateRangeText, DeadlineText } from '../../widgets/date-text';
import { useDesk, useNow } from '../../widgets/desk-context';
import { MoneyText, moneyOrder } from '../../widgets/money-text';
import { popStatus, requestStatus, StatusOf } from '../../widgets/status-of';
import { type ClockRules, dueDayOf, dueOf, popDueOf, popOf, type RequestRow } from './request-rows';

/** Columns of the request table. */
export function requestColumns(rules: ClockRules): readonly TableColumn<RequestRow>[] {
  const statusOrder = new Map<string, number>();
  for (const [place, id] of [
    'sent-back',
    'draft',
    'approved',
    'declined',
    'withdrawn',
    'cancelled',
  ].entries())
    statusOrder.set(id, rules.playbook.mdf.levels.length + place + 1);
  return [
    {
      id: 'activity',
      title: 'Activity',
      width: 320,
      narrow: 148,
      grows: true,
      cell: ({ request }) => request.title,
      sortBy: ({ request }) => request.title,
      text: ({ request }) => request.title,
    },
    {
      id: 'status',
      title: 'Status',
      width: 124,
      narrow: 110,
      cell: ({ request }) => <StatusOf status={requestStatus(request.approval, rules.playbook)} />,
      sortBy: ({ request, statusId }) =>
        request.approval.kind === 'in-review' ? request.approval.level : (statusOrder.get(statusId) ?? null),
    },
    {
      id: 'deadline',
      title: 'Deadline',
      width: 264,
      narrow: 186,
      cell: (row) => <NextDeadline row={row} />,
      sortBy: (row) => dueDayOf(row, rules),
    },
    {
      id: 'partner',
      title: 'Partner',
      width: 170,
      cell: (row) => row.partnerName,
      sortBy: (row) => row.partnerName,
    },
    {
      id: 'number',
      title: 'Number',
      width: 104,
      cell: ({ request }) => request.portalNumber ?? '–',
      sortBy: ({ request }) => request.portalNumber,
      text: ({ request }) => request.portalNumber ?? '',
    },
    {
      id: 'requested',
      title: 'Requested',
      width: 124,
      align: 'end',
      cell: ({ request }) => <MoneyText form="column" money={request.requested} />,
      sortBy: ({ request }) => moneyOrder(request.requested),
      sortsDescendingFirst: true,
    },
    {
      id: 'approved',
      title: 'Approved',
      width: 124,
      align: 'end',
      cell: ({ request }) => (
        <MoneyText form="column" money={request.approvedAmount} none={noneApproved(request.approval)} />
      ),
      sortBy: ({ request }) => moneyOrder(request.approvedAmount),
      sortsDescendingFirst: true,
    },
    {
      id: 'pop',
      title: 'POP',
      width: 120,
      cell: (row) => <PopState row={row} />,
      sortBy: (row) => popDueOf(row, rules),
    },
    {
      id: 'dates',
      title: 'Dates',
      width: 170,
      cell: ({ request }) => <DateRangeText start={request.start} end={request.end} />,
      sortBy: ({ request }) => request.start,
      sortsDescendingFirst: true,
    },
    { id: 'type', title: 'Type', width: 180, cell: (row) => row.type, sortBy: (row) => row.type },
    { id: 'region', title: 'Region', width: 84, cell: (row) => row.region, sortBy: (row) => row.region },
    {
      id: 'quarter',
      title: 'Quarter',
      width: 90,
      cell: ({ request }) => quarterLabel(request.quarter),
      sortBy: ({ request }) => request.quarter,
    },
    {
      id: 'cost',
      title: 'Total cost',
      width: 124,
      align: 'end',
      cell: ({ request }) => <MoneyText form="column" money={request.totalCost} />,
      sortBy: ({ request }) => moneyOrder(request.totalCost),
      sortsDescendingFirst: true,
    },
  ];
}

/** Why a request has no approved amount. */
function noneApproved({ kind }: FundRequest['approval']): string {
  if (kind === 'approved') return 'not known';
  return kind === 'declined' || kind === 'withdrawn' ? 'not approved' : 'not approved yet';
}

function NextDeadline({ row }: { readonly row: RequestRow }) {
  const rules = useDesk();
  const now = useNow();
  const due = dueOf(row, rules, now);
  return due === null ? null : <DeadlineText deadline={due.deadline} counts={due.counts} form="short" />;
}

function PopState({ row }: { readonly row: RequestRow }) {
  const rules = useDesk();
  const now = useNow();
  const pop = popOf(row, rules, now);
  return pop === null ? null : <StatusOf status={popStatus(pop.state)} />;
}
