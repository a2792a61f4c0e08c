import type { Lookup } from '../../../shared/lib/lookup';
import { regionKey } from '../../../shared/domain/lookup';
import { foldText } from '../../../shared/lib/text';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { Partner } from '../../../shared/schema/partner';
import { type PlanItem, PlanStatus } from '../../../shared/schema/plan';
import { type Filter, type FilterValue, hasFilter, passesFilter } from '../../ui/filter-bar';

/** What can be filtered by in the planner; partners are searched for instead, there may be hundreds. */
export function planFilters(playbook: Playbook): Filter[] {
  return [
    {
      id: 'region',
      title: 'Region',
      options: playbook.regions.map(({ key, label }) => ({ id: key, label })),
    },
    {
      id: 'status',
      title: 'Status',
      options: PlanStatus.options.map((id) => ({ id, label: playbook.planning.statuses[id] })),
    },
    {
      id: 'funds',
      title: 'MDF',
      options: [
        { id: 'with', label: 'With MDF' },
        { id: 'without', label: 'Without MDF' },
      ],
    },
  ];
}

/** What the person asked to see; `partnerId` null means every partner. */
export type PlanQuery = {
  readonly filter: FilterValue;
  readonly partnerId: string | null;
  readonly search: string;
};

/** The items that pass; cancelled ones only when asked for by status. */
export function filterItems(
  items: readonly PlanItem[],
  partners: Lookup<Partner>,
  query: PlanQuery,
  playbook: Playbook,
): PlanItem[] {
  const { filter, partnerId } = query;
  const wanted = foldText(query.search);
  const asksForStatus = (filter['status'] ?? []).length > 0;
  const byRegion = (filter['region'] ?? []).length > 0;
  return items.filter((item) => {
    if (item.deletedRemotely) return false;
    if (asksForStatus ? !passesFilter(filter, 'status', item.status) : item.status === 'cancelled')
      return false;
    if (partnerId !== null && item.partnerId !== partnerId) return false;
    if (byRegion && !passesFilter(filter, 'region', regionKey(playbook, item.region))) return false;
    if (!passesFilter(filter, 'funds', item.requestId === null ? 'without' : 'with')) return false;
    if (wanted === '') return true;
    const partner = item.partnerId === null ? undefined : partners.get(item.partnerId);
    return [item.title, partner?.name ?? '', item.owner ?? ''].some((text) =>
      foldText(text).includes(wanted),
    );
  });
}

/** Whether the query holds anything back. */
export function isFiltered({ filter, partnerId, search }: PlanQuery): boolean {
  return hasFilter(filter) || partnerId !== null || search.trim() !== '';
}

/** The query in words for the head of a print: `EMEA · Planned · “summit”`; empty when nothing is held back. */
export function queryText(query: PlanQuery, partners: Lookup<Partner>, playbook: Playbook): string {
  const chosen = planFilters(playbook).flatMap(({ id, options }) => {
    const labels = options
      .filter((option) => query.filter[id]?.includes(option.id))
      .map(({ label }) => label);
    return labels.length === 0 ? [] : [labels.join(', ')];
  });
  const partner = query.partnerId === null ? undefined : partners.get(query.partnerId)?.name;
  const search = query.search.trim();
  return [partner, ...chosen, search === '' ? undefined : `“${search}”`]
    .filter((part) => part !== undefined)
    .join(' · ');
}
