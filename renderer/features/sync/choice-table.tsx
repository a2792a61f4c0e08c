import { useId } from 'react';
import { conflictSubjects } from '../../../shared/domain/merging/decisive';
import type { Choices } from '../../../shared/domain/merging/resolve';
import type { Conflict, ConflictField } from '../../../shared/schema/sync-state';
import { cx } from '../../ui/cx';
import { fieldLabel } from '../../widgets/field-label';
import { FieldValueText } from './field-words';
import { remoteLabel } from './remote-words';
import styles from './conflicts.module.css';

type Side = 'mine' | 'theirs';

type ChoiceTableProps = {
  readonly conflict: Conflict;
  readonly choices: Choices;
  readonly onChoose: (field: ConflictField, side: Side) => void;
};

/** The three values of each field side by side; arrow keys move the choice within a field, Tab goes to the next. */
export function ChoiceTable({ conflict, choices, onChoose }: ChoiceTableProps) {
  const there = remoteLabel[conflict.remote];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">Here</th>
          <th scope="col">{there}</th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        {conflict.fields.map((field) => (
          <FieldRow
            key={field.field}
            conflict={conflict}
            field={field}
            choice={choices[field.field]}
            onChoose={(side) => onChoose(field, side)}
          />
        ))}
      </tbody>
    </table>
  );
}

type FieldRowProps = {
  readonly conflict: Conflict;
  readonly field: ConflictField;
  readonly choice: Side | undefined;
  readonly onChoose: (side: Side) => void;
};

function FieldRow({ conflict, field, choice, onChoose }: FieldRowProps) {
  const group = useId();
  const label = fieldLabel(field.field, conflict.record.kind);
  const option = (side: Side, owner: string) => (
    <td className={styles.option}>
      <label className={cx(styles.choice, choice === side && styles.chosen)}>
        <input
          type="radio"
          name={group}
          value={side}
          checked={choice === side}
          onChange={() => onChoose(side)}
          aria-label={`${label}: ${owner}`}
          aria-describedby={`${group}-${side}`}
        />
        <span id={`${group}-${side}`} className={styles.value}>
          <SideValue conflict={conflict} field={field} value={field[side]} />
        </span>
      </label>
    </td>
  );
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className={styles.before}>
        <SideValue conflict={conflict} field={field} value={field.base} />
      </td>
      {option('mine', 'here')}
      {option('theirs', remoteLabel[conflict.remote])}
      <td className={styles.result}>
        {choice === undefined ? (
          <span className={styles.nothing}>not chosen</span>
        ) : (
          <SideValue conflict={conflict} field={field} value={field[choice]} />
        )}
      </td>
    </tr>
  );
}

type SideValueProps = {
  readonly conflict: Conflict;
  readonly field: ConflictField;
  readonly value: ConflictField['mine'];
};

function SideValue({ conflict, field, value }: SideValueProps) {
  if (conflict.kind === 'remote-delete' && field.field === conflictSubjects.record)
    return <>{value === true ? 'there' : 'deleted'}</>;
  return <FieldValueText field={field.field} value={value} />;
}
