import { type CalendarDate, parseDate } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Popover,
} from 'react-aria-components';
import { cx } from './cx';
import calendarStyles from './date-field.module.css';
import styles from './field.module.css';
import { FieldFoot, FieldLabel, type FieldTextProps, hasError } from './field-text';
import overlay from './overlay.module.css';

export type DateFieldProps = FieldTextProps & {
  /** A calendar date `YYYY-MM-DD`, or null when empty. */
  readonly value: string | null;
  readonly onChange: (date: string | null) => void;
  readonly onBlur?: () => void;
  /** Earliest and latest date that may be picked, `YYYY-MM-DD`. */
  readonly min?: string;
  readonly max?: string;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly isReadOnly?: boolean;
  readonly autoFocus?: boolean;
  readonly size?: 'normal' | 'small';
};

/** A calendar date, typed part by part in the order of the locale or picked from a month. */
export function DateField({
  label,
  hideLabel,
  help,
  error,
  value,
  onChange,
  min,
  max,
  size,
  ...rest
}: DateFieldProps) {
  return (
    <DatePicker<CalendarDate>
      {...rest}
      {...(min === undefined ? {} : { minValue: parseDate(min) })}
      {...(max === undefined ? {} : { maxValue: parseDate(max) })}
      value={value === null ? null : parseDate(value)}
      onChange={(date) => onChange(date === null ? null : date.toString())}
      isInvalid={hasError(error)}
      validationBehavior="aria"
      shouldForceLeadingZeros
      className={cx(styles.field)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <Group className={cx(styles.box, size === 'small' && styles.small)}>
        <DateInput className={cx(calendarStyles.input)}>
          {(segment) => <DateSegment segment={segment} className={cx(calendarStyles.segment)} />}
        </DateInput>
        <Button className={cx(styles.trigger)}>
          <CalendarDays aria-hidden />
        </Button>
      </Group>
      <FieldFoot help={help} error={error} />
      <Popover className={cx(overlay.popover)} offset={4}>
        <Dialog className={cx(calendarStyles.dialog)}>
          <Calendar className={cx(calendarStyles.calendar)}>
            <header className={calendarStyles.head}>
              <Button slot="previous" className={cx(calendarStyles.step)}>
                <ChevronLeft aria-hidden />
              </Button>
              <Heading className={cx(calendarStyles.month)} />
              <Button slot="next" className={cx(calendarStyles.step)}>
                <ChevronRight aria-hidden />
              </Button>
            </header>
            <CalendarGrid className={cx(calendarStyles.grid)} weekdayStyle="short">
              <CalendarGridHeader>
                {(day) => (
                  <CalendarHeaderCell className={cx(calendarStyles.weekday)}>{day}</CalendarHeaderCell>
                )}
              </CalendarGridHeader>
              <CalendarGridBody>
                {(date) => <CalendarCell date={date} className={cx(calendarStyles.day)} />}
              </CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
