import { useMemo } from 'react';
import { quarterLabel } from '../../../shared/domain/calendar/fiscal';
import { foldText } from '../../../shared/lib/text';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { QuarterId } from '../../../shared/schema/values';
import { type Filter, type FilterValue, hasFilter, passesFilter } from '../../ui/filter-bar';
import { ITEMS_PER_STEP, type Steps } from '../../ui/sliced';
import { useNavigation } from '../../widgets/navigation';
import { type RequestRow, statusChoices } from './request-rows';

/** Names of the filters; each is a parameter of the address, so that other screens can link to a filtered list. */
export const filterIds = ['status', 'mine', 'region', 'quarter', 'type', 'partner'] as const;

const SEPARATOR = '|';

/** What the list is filtered by, kept in the address. */
export function useRequestFilter(): readonly [FilterValue, (next: FilterValue) => void] {
  const params = useNavigation((navigation) => navigation.params);
  const setParams = useNavigation((navigation) => navigation.setParams);
  // A new object only for a new choice: the table lays its rows out anew for every list it is given.
  const value = useMemo(
    () =>
      Object.fromEntries(
        filterIds.map((id) => [id, (params[id] ?? '').split(SEPARATOR).filter((part) => part !== '')]),
      ),
    [params],
  );
  return [
    value,
    (next) =>
      setParams(
        Object.fromEntries(
          filterIds.map((id) => {
            const chosen = next[id] ?? [];
            return [id, chosen.length === 0 ? null : chosen.join(SEPARATOR)];
          }),
        ),
      ),
  ];
}

/** The filters with their choices: what the playbook knows, and what stands in the records besides. */
export function* requestFilters(rows: readonly RequestRow[], playbook: Playbook): Steps<Filter[]> {
  const regions = new Map<string, string>(playbook.regions.map(({ key, label }) => [key, label]));
  const types = new Map<string, string>(playbook.mdf.activityTypes.map(({ label }) => [label, label]));
  const quarters = new Set<QuarterId>();
  for (const [index, row] of rows.entries()) {
    if (index % ITEMS_PER_STEP === 0) yield;
    if (!regions.has(row.regionKey)) regions.set(row.regionKey, row.region);
    types.set(row.type, row.type);
    quarters.add(row.request.quarter);
  }
  return [
    { id: 'mine', title: 'Waiting', options: [{ id: 'me', label: 'for me' }] },
    { id: 'status', title: 'Status', options: statusChoices(playbook) },
    {
      id: 'quarter',
      title: 'Quarter',
      options: [...quarters].sort().map((id) => ({ id, label: quarterLabel(id) })),
    },
    { id: 'region', title: 'Region', options: [...regions].map(([id, label]) => ({ id, label })) },
    { id: 'type', title: 'Type', options: [...types.keys()].map((label) => ({ id: label, label })) },
  ];
}

/** Rows that pass every filter and hold every word of the search. */
export function* visibleRows(
  rows: readonly RequestRow[],
  filter: FilterValue,
  query: string,
): Steps<readonly RequestRow[]> {
  const words = foldText(query).split(' ').filter(Boolean);
  if (words.length === 0 && !hasFilter(filter)) return rows;
  const passes = (row: RequestRow): boolean =>
    passesFilter(filter, 'status', row.statusId) &&
    passesFilter(filter, 'mine', row.waitsForMe ? 'me' : '') &&
    passesFilter(filter, 'region', row.regionKey) &&
    passesFilter(filter, 'quarter', row.request.quarter) &&
    passesFilter(filter, 'type', row.type) &&
    passesFilter(filter, 'partner', row.request.partnerId) &&
    (words.length === 0 || holdsAll(row.haystack(), words));
  const visible: RequestRow[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % ITEMS_PER_STEP === 0) yield;
    if (passes(row)) visible.push(row);
  }
  return visible;
}

function holdsAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}
