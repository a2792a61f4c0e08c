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
import { ComboBox, Select } from '../../ui/select';
import { TextArea, TextField } from '../../ui/text-field';
import { useDesk } from '../../widgets/desk-context';
import { bound } from '../../widgets/form-part';
import { MoneyInput } from '../../widgets/money-text';
import { usePartnerOptions } from '../../widgets/partner-options';
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
  const { byId } = useRecords('partner');
  const partnerOptions = usePartnerOptions();
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
        render={(part) => <TextField {...bound(part)} label="Name" isRequired autoFocus={item === null} />}
      />
      <Controller
        control={control}
        name="partnerId"
        render={(part) => (
          <ComboBox
            {...bound(part)}
            label="Partner"
            options={partnerOptions}
            onChange={(id) => {
              part.field.onChange(id);
              const region = findRegion(playbook, byId.get(id ?? '')?.region ?? '');
              if (region !== undefined) setValue('region', region.key, changed);
            }}
            placeholder="No partner"
          />
        )}
      />
      <div className={styles.pair}>
        <Controller
          control={control}
          name="type"
          render={(part) => (
            <Select
              {...bound(part)}
              label="Type"
              options={playbook.planning.tacticTypes.map(({ key, label }) => ({ id: key, label }))}
            />
          )}
        />
        <Controller
          control={control}
          name="status"
          render={(part) => (
            <Select
              {...bound(part)}
              label="Status"
              options={PlanStatus.options.map((id) => ({ id, label: playbook.planning.statuses[id] }))}
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
        render={(part) => (
          <DateField
            {...bound(part)}
            label={kind === 'milestone' ? 'Day' : 'First day'}
            isRequired
            onChange={(date) => {
              part.field.onChange(date);
              if (kind === 'milestone' && date !== null) setValue('end', date, changed);
            }}
            error={part.fieldState.error === undefined ? null : 'Give the first day.'}
          />
        )}
      />
      {kind === 'milestone' ? null : (
        <Controller
          control={control}
          name="end"
          render={(part) => (
            <DateField
              {...bound(part)}
              label="Last day"
              isRequired
              error={
                part.fieldState.error === undefined
                  ? null
                  : part.field.value !== null && part.field.value < start
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
        render={(part) => (
          <ComboBox
            {...bound(part)}
            label="MDF request"
            key={partnerId}
            options={options}
            placeholder={
              partnerId === null
                ? 'Choose a partner first'
                : options.length === 0
                  ? 'This partner has none'
                  : 'None linked'
            }
          />
        )}
      />
      <Controller
        control={control}
        name="budget"
        render={(part) => (
          <MoneyInput
            {...bound(part)}
            label="Budget"
            currency={currencyFor(part.field.value, requests.byId.get(requestId ?? ''), playbook)}
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
          render={(part) => (
            <Select
              {...bound(part)}
              label="Region"
              options={playbook.regions.map(({ key, label }) => ({ id: key, label }))}
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
        render={(part) => <TextArea {...bound(part)} label="Notes" rows={4} />}
      />
    </>
  );
}
