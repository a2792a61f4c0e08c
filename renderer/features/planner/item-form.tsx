import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { Result } from '../../../shared/lib/result';
import type { PlanItem } from '../../../shared/schema/plan';
import { PlanItemForm } from '../../../shared/usecases/plan/save-plan-item';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { Notice } from '../../ui/states';
import { ItemFields } from './item-fields';
import type { ItemValues } from './item-values';
import styles from './planner.module.css';

type ItemFormProps = {
  readonly formId: string;
  readonly item: PlanItem | null;
  readonly initial: ItemValues;
  readonly onSave: (form: PlanItemForm) => Promise<Result<PlanItem, UseCaseProblem>>;
  readonly onSaved: (item: PlanItem) => void;
  /** Told when something typed has not been saved, and when that is over. */
  readonly onDirty: (isDirty: boolean) => void;
};

/** The fields of a tactic or milestone; what was typed stays until it is saved or discarded. */
export function ItemForm({ formId, item, initial, onSave, onSaved, onDirty }: ItemFormProps) {
  const { control, formState, handleSubmit, setError, setValue, getValues } = useForm<
    ItemValues,
    unknown,
    PlanItemForm
  >({
    defaultValues: initial,
    resolver: zodResolver<ItemValues, unknown, PlanItemForm>(PlanItemForm),
  });
  const { isDirty } = formState;
  useEffect(() => {
    onDirty(isDirty);
    return () => onDirty(false);
  }, [isDirty, onDirty]);
  const [problem, setProblem] = useState<string | null>(null);

  async function save(values: PlanItemForm): Promise<void> {
    setProblem(null);
    const saved = await onSave(values);
    if (saved.ok) {
      onDirty(false);
      return onSaved(saved.value);
    }
    const { field, message, fix } = saved.error;
    if (field !== undefined && field in initial) setError(field as keyof ItemValues, { message });
    setProblem(`${message} ${fix}`);
  }

  return (
    <form
      id={formId}
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void handleSubmit(save)(event);
      }}
    >
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      <ItemFields control={control} setValue={setValue} getValues={getValues} item={item} />
    </form>
  );
}
