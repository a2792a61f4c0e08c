import { ActivityFields } from './activity-fields';
import type { RequestFieldsProps } from './field-props';
import { MoneyFields, MoreFields } from './money-fields';
import { TimeFields } from './time-fields';

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
