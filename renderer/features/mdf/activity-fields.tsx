import { useMemo } from 'react';
import { Controller } from 'react-hook-form';
import { findRegion } from '../../../shared/domain/lookup';
import { useRecords } from '../../data/hooks';
import { ComboBox, type Option, Select } from '../../ui/select';
import { TextArea, TextField } from '../../ui/text-field';
import { useDesk } from '../../widgets/desk-context';
import { changed, type RequestFieldsProps, withOwn } from './field-props';
import styles from './request-form.module.css';

const deliveries = [
  { id: 'in-person', label: 'In person' },
  { id: 'virtual', label: 'Virtual' },
] as const;

/** What is done, by whom; the partner brings the region along (MDF-1, MDF-2). */
export function ActivityFields({ control, setValue, getValues }: RequestFieldsProps) {
  const { playbook } = useDesk();
  const { list: partners, byId } = useRecords('partner');
  const partnerOptions = useMemo<Option[]>(
    () =>
      partners
        .map(({ id, name, track, country }) => ({
          id: id as string,
          label: name,
          help: [track, country].filter(Boolean).join(' · '),
        }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [partners],
  );
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
        render={({ field: { ref: _, ...field }, fieldState }) => (
          <TextField
            {...field}
            label="Activity"
            isRequired
            autoFocus
            help="What the partner does, as the epic will name it."
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={control}
        name="partnerId"
        render={({ field, fieldState }) => (
          <ComboBox
            label="Partner"
            isRequired
            options={partnerOptions}
            value={field.value}
            onBlur={field.onBlur}
            onChange={(id) => {
              field.onChange(id);
              choosePartner(id);
            }}
            error={fieldState.error?.message}
          />
        )}
      />
      <div className={styles.pair}>
        <Controller
          control={control}
          name="activityType"
          render={({ field, fieldState }) => (
            <Select
              label="Type"
              isRequired
              options={withOwn(typeOptions, field.value)}
              value={field.value}
              onBlur={field.onBlur}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
        <Controller
          control={control}
          name="delivery"
          render={({ field }) => (
            <Select
              label="Delivery"
              options={deliveries}
              value={field.value}
              onBlur={field.onBlur}
              onChange={field.onChange}
            />
          )}
        />
      </div>
      <Controller
        control={control}
        name="description"
        render={({ field: { ref: _, ...field }, fieldState }) => (
          <TextArea {...field} label="Description" rows={3} error={fieldState.error?.message} />
        )}
      />
    </>
  );
}
