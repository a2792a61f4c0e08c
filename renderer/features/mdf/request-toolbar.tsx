import type { RefObject } from 'react';
import { type Filter, FilterBar } from '../../ui/filter-bar';
import { ToolbarSpace } from '../../ui/page-frame';
import { SearchField } from '../../ui/search-field';
import { Segmented } from '../../ui/segmented';
import { PartnerFilter } from './partner-filter';
import { type RequestList, views } from './use-request-list';

type RequestToolbarProps = {
  readonly list: RequestList;
  readonly filters: readonly Filter[];
  readonly search: RefObject<HTMLInputElement | null>;
};

/** The search, the filters, and the ways of listing requests. */
export function RequestToolbar({ list, filters, search }: RequestToolbarProps) {
  const { filter, setFilter, query, setQuery, view, setView } = list;
  return (
    <>
      <SearchField label="Search requests" value={query} onChange={setQuery} inputRef={search} findsRows />
      <FilterBar filters={filters} value={filter} onChange={setFilter} />
      <PartnerFilter
        value={filter['partner'] ?? []}
        onChange={(partner) => setFilter({ ...filter, partner })}
      />
      <ToolbarSpace />
      <Segmented label="View" segments={views} value={view} onChange={setView} />
    </>
  );
}
