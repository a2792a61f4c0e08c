import { Controller } from 'react-hook-form';
import { addQuarters, quarterLabel } from '../../../shared/domain/calendar/fiscal';
import { DateField } from '../../ui/date-field';
import { Select } from '../../ui/select';
import { useDesk } from '../../widgets/desk-context';
import { bound } from '../../widgets/form-part';
import { useQuarter } from '../../widgets/quarter';
import { changed, type RequestFieldsProps, withOwn } from './field-props';
import styles from './request-form.module.css';
import { quarterOfStart } from './request-values';

/** When and where it takes place; the first day brings the quarter along (MDF-9, MDF-10). */
export function TimeFields({ control, setValue, getValues }: RequestFieldsProps) {
  const { playbook } = useDesk();
  const { present } = useQuarter();
  const regions = playbook.regions.map(({ key, label }) => ({ id: key, label }));
  const quarters = [-1, 0, 1, 2, 3, 4].map((count) => {
    const id = addQuarters(present, count);
    return { id: id as string, label: quarterLabel(id) };
  });

  /** An activity of one day stays one, also while the year is still being typed. */
  function chooseStart(start: string | null, before: string | null): void {
    const end = getValues('end');
    if (start !== null && (end === null || end === before)) setValue('end', start, changed);
    const quarter = quarterOfStart(start, playbook);
    if (quarter !== null) setValue('quarter', quarter, changed);
  }

  return (
    <>
      <div className={styles.pair}>
        <Controller
          control={control}
          name="start"
          render={(part) => (
            <DateField
              {...bound(part)}
              label="First day"
              isRequired
              onChange={(date) => {
                const before = part.field.value;
                part.field.onChange(date);
                chooseStart(date, before);
              }}
            />
          )}
        />
        <Controller
          control={control}
          name="end"
          render={(part) => <DateField {...bound(part)} label="Last day" isRequired />}
        />
      </div>
      <div className={styles.pair}>
        <Controller
          control={control}
          name="region"
          render={(part) => (
            <Select
              {...bound(part)}
              label="Region of the activity"
              isRequired
              options={withOwn(regions, part.field.value)}
              help="Its approvers decide."
            />
          )}
        />
        <Controller
          control={control}
          name="quarter"
          render={(part) => (
            <Select
              {...bound(part)}
              label="Quarter whose funds pay"
              isRequired
              options={withOwn(quarters, part.field.value)}
              help="Follows the first day."
            />
          )}
        />
      </div>
    </>
  );
}
