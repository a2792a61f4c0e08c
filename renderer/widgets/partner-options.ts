import { useMemo } from 'react';
import { useRecords } from '../data/hooks';
import type { Option } from '../ui/select';

/** All partners by name as choices of a field, told apart by track and country. */
export function usePartnerOptions(): readonly Option[] {
  const { list } = useRecords('partner');
  return useMemo(
    () =>
      list
        .map(({ id, name, track, country }) => ({
          id: id as string,
          label: name,
          help: [track, country].filter(Boolean).join(' · '),
        }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [list],
  );
}
