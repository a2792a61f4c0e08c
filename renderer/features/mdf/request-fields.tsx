import { useMemo } from 'react';
import {
  type Control,
  Controller,
  type UseFormGetValues,
  type UseFormSetValue,
  useWatch,
} from 'react-hook-form';
import { addQuarters, quarterLabel } from '../../../shared/domain/calendar/fiscal';
import { findRegion } from '../../../shared/domain/lookup';
import type { FundRequestForm } from '../../../shared/usecases/mdf/save-fund-request';
import { useRecords } from '../../data/hooks';
import { DateField } from '../../ui/date-field';
import { NumberField } from '../../ui/number-field';
import { ComboBox, type Option, Select } from '../../ui/select';
import { TextArea, TextField } from '../../ui/text-field';
import { useDesk } from '../../widgets/desk-context';
import { MoneyInput } from '../../widgets/money-text';
import { useQuarter } from '../../widgets/quarter';
import styles from './request-form.module.css';
import { inCurrency, quarterOfStart, type RequestValues } from './request-values';

type RequestFieldsProps = {
  readonly control: Control<RequestValues, unknown, FundRequestForm>;
  readonly setValue: UseFormSetValue<RequestValues>;
  readonly getValues: UseFormGetValues<RequestValues>;
};

const deliveries = [
  { id: 'in-person', label: 'In person' },
  { id: 'virtual', label: 'Virtual' },
] as const;

const changed = { shouldDirty: true, shouldValidate: false } as const;

/** The fields of a request; partner, first day and currency fill in what follows from them. */
export function RequestFields(props: RequestFieldsProps) {
  return (
    <>
      <ActivityFields {...props} />
      <TimeFields {...props} />
      <MoneyFields {...props} />
      <MoreFields {...props} />
    </>
  );
}

function ActivityFields({ control, setValue, getValues }: RequestFieldsProps) {
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

function TimeFields({ control, setValue, getValues }: RequestFieldsProps) {
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
          render={({ field, fieldState }) => (
            <DateField
              label="First day"
              isRequired
              value={field.value}
              onBlur={field.onBlur}
              onChange={(date) => {
                const before = field.value;
                field.onChange(date);
                chooseStart(date, before);
              }}
              error={fieldState.error?.message}
            />
          )}
        />
        <Controller
          control={control}
          name="end"
          render={({ field, fieldState }) => (
            <DateField
              label="Last day"
              isRequired
              value={field.value}
              onBlur={field.onBlur}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
      </div>
      <div className={styles.pair}>
        <Controller
          control={control}
          name="region"
          render={({ field, fieldState }) => (
            <Select
              label="Region of the activity"
              isRequired
              options={withOwn(regions, field.value)}
              value={field.value}
              onBlur={field.onBlur}
              onChange={field.onChange}
              help="Its approvers decide."
              error={fieldState.error?.message}
            />
          )}
        />
        <Controller
          control={control}
          name="quarter"
          render={({ field, fieldState }) => (
            <Select
              label="Quarter whose funds pay"
              isRequired
              options={withOwn(quarters, field.value)}
              value={field.value}
              onBlur={field.onBlur}
              onChange={field.onChange}
              help="Follows the first day."
              error={fieldState.error?.message}
            />
          )}
        />
      </div>
    </>
  );
}

function MoneyFields({ control, setValue, getValues }: RequestFieldsProps) {
  const { playbook } = useDesk();
  const currency = useWatch({ control, name: 'currency' });

  function chooseCurrency(next: string): void {
    for (const name of ['totalCost', 'requested', 'estimatedPipeline'] as const)
      setValue(name, inCurrency(getValues(name), next), changed);
  }

  return (
    <>
      <div className={styles.money}>
        <Controller
          control={control}
          name="currency"
          render={({ field }) => (
            <Select
              label="Currency"
              isRequired
              options={withOwn(
                playbook.mdf.currencies.map((code) => ({ id: code, label: code })),
                field.value,
              )}
              value={field.value}
              onBlur={field.onBlur}
              onChange={(code) => {
                field.onChange(code);
                chooseCurrency(code);
              }}
            />
          )}
        />
        <Controller
          control={control}
          name="totalCost"
          render={({ field, fieldState }) => (
            <MoneyInput
              label="Total cost"
              isRequired
              currency={currency}
              value={field.value}
              onBlur={field.onBlur}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
        <Controller
          control={control}
          name="requested"
          render={({ field, fieldState }) => (
            <MoneyInput
              label="Requested"
              isRequired
              currency={currency}
              value={field.value}
              onBlur={field.onBlur}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
      </div>
    </>
  );
}

function MoreFields({ control }: RequestFieldsProps) {
  const { playbook } = useDesk();
  const currency = useWatch({ control, name: 'currency' });
  const motions = playbook.mdf.gtmMotions.map(({ key, label }) => ({ id: key, label }));
  return (
    <>
      <div className={styles.pair}>
        <Controller
          control={control}
          name="gtmMotion"
          render={({ field, fieldState }) => (
            <Select
              label="GTM motion"
              options={withOwn(motions, field.value)}
              value={field.value}
              onBlur={field.onBlur}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
        <Controller
          control={control}
          name="otherVendorsPercent"
          render={({ field, fieldState }) => (
            <NumberField
              label="Share of other vendors"
              suffix="%"
              minValue={0}
              maxValue={100}
              value={field.value}
              onBlur={field.onBlur}
              onChange={field.onChange}
              help="Empty when there is one vendor."
              error={fieldState.error?.message}
            />
          )}
        />
      </div>
      <div className={styles.pair}>
        <Controller
          control={control}
          name="estimatedPipeline"
          render={({ field, fieldState }) => (
            <MoneyInput
              label="Expected pipeline"
              currency={currency}
              value={field.value}
              onBlur={field.onBlur}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
        <Controller
          control={control}
          name="targetContacts"
          render={({ field, fieldState }) => (
            <NumberField
              label="Target contacts"
              minValue={0}
              value={field.value}
              onBlur={field.onBlur}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
      </div>
      <Controller
        control={control}
        name="portalNumber"
        render={({ field, fieldState }) => (
          <TextField
            label="Number in the portal"
            placeholder="MDF-"
            value={field.value ?? ''}
            onBlur={field.onBlur}
            onChange={(text) => field.onChange(text.trim() === '' ? null : text)}
            error={fieldState.error?.message}
          />
        )}
      />
    </>
  );
}

/** The choices, and what the record holds when it is none of them, so that nothing is lost by opening the form. */
function withOwn(options: readonly Option[], value: string | null): readonly Option[] {
  return value === null || options.some(({ id }) => id === value)
    ? options
    : [...options, { id: value, label: value }];
}
