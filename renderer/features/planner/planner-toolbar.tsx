import { useMemo } from 'react';
import { Button } from '../../ui/button';
import { FilterBar, type FilterValue } from '../../ui/filter-bar';
import { ToolbarSpace } from '../../ui/page-frame';
import { SearchField } from '../../ui/search-field';
import { Segmented } from '../../ui/segmented';
import { ComboBox } from '../../ui/select';
import { useDesk } from '../../widgets/desk-context';
import { usePartnerOptions } from '../../widgets/partner-options';
import { planFilters, type PlanQuery } from './plan-filter';
import styles from './planner.module.css';
import type { Zoom } from './time-window';

type PlannerToolbarProps = {
  readonly query: PlanQuery;
  readonly onFilter: (filter: FilterValue) => void;
  readonly onPartner: (id: string | null) => void;
  readonly onSearch: (text: string) => void;
  readonly zoom: Zoom;
  readonly onZoom: (zoom: Zoom) => void;
  readonly onToday: () => void;
};

const zoomSegments = [
  { id: 'month', label: 'Month' },
  { id: 'quarter', label: 'Quarter' },
  { id: 'half', label: '6 months' },
] as const;

/** Search, filters and the span of time. */
export function PlannerToolbar(props: PlannerToolbarProps) {
  const { playbook } = useDesk();
  const filters = useMemo(() => planFilters(playbook), [playbook]);
  const options = usePartnerOptions();
  return (
    <>
      <SearchField
        findsRows
        label="Search the plan"
        value={props.query.search}
        onChange={props.onSearch}
        placeholder="Search"
      />
      <div className={styles.partnerFilter}>
        <ComboBox
          label="Partner"
          hideLabel
          size="small"
          // Options that arrive later must be able to name the chosen one.
          key={options.length}
          options={options}
          value={props.query.partnerId}
          onChange={props.onPartner}
          placeholder="All partners"
        />
      </div>
      <FilterBar filters={filters} value={props.query.filter} onChange={props.onFilter} />
      <ToolbarSpace />
      <Button variant="quiet" shortcut="T" onPress={props.onToday}>
        Today
      </Button>
      <Segmented label="Zoom" segments={zoomSegments} value={props.zoom} onChange={props.onZoom} />
    </>
  );
}
