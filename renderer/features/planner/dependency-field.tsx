import { X } from 'lucide-react';
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { dependencyCircle } from '../../../shared/domain/planning/plan-checks';
import { PlanItemId } from '../../../shared/schema/ids';
import { useRecords } from '../../data/hooks';
import { IconButton } from '../../ui/button';
import { ComboBox } from '../../ui/select';
import { dateText } from '../../widgets/date-text';
import styles from './planner.module.css';

type DependencyFieldProps = {
  /** The item being edited; null for a new one. */
  readonly itemId: string | null;
  readonly value: readonly string[];
  readonly onChange: (ids: string[]) => void;
};

/** What must be finished before the item starts (PLAN-3); what would close a circle is not offered. */
export function DependencyField({ itemId, value, onChange }: DependencyFieldProps) {
  const intl = useIntl();
  const plan = useRecords('plan-item');
  const partnerId = itemId === null ? undefined : plan.byId.get(itemId)?.partnerId;
  const options = useMemo(() => {
    const near = plan.list.filter(
      (item) =>
        item.id !== itemId &&
        item.status !== 'cancelled' &&
        !item.deletedRemotely &&
        !value.includes(item.id) &&
        (partnerId === undefined || item.partnerId === partnerId),
    );
    return near
      .filter((item) => itemId === null || !closesCircle(plan.list, itemId, item.id))
      .sort((a, b) => a.start.localeCompare(b.start))
      .map(({ id, title, start }) => ({ id: id as string, label: title, help: dateText(start, intl) }));
  }, [plan.list, itemId, partnerId, value, intl]);
  return (
    <div className={styles.dependencies}>
      <ComboBox
        // Chosen ones move into the list below; a new key empties the box.
        key={value.join()}
        label="Starts after"
        options={options}
        value={null}
        placeholder={options.length === 0 ? 'Nothing to wait for' : 'Add a tactic'}
        onChange={(id) => {
          if (id !== null) onChange([...value, id]);
        }}
      />
      {value.length === 0 ? null : (
        <ul className={styles.dependencyList}>
          {value.map((id) => (
            <li key={id}>
              <span>{plan.byId.get(id)?.title ?? 'No longer on this device'}</span>
              <IconButton
                size="small"
                label={`Do not wait for ${plan.byId.get(id)?.title ?? 'it'}`}
                icon={<X aria-hidden />}
                onPress={() => onChange(value.filter((other) => other !== id))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type Linked = { readonly id: PlanItemId; readonly dependsOn: readonly PlanItemId[] };

/** Whether the new dependency would make the item wait for itself; only what it leads to is looked at. */
function closesCircle(items: readonly Linked[], itemId: string, dependency: string): boolean {
  const own = PlanItemId.parse(itemId);
  const byId = new Map(items.map((item) => [item.id as string, item]));
  const reached = new Map<string, Linked>();
  const waiting = [dependency];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const item = byId.get(id);
    if (item === undefined || reached.has(id)) continue;
    reached.set(id, item);
    waiting.push(...item.dependsOn);
  }
  const chain = [...reached.values()].filter(({ id }) => id !== own);
  return (
    dependencyCircle([
      ...chain.map(({ id, dependsOn }) => ({ id, dependsOn: [...dependsOn] })),
      { id: own, dependsOn: [PlanItemId.parse(dependency)] },
    ]).length > 0
  );
}
