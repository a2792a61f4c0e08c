import { ListFilter, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Button } from './button';
import { Checkbox } from './checkbox';
import { cx } from './cx';
import styles from './filter-bar.module.css';
import { Menu } from './menu';
import { Popover } from './popover';

/** One thing that can be filtered by: an open set of choices. */
export type Filter = {
  readonly id: string;
  /** `Status`, `Region`. */
  readonly title: string;
  readonly options: readonly { readonly id: string; readonly label: string; readonly icon?: ReactNode }[];
};

/** Chosen option ids by filter id; a filter that is absent or empty lets everything through. */
export type FilterValue = Readonly<Record<string, readonly string[]>>;

type FilterBarProps = {
  readonly filters: readonly Filter[];
  readonly value: FilterValue;
  readonly onChange: (value: FilterValue) => void;
};

/** Filters as chips: each says what it lets through, opens to change it, and has a cross to drop it. */
export function FilterBar({ filters, value, onChange }: FilterBarProps) {
  const active = filters.filter(({ id }) => (value[id] ?? []).length > 0);
  const rest = filters.filter((filter) => !active.includes(filter));
  return (
    <div className={styles.bar} role="group" aria-label="Filters">
      {active.map((filter) => (
        <span key={filter.id} className={styles.chip}>
          <Popover
            label={`Filter by ${filter.title}`}
            trigger={
              <AriaButton className={cx(styles.chipMain)}>
                <span className={styles.chipTitle}>{filter.title}</span>
                {chosenText(filter, value)}
              </AriaButton>
            }
          >
            <Choices filter={filter} value={value} onChange={onChange} />
          </Popover>
          <AriaButton
            aria-label={`Drop filter ${filter.title}`}
            className={cx(styles.chipDrop)}
            onPress={() => onChange({ ...value, [filter.id]: [] })}
          >
            <X aria-hidden />
          </AriaButton>
        </span>
      ))}
      {rest.length === 0 ? null : (
        <Menu
          label="Add a filter"
          trigger={
            <Button variant="quiet" icon={<ListFilter aria-hidden />}>
              {active.length === 0 ? 'Filter' : 'Add'}
            </Button>
          }
          groups={rest.map((filter) => ({
            id: filter.id,
            title: filter.title,
            entries: filter.options.map((option) => ({
              id: `${filter.id}:${option.id}`,
              label: option.label,
              icon: option.icon,
              run: () => onChange({ ...value, [filter.id]: [option.id] }),
            })),
          }))}
        />
      )}
      {active.length > 1 ? (
        <Button variant="quiet" onPress={() => onChange({})}>
          Clear all
        </Button>
      ) : null}
    </div>
  );
}

/** True when a row's value passes the filter with this id. */
export function passesFilter(value: FilterValue, filterId: string, rowValue: string): boolean {
  const chosen = value[filterId] ?? [];
  return chosen.length === 0 || chosen.includes(rowValue);
}

/** True when at least one filter holds something back. */
export function hasFilter(value: FilterValue): boolean {
  return Object.values(value).some((chosen) => chosen.length > 0);
}

function Choices({ filter, value, onChange }: Omit<FilterBarProps, 'filters'> & { readonly filter: Filter }) {
  const chosen = value[filter.id] ?? [];
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>{filter.title}</legend>
      {filter.options.map((option) => (
        <Checkbox
          key={option.id}
          isSelected={chosen.includes(option.id)}
          onChange={(isSelected) =>
            onChange({
              ...value,
              [filter.id]: isSelected ? [...chosen, option.id] : chosen.filter((id) => id !== option.id),
            })
          }
        >
          {option.label}
        </Checkbox>
      ))}
    </fieldset>
  );
}

function chosenText(filter: Filter, value: FilterValue): string {
  const chosen = value[filter.id] ?? [];
  const labels = filter.options.filter(({ id }) => chosen.includes(id)).map(({ label }) => label);
  const [first = '', second] = labels;
  return labels.length > 2
    ? `${first} or ${labels.length - 1} more`
    : [first, second].filter(Boolean).join(' or ');
}
