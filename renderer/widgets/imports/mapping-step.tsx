import { useMemo } from 'react';
import {
  type ColumnMapping,
  type ImportFields,
  missingColumns,
} from '../../../shared/domain/imports/columns';
import type { DateMark, DateOrders } from '../../../shared/domain/imports/read-date';
import { cx } from '../../ui/cx';
import { Segmented } from '../../ui/segmented';
import { Select } from '../../ui/select';
import { Notice } from '../../ui/states';
import type { ReadFile } from '../../workers/import/messages';
import styles from './imports.module.css';

type MappingStepProps = {
  readonly file: ReadFile;
  readonly fields: ImportFields;
  readonly mapping: ColumnMapping;
  readonly onMapping: (mapping: ColumnMapping) => void;
  readonly dateOrders: DateOrders;
  readonly onDateOrders: (orders: DateOrders) => void;
};

const NONE = 'none';

const marks: readonly { readonly mark: DateMark; readonly example: string }[] = [
  { mark: 'slash', example: '03/04/2026' },
  { mark: 'dash', example: '03-04-2026' },
];

/** Which column fills which field: guessed, with the first values beside it, to be changed by the person. */
export function MappingStep(props: MappingStepProps) {
  const { file, fields, mapping, onMapping, dateOrders, onDateOrders } = props;
  const options = useMemo(
    () => [
      { id: NONE, label: 'Not in this file' },
      ...file.headers.map((title, column) => ({ id: String(column), label: title })),
    ],
    [file.headers],
  );
  const missing = missingColumns(mapping, fields);
  return (
    <div className={cx(styles.mapping)}>
      {missing.length > 0 ? <Notice tone="bad">{`Choose a column for ${missing.join(', ')}.`}</Notice> : null}
      {marks.map(({ mark, example }) => {
        const order = dateOrders[mark];
        return order === undefined ? null : (
          <div key={mark} className={cx(styles.order)}>
            <span>
              {order === 'unclear' ? `In dates like ${example}, what comes first?` : `Dates like ${example}`}
            </span>
            <Segmented
              label={`Order of day and month in ${example}`}
              segments={[
                { id: 'month-first', label: 'Month first' },
                { id: 'day-first', label: 'Day first' },
                { id: 'unclear', label: 'Not sure' },
              ]}
              value={order}
              onChange={(chosen) => onDateOrders({ ...dateOrders, [mark]: chosen })}
            />
          </div>
        );
      })}
      <table className={cx(styles.table)}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Column of the file</th>
            <th scope="col">First values</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(fields).map(([field, spec]) => {
            const column = mapping[field] ?? null;
            return (
              <tr key={field}>
                <th scope="row">
                  {spec.label}
                  {spec.required ? <span className={cx(styles.required)}> required</span> : null}
                </th>
                <td>
                  <Select
                    label={`Column for ${spec.label}`}
                    hideLabel
                    size="small"
                    options={options}
                    value={column === null ? NONE : String(column)}
                    onChange={(id) => onMapping({ ...mapping, [field]: id === NONE ? null : Number(id) })}
                  />
                </td>
                <td className={cx(styles.samples)}>
                  {column === null ? '' : (file.samples[column] ?? []).join('  ·  ')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
