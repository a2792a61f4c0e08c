import { Controller } from 'react-hook-form';
import { findRegion } from '../../../shared/domain/lookup';
import { useRecords } from '../../data/hooks';
import { ComboBox, Select } from '../../ui/select';
import { TextArea, TextField } from '../../ui/text-field';
import { useDesk } from '../../widgets/desk-context';
import { bound } from '../../widgets/form-part';
import { usePartnerOptions } from '../../widgets/partner-options';
import { changed, type RequestFieldsProps, withOwn } from './field-props';
import styles from './request-form.module.css';

const deliveries = [
  { id: 'in-person', label: 'In person' },
  { id: 'virtual', label: 'Virtual' },
] as const;

/** What is done, by whom; the partner brings the region along (MDF-1, MDF-2). */
export function ActivityFields({ control, setValue, getValues }: RequestFieldsProps) {
  const { playbook } = useDesk();
  const { byId } = useRecords('partner');
  const partnerOptions = usePartnerOptions();
  const typeOptions = playbook.mdf.activityTypes.map(({ key, label, eligible }) => ({
    id: key,
    label,
    ...(eligible ? {} : { help: 'Not eligible' }),
  }));

  function choosePartner(id: string | null): void {
    const region = byId.get(id ?? '')?.region;
    if (getValues('region') !== null || region === null || region === undefined) return;
    setValue('region', findRegion(playbook, region)?.key ?? null, changed);
  }

  return (
    <>
      <Controller
        control={control}
        name="title"
        render={(part) => (
          <TextField
            {...bound(part)}
            label="Activity"
            isRequired
            autoFocus
            help="What the partner does, as the epic will name it."
          />
        )}
      />
      <Controller
        control={control}
        name="partnerId"
        render={(part) => (
          <ComboBox
            {...bound(part)}
            label="Partner"
            isRequired
            options={partnerOptions}
            onChange={(id) => {
              part.field.onChange(id);
              choosePartner(id);
            }}
          />
        )}
      />
      <div className={styles.pair}>
        <Controller
          control={control}
          name="activityType"
          render={(part) => (
            <Select
              {...bound(part)}
              label="Type"
              isRequired
              options={withOwn(typeOptions, part.field.value)}
            />
          )}
        />
        <Controller
          control={control}
          name="delivery"
          render={(part) => <Select {...bound(part)} label="Delivery" options={deliveries} />}
        />
      </div>
      <Controller
        control={control}
        name="description"
        render={(part) => <TextArea {...bound(part)} label="Description" rows={3} />}
      />
    </>
  );
}
