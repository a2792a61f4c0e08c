import { zodResolver } from '@hookform/resolvers/zod';
import { useRef } from 'react';
import { useForm } from 'react-hook-form';
import type { Result } from '../../../shared/lib/result';
import type { PlanItem } from '../../../shared/schema/plan';
import { PlanItemForm } from '../../../shared/usecases/plan/plan-item-form';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { showFirstMistake } from '../../ui/first-mistake';
import { Notice } from '../../ui/states';
import { holdsUnreadable } from '../../ui/unreadable';
import { useProblem } from '../../ui/use-problem';
import { followedText, useFollowRecord } from '../../widgets/follow-record';
import { useUnsaved } from '../../widgets/navigation';
import { ItemFields } from './item-fields';
import { type ItemValues, valuesOfItem } from './item-values';
import styles from './planner.module.css';

type ItemFormProps = {
  readonly formId: string;
  readonly item: PlanItem | null;
  /** Values of a new item. */
  readonly initial: ItemValues;
  readonly onSave: (opened: PlanItem | null, form: PlanItemForm) => Promise<Result<PlanItem, UseCaseProblem>>;
  readonly onSaved: (item: PlanItem) => void;
  /** Told when something typed has not been saved, and when that is over. */
};

/**
 * The fields of a tactic or milestone. What was typed stays until it is saved or discarded; fields that were not
 * touched follow what becomes of the item meanwhile.
 */
export function ItemForm({ formId, item, initial, onSave, onSaved }: ItemFormProps) {
  const { control, formState, handleSubmit, setError, setValue, getValues, reset } = useForm<
    ItemValues,
    unknown,
    PlanItemForm
  >({
    defaultValues: initial,
    resolver: zodResolver<ItemValues, unknown, PlanItemForm>(PlanItemForm),
  });
  const { isDirty } = formState;
  useUnsaved(isDirty);
  const [problem, setProblem] = useProblem();
  const followed = useFollowRecord<PlanItem, ItemValues>(item, valuesOfItem, {
    isDirty,
    getValues,
    setValue,
    reset,
    setError,
  });

  async function save(values: PlanItemForm): Promise<void> {
    setProblem(null);
    const submitted = { ...getValues() };
    const saved = await onSave(followed.opened(), values);
    if (!saved.ok) {
      followed.mark(saved.error);
      setProblem(`${saved.error.message} ${saved.error.fix}`);
      return;
    }
    if (item === null) isMade.current = true;
    else followed.saved(saved.value, submitted);
    onSaved(saved.value);
  }

  // A second save waits for the first and starts from what that one left; a new item is made once.
  const turn = useRef<Promise<void>>(Promise.resolve());
  const isMade = useRef(false);
  function submit(form: HTMLFormElement): void {
    const run = handleSubmit(save, () => {
      setProblem(followed.hasFollowed() ? followedText : null);
      showFirstMistake(form);
    });
    const inTurn = async (): Promise<void> => {
      if (!isMade.current) await run();
    };
    turn.current = turn.current.then(inTurn, inTurn);
  }

  return (
    <form
      id={formId}
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!holdsUnreadable(event.currentTarget)) submit(event.currentTarget);
      }}
    >
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      <ItemFields control={control} setValue={setValue} getValues={getValues} item={item} />
    </form>
  );
}
