import { useCallback, useDeferredValue, useState } from 'react';
import { type FilterValue, hasFilter } from '../../ui/filter-bar';
import { useRemembered } from '../../ui/remembered';
import { useSliced } from '../../ui/sliced';
import { useRequestFilter, visibleRows } from './request-filter';
import type { RequestRow } from './request-rows';

/** The ways of listing requests. */
export const views = [
  { id: 'list', label: 'List' },
  { id: 'status', label: 'By status' },
] as const;

type View = (typeof views)[number]['id'];

function isView(value: unknown): value is View {
  return views.some(({ id }) => id === value);
}

/** What the person looks for among the requests, and how she wants them listed. */
export type RequestList = {
  readonly filter: FilterValue;
  readonly setFilter: (filter: FilterValue) => void;
  readonly query: string;
  readonly setQuery: (query: string) => void;
  readonly view: View;
  readonly setView: (view: View) => void;
  /** The requests that pass the filter and the search. */
  readonly shown: readonly RequestRow[];
  /** Shows all again; undefined where all are shown. */
  readonly clear: (() => void) | undefined;
};

/** The requests that are listed out of all; the filter is kept in the address, the view from start to start. */
export function useRequestList(rows: readonly RequestRow[]): RequestList {
  const [filter, setFilter] = useRequestFilter();
  const [query, setQuery] = useState('');
  const shownQuery = useDeferredValue(query);
  const [view, setView] = useRemembered<View>('mdf.view', 'list', isView);
  const makeShown = useCallback(() => visibleRows(rows, filter, shownQuery), [rows, filter, shownQuery]);
  const shown = useSliced(makeShown, rows.length) ?? rows;

  function clear(): void {
    setQuery('');
    setFilter({});
  }

  const isFiltered = hasFilter(filter) || query.trim() !== '';
  return { filter, setFilter, query, setQuery, view, setView, shown, clear: isFiltered ? clear : undefined };
}
