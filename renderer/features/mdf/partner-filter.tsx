import type { Lookup } from '../../../shared/lib/lookup';
import { Building2, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { foldText } from '../../../shared/lib/text';
import type { Partner } from '../../../shared/schema/partner';
import { useRecords } from '../../data/hooks';
import { Button, IconButton } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { Popover } from '../../ui/popover';
import { SearchField } from '../../ui/search-field';
import styles from './partner-filter.module.css';

const MOST_SHOWN = 12;

type PartnerFilterProps = {
  /** Ids of the chosen partners; empty lets all through. */
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
};

/** Filters by partner: one of hundreds is found by typing. */
export function PartnerFilter({ value, onChange }: PartnerFilterProps) {
  const { list, byId } = useRecords('partner');
  const first = byId.get(value[0] ?? '')?.name ?? 'Unknown partner';
  const text = value.length > 1 ? `${first} and ${value.length - 1} more` : first;
  return (
    <span className={styles.filter}>
      <Popover
        label="Filter by partner"
        trigger={
          <Button variant="quiet" icon={<Building2 aria-hidden />}>
            {value.length === 0 ? 'Partner' : text}
          </Button>
        }
      >
        <Choices partners={list} byId={byId} value={value} onChange={onChange} />
      </Popover>
      {value.length === 0 ? null : (
        <IconButton
          label="Drop filter Partner"
          size="small"
          icon={<X aria-hidden />}
          onPress={() => onChange([])}
        />
      )}
    </span>
  );
}

type ChoicesProps = PartnerFilterProps & {
  readonly partners: readonly Partner[];
  readonly byId: Lookup<Partner>;
};

function Choices({ partners, byId, value, onChange }: ChoicesProps) {
  const [query, setQuery] = useState('');
  const found = useMemo(() => {
    const folded = foldText(query);
    return partners
      .filter(({ foldedName }) => foldedName.includes(folded))
      .sort((a, b) => a.name.localeCompare(b.name))
      .slice(0, MOST_SHOWN);
  }, [partners, query]);
  const chosen = value.flatMap((id) => byId.get(id) ?? []);
  const rest = found.filter(({ id }) => !value.includes(id));
  return (
    <div className={styles.choices}>
      <SearchField label="Search partners" value={query} onChange={setQuery} autoFocus />
      {[...chosen, ...rest].map((partner) => (
        <Checkbox
          key={partner.id}
          isSelected={value.includes(partner.id)}
          onChange={(isOn) =>
            onChange(isOn ? [...value, partner.id] : value.filter((id) => id !== partner.id))
          }
        >
          {partner.name}
        </Checkbox>
      ))}
      {found.length === 0 ? <p className={styles.none}>No partner of that name.</p> : null}
      {found.length === MOST_SHOWN ? <p className={styles.none}>Type to find others.</p> : null}
    </div>
  );
}
