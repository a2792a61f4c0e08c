import { Controller, useWatch } from 'react-hook-form';
import { NumberField } from '../../ui/number-field';
import { Select } from '../../ui/select';
import { TextField } from '../../ui/text-field';
import { useDesk } from '../../widgets/desk-context';
import { MoneyInput } from '../../widgets/money-text';
import { changed, type RequestFieldsProps, withOwn } from './field-props';
import styles from './request-form.module.css';
import { inCurrency } from './request-values';

/** What it costs and what is asked for, in one currency (MDF-3). */
export function MoneyFields({ control, setValue, getValues }: RequestFieldsProps) {
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

/** What it supports and is expected to bring (MDF-7, MDF-11). */
export function MoreFields({ control }: RequestFieldsProps) {
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
