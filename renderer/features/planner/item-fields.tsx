import { useMemo } from 'react';
import {
  type Control,
  Controller,
  type UseFormGetValues,
  type UseFormSetValue,
  useWatch,
} from 'react-hook-form';
import { findRegion } from '../../../shared/domain/lookup';
import { type PlanItem, PlanStatus } from '../../../shared/schema/plan';
import type { PlanItemForm } from '../../../shared/usecases/plan/plan-item-form';
import { useRecords } from '../../data/hooks';
import { DateField } from '../../ui/date-field';
import { Segmented } from '../../ui/segmented';
import { ComboBox, type Option, Select } from '../../ui/select';
import { TextArea, TextField } from '../../ui/text-field';
import { useDesk } from '../../widgets/desk-context';
import { MoneyInput } from '../../widgets/money-text';
import { DependencyField } from './dependency-field';
import { currencyFor, type ItemValues } from './item-values';
import styles from './planner.module.css';

type ItemFieldsProps = {
  readonly control: Control<ItemValues, unknown, PlanItemForm>;
  readonly setValue: UseFormSetValue<ItemValues>;
  readonly getValues: UseFormGetValues<ItemValues>;
  readonly item: PlanItem | null;
};

const changed = { shouldDirty: true } as const;

/** What a tactic or milestone consists of, in the order in which it is thought of. */
export function ItemFields(props: ItemFieldsProps) {
  return (
    <>
      <WhatFields {...props} />
      <WhenFields {...props} />
      <MoneyFields {...props} />
      <MoreFields {...props} />
    </>
  );
}

function WhatFields({ control, setValue, getValues, item }: ItemFieldsProps) {
  const { playbook } = useDesk();
  const partners = useRecords('partner');
  const partnerOptions = useMemo<Option[]>(
    () =>
      partners.list
        .map(({ id, name, track }) => ({
          id: id as string,
          label: name,
          ...(track === null ? {} : { help: track }),
        }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [partners.list],
  );
  return (
    <>
      <Controller
        control={control}
        name="kind"
        render={({ field }) => (
          <Segmented
            label="Kind"
            segments={[
              { id: 'tactic', label: 'Tactic' },
              { id: 'milestone', label: 'Milestone' },
            ]}
            value={field.value}
            onChange={(kind) => {
              field.onChange(kind);
              if (kind === 'milestone') setValue('end', getValues('start'), changed);
            }}
          />
        )}
      />
      <Controller
        control={control}
        name="title"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextField
            {...field}
            inputRef={ref}
            label="Name"
            isRequired
            autoFocus={item === null}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={control}
        name="partnerId"
        render={({ field: { ref: _, ...field }, fieldState }) => (
          <ComboBox
            {...field}
            label="Partner"
            options={partnerOptions}
            onChange={(id) => {
              field.onChange(id);
              const region = findRegion(playbook, partners.byId.get(id ?? '')?.region ?? '');
              if (region !== undefined) setValue('region', region.key, changed);
            }}
            placeholder="No partner"
            error={fieldState.error?.message}
          />
        )}
      />
      <div className={styles.pair}>
        <Controller
          control={control}
          name="type"
          render={({ field: { ref: _, ...field }, fieldState }) => (
            <Select
              {...field}
              label="Type"
              options={playbook.planning.tacticTypes.map(({ key, label }) => ({ id: key, label }))}
              error={fieldState.error?.message}
            />
          )}
        />
        <Controller
          control={control}
          name="status"
          render={({ field: { ref: _, ...field }, fieldState }) => (
            <Select
              {...field}
              label="Status"
              options={PlanStatus.options.map((id) => ({ id, label: playbook.planning.statuses[id] }))}
              error={fieldState.error?.message}
            />
          )}
        />
      </div>
    </>
  );
}

function WhenFields({ control, setValue }: ItemFieldsProps) {
  const [kind, start] = useWatch({ control, name: ['kind', 'start'] });
  return (
    <div className={styles.pair}>
      <Controller
        control={control}
        name="start"
        render={({ field: { ref: _, ...field }, fieldState }) => (
          <DateField
            {...field}
            label={kind === 'milestone' ? 'Day' : 'First day'}
            isRequired
            onChange={(date) => {
              field.onChange(date);
              if (kind === 'milestone' && date !== null) setValue('end', date, changed);
            }}
            error={fieldState.error === undefined ? null : 'Give the first day.'}
          />
        )}
      />
      {kind === 'milestone' ? null : (
        <Controller
          control={control}
          name="end"
          render={({ field: { ref: _, ...field }, fieldState }) => (
            <DateField
              {...field}
              label="Last day"
              isRequired
              error={
                fieldState.error === undefined
                  ? null
                  : field.value !== null && field.value < start
                    ? 'The last day lies before the first one.'
                    : 'Give the last day.'
              }
            />
          )}
        />
      )}
    </div>
  );
}

function MoneyFields({ control }: ItemFieldsProps) {
  const { playbook } = useDesk();
  const requests = useRecords('fund-request');
  const [partnerId, requestId] = useWatch({ control, name: ['partnerId', 'requestId'] });
  const options = requests.list
    .filter((request) => request.partnerId === partnerId || request.id === requestId)
    .map(({ id, title, portalNumber }) => ({
      id: id as string,
      label: title,
      ...(portalNumber === null ? {} : { help: portalNumber }),
    }));
  return (
    <>
      <Controller
        control={control}
        name="requestId"
        render={({ field: { ref: _, ...field }, fieldState }) => (
          <ComboBox
            {...field}
            label="MDF request"
            key={partnerId}
            options={options}
            placeholder={options.length === 0 ? 'This partner has none' : 'None linked'}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={control}
        name="budget"
        render={({ field: { ref: _, ...field }, fieldState }) => (
          <MoneyInput
            {...field}
            label="Budget"
            currency={currencyFor(field.value, requests.byId.get(requestId ?? ''), playbook)}
            error={fieldState.error?.message}
          />
        )}
      />
    </>
  );
}

function MoreFields({ control, item }: ItemFieldsProps) {
  const { playbook } = useDesk();
  return (
    <>
      <div className={styles.pair}>
        <Controller
          control={control}
          name="owner"
          render={({ field: { ref: _, value, onChange, ...field } }) => (
            <TextField
              {...field}
              label="Owner"
              value={value ?? ''}
              onChange={(text) => onChange(text.trim() === '' ? null : text)}
            />
          )}
        />
        <Controller
          control={control}
          name="region"
          render={({ field: { ref: _, ...field }, fieldState }) => (
            <Select
              {...field}
              label="Region"
              options={playbook.regions.map(({ key, label }) => ({ id: key, label }))}
              error={fieldState.error?.message}
            />
          )}
        />
      </div>
      <Controller
        control={control}
        name="dependsOn"
        render={({ field }) => (
          <DependencyField itemId={item?.id ?? null} value={field.value} onChange={field.onChange} />
        )}
      />
      <Controller
        control={control}
        name="notes"
        render={({ field: { ref: _, ...field }, fieldState }) => (
          <TextArea {...field} label="Notes" rows={4} error={fieldState.error?.message} />
        )}
      />
    </>
  );
}
