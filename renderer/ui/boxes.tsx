import styles from './boxes.module.css';
import { Checkbox } from './checkbox';

type BoxesProps = {
  readonly entries: readonly { readonly id: string; readonly label: string; readonly help: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
};

/** A choice of any of some entries; what was chosen and is no entry any more is shown too, since it still counts. */
export function Boxes({ entries, chosen, onChange }: BoxesProps) {
  const gone = chosen
    .filter((id) => !entries.some((entry) => entry.id === id))
    .map((id) => ({ id, label: id, help: 'Chosen earlier, and not in this list any more.' }));
  return (
    <ul className={styles.boxes}>
      {[...entries, ...gone].map(({ id, label, help }) => (
        <li key={id}>
          <Checkbox
            isSelected={chosen.includes(id)}
            onChange={(isOn) => onChange(isOn ? [...chosen, id] : chosen.filter((entry) => entry !== id))}
          >
            {label}
          </Checkbox>
          {help === '' ? null : <span className={styles.help}>{help}</span>}
        </li>
      ))}
    </ul>
  );
}
