import { Controller, useWatch } from 'react-hook-form';
import { NumberField } from '../../ui/number-field';
import { Select } from '../../ui/select';
import { TextField } from '../../ui/text-field';
import { useDesk } from '../../widgets/desk-context';
import { bound } from '../../widgets/form-part';
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
          render={(part) => (
            <Select
              {...bound(part)}
              label="Currency"
              isRequired
              options={withOwn(
                playbook.mdf.currencies.map((code) => ({ id: code, label: code })),
                part.field.value,
              )}
              onChange={(code) => {
                part.field.onChange(code);
                chooseCurrency(code);
              }}
            />
          )}
        />
        <Controller
          control={control}
          name="totalCost"
          render={(part) => <MoneyInput {...bound(part)} label="Total cost" isRequired currency={currency} />}
        />
        <Controller
          control={control}
          name="requested"
          render={(part) => <MoneyInput {...bound(part)} label="Requested" isRequired currency={currency} />}
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
          render={(part) => (
            <Select {...bound(part)} label="GTM motion" options={withOwn(motions, part.field.value)} />
          )}
        />
        <Controller
          control={control}
          name="otherVendorsPercent"
          render={(part) => (
            <NumberField
              {...bound(part)}
              label="Share of other vendors"
              suffix="%"
              minValue={0}
              maxValue={100}
              help="Empty when there is one vendor."
            />
          )}
        />
      </div>
      <div className={styles.pair}>
        <Controller
          control={control}
          name="estimatedPipeline"
          render={(part) => <MoneyInput {...bound(part)} label="Expected pipeline" currency={currency} />}
        />
        <Controller
          control={control}
          name="targetContacts"
          render={(part) => <NumberField {...bound(part)} label="Target contacts" minValue={0} />}
        />
      </div>
      <Controller
        control={control}
        name="portalNumber"
        render={(part) => (
          <TextField
            {...bound(part)}
            label="Number in the portal"
            placeholder="MDF-"
            value={part.field.value ?? ''}
            onChange={(text) => part.field.onChange(text.trim() === '' ? null : text)}
          />
        )}
      />
    </>
  );
}
