import { quarterLabel } from '../../../shared/domain/calendar/fiscal';
import { QuarterId } from '../../../shared/schema/values';
import { Button } from '../../ui/button';
import { useQuarter } from '../../widgets/quarter';
import styles from './mdf-screen.module.css';

type QuarterScopeProps = {
  /** Quarters that the list is filtered by; none for all. */
  readonly chosen: readonly string[];
  readonly onChange: (quarters: readonly string[]) => void;
};

/** Of which quarters the list is, since the switch of the app changes the funds above it and not the list. */
export function QuarterScope({ chosen, onChange }: QuarterScopeProps) {
  const { quarter } = useQuarter();
  const names = chosen.map((id) => {
    const parsed = QuarterId.safeParse(id);
    return parsed.success ? quarterLabel(parsed.data) : id;
  });
  return (
    <div className={styles.scope}>
      <span>{`Requests of ${names.length === 0 ? 'all quarters' : names.join(', ')}`}</span>
      {names.length > 0 ? (
        <Button variant="quiet" onPress={() => onChange([])}>
          Show all quarters
        </Button>
      ) : null}
      {names.length === 1 && chosen[0] === quarter ? null : (
        <Button variant="quiet" onPress={() => onChange([quarter])}>
          {`Show only ${quarterLabel(quarter)}`}
        </Button>
      )}
    </div>
  );
}
