import type { Control, UseFormGetValues, UseFormSetValue } from 'react-hook-form';
import type { FundRequestForm } from '../../../shared/usecases/mdf/save-fund-request';
import type { Option } from '../../ui/select';
import type { RequestValues } from './request-values';

/** What every group of fields of the form is given. */
export type RequestFieldsProps = {
  readonly control: Control<RequestValues, unknown, FundRequestForm>;
  readonly setValue: UseFormSetValue<RequestValues>;
  readonly getValues: UseFormGetValues<RequestValues>;
};

/** How a field is set that follows from another one. */
export const changed = { shouldDirty: true, shouldValidate: false } as const;

/** The choices, and what the record holds when it is none of them, so that nothing is lost by opening the form. */
export function withOwn(options: readonly Option[], value: string | null): readonly Option[] {
  return value === null || options.some(({ id }) => id === value)
    ? options
    : [...options, { id: value, label: value }];
}
