import { FormattedNumber } from 'react-intl';
import { quarterLabel } from '../../../shared/domain/calendar/fiscal';
import type { QuarterId } from '../../../shared/schema/values';
import { Status, type StatusTone } from '../../ui/status';
import type { TableColumn } from '../../ui/data-table/types';
import { MoneyText, moneyOrder } from '../../widgets/money-text';
import type { PartnerRow } from './partner-rows';

const tones: Readonly<Record<string, StatusTone>> = {
  Authorized: 'good',
  Pending: 'waiting',
  Former: 'neutral',
};

function word(value: string | null): string {
  return value === null || value === '' ? '–' : value;
}

function text(
  id: keyof PartnerRow['partner'] & string,
  title: string,
  width: number,
  least: number,
): TableColumn<PartnerRow> {
  const value = (row: PartnerRow): string | null => {
    const field = row.partner[id];
    return typeof field === 'string' ? field : null;
  };
  return {
    id,
    title,
    width,
    least,
    cell: (row) => word(value(row)),
    sortBy: value,
    text: (row) => value(row) ?? '',
  };
}

function count(id: 'programs' | 'openRequests', title: string, least: number): TableColumn<PartnerRow> {
  return {
    id,
    title,
    width: 120,
    least,
    align: 'end',
    cell: (row) => (row[id] === 0 ? '–' : <FormattedNumber value={row[id]} />),
    sortBy: (row) => row[id],
    text: (row) => String(row[id]),
    sortsDescendingFirst: true,
  };
}

/** Columns of the partner directory; what was approved is that of the quarter. */
export const partnerColumns = (quarter: QuarterId): readonly TableColumn<PartnerRow>[] => [
  {
    id: 'name',
    title: 'Partner',
    width: 260,
    least: 190,
    grows: true,
    cell: (row) => row.partner.name,
    sortBy: (row) => row.partner.name,
    text: (row) => row.partner.name,
  },
  text('track', 'Track', 100, 92),
  text('partnerType', 'Type', 100, 80),
  {
    id: 'status',
    title: 'Status',
    width: 120,
    least: 108,
    cell: ({ partner: { status } }) =>
      status === null ? '–' : <Status tone={tones[status] ?? 'info'}>{status}</Status>,
    sortBy: (row) => row.partner.status,
    text: (row) => row.partner.status ?? '',
  },
  text('region', 'Region', 90, 76),
  text('country', 'Country', 124, 116),
  text('cam', 'Account manager', 150, 120),
  count('programs', 'Programs', 78),
  count('openRequests', 'Open requests', 102),
  {
    id: 'approved',
    title: `Approved ${quarterLabel(quarter)}`,
    width: 170,
    least: 132,
    align: 'end',
    cell: ({ approved: [first, ...rest] }) =>
      first === undefined ? (
        '–'
      ) : (
        <>
          <MoneyText money={first} form="column" />
          {rest.length > 0 ? ` +${rest.length}` : ''}
        </>
      ),
    sortBy: ({ approved: [first] }) => moneyOrder(first ?? null),
    sortsDescendingFirst: true,
  },
];
