import { regionKey } from '../../../shared/domain/lookup';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { Delegation } from '../../../shared/schema/settings';
import type { PlainDate } from '../../../shared/schema/values';
import { Boxes } from '../../ui/boxes';
import { Button } from '../../ui/button';
import { DateField } from '../../ui/date-field';
import { Section } from '../../ui/page-frame';
import { Select } from '../../ui/select';
import { TextField } from '../../ui/text-field';
import { useDesk, useToday } from '../../widgets/desk-context';
import styles from './settings-screen.module.css';

/** Title of the section of absences, under which its mistakes are told. */
export const IN_PLACE_OF_OTHERS = 'Decided in place of others';

type DelegationsProps = {
  readonly delegations: readonly Delegation[];
  readonly onChange: (delegations: Delegation[]) => void;
};

/** Roles that others lend to the person while they are away (MDF-10). */
export function Delegations({ delegations, onChange }: DelegationsProps) {
  const { playbook } = useDesk();
  const today = useToday();
  const [first] = levelRoles(playbook);
  const set = (at: number, part: Partial<Delegation>): void =>
    onChange(delegations.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <Section title={IN_PLACE_OF_OTHERS}>
      <p className={styles.help}>
        While somebody is away, a level of that person can be yours to decide, from the first to the last day
        and for the regions named. The decision is recorded under both names.
      </p>
      <ul className={styles.lent} aria-label={IN_PLACE_OF_OTHERS}>
        {delegations.map((one, at) => (
          <li key={`lent-${String(at)}`}>
            <Lent
              delegation={one}
              roles={levelRoles(playbook)}
              onChange={(part) => set(at, part)}
              onRemove={() => onChange(delegations.filter((_, index) => index !== at))}
            />
          </li>
        ))}
      </ul>
      {first === undefined ? null : (
        <Button
          onPress={() =>
            onChange([...delegations, { role: first.id, of: '', regions: [], from: today, until: today }])
          }
        >
          Add an absence
        </Button>
      )}
    </Section>
  );
}

/** Roles that decide a level, each once. */
function levelRoles({ mdf, roles }: Pick<Playbook, 'mdf' | 'roles'>) {
  const deciding = new Set(mdf.levels.map(({ role }) => role));
  return roles.filter(({ key }) => deciding.has(key)).map(({ key, label }) => ({ id: key, label }));
}

type LentProps = {
  readonly delegation: Delegation;
  readonly roles: readonly { readonly id: string; readonly label: string }[];
  readonly onChange: (part: Partial<Delegation>) => void;
  readonly onRemove: () => void;
};

function Lent({ delegation, roles, onChange, onRemove }: LentProps) {
  const { playbook } = useDesk();
  const { role, of, regions, from, until } = delegation;
  return (
    <>
      <div className={styles.fields}>
        <TextField
          label="Who is away"
          isRequired
          value={of}
          onChange={(name) => onChange({ of: name })}
          error={of.trim() === '' ? 'Without a name nobody can tell in whose place you decide.' : null}
        />
        <Select label="Role" options={roles} value={role} onChange={(id) => onChange({ role: id })} />
        <DateField
          label="First day"
          value={from}
          onChange={(day) => day !== null && onChange({ from: day as PlainDate })}
        />
        <DateField
          label="Last day"
          value={until}
          onChange={(day) => day !== null && onChange({ until: day as PlainDate })}
          error={until < from ? 'It is before the first day.' : null}
        />
      </div>
      <p className={styles.help}>For these regions; nothing chosen means all of them.</p>
      <Boxes
        entries={playbook.regions.map(({ key, label }) => ({ id: key, label, help: '' }))}
        chosen={regions.map((region) => regionKey(playbook, region))}
        onChange={(chosen) => onChange({ regions: chosen })}
      />
      <Button aria-label={`Remove ${of}`.trimEnd()} onPress={onRemove}>
        Remove
      </Button>
    </>
  );
}
