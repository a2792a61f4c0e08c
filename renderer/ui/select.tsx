import { Check, ChevronsUpDown, ChevronDown } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import {
  Select as AriaSelect,
  Button,
  ComboBox as AriaComboBox,
  Group,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components';
import { cx } from './cx';
import styles from './field.module.css';
import { FieldFoot, FieldLabel, type FieldTextProps, hasError } from './field-text';
import overlay from './overlay.module.css';
import selectStyles from './select.module.css';

/** One choice: `id` is what comes back, `label` what is shown and searched. */
export type Option<Id extends string = string> = {
  readonly id: Id;
  readonly label: string;
  readonly help?: string;
  readonly icon?: ReactNode;
  readonly isDisabled?: boolean;
};

type ChoiceProps<Id extends string> = FieldTextProps & {
  readonly options: readonly Option<Id>[];
  readonly value: Id | null;
  readonly onBlur?: () => void;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
  readonly size?: 'normal' | 'small';
};

export type SelectProps<Id extends string> = ChoiceProps<Id> & {
  readonly onChange: (id: Id) => void;
  /** Where each choice is carried out at once: letters and arrows open the list instead of choosing while it is closed. */
  readonly actsAtOnce?: boolean;
};

/** Whether a key would choose another value of a closed list. */
function choosesUnseen({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const isLetter = key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
  return isLetter || key === 'ArrowLeft' || key === 'ArrowRight';
}

/** One of up to about twelve fixed choices; for more, or to search, use `ComboBox`. */
export function Select<Id extends string>({
  label,
  hideLabel,
  help,
  error,
  options,
  value,
  onChange,
  placeholder,
  size,
  actsAtOnce,
  ...rest
}: SelectProps<Id>) {
  const [isOpen, setOpen] = useState(false);
  const select = (
    <AriaSelect
      {...rest}
      isOpen={isOpen}
      onOpenChange={setOpen}
      value={value}
      onChange={(key) => {
        const option = options.find(({ id }) => id === key);
        if (option !== undefined) onChange(option.id);
      }}
      isInvalid={hasError(error)}
      placeholder={placeholder ?? 'Choose'}
      className={cx(styles.field)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <Button
        className={({ isFocusVisible, isHovered }) =>
          cx(
            styles.box,
            selectStyles.button,
            size === 'small' && styles.small,
            hasError(error) && selectStyles.invalid,
            isFocusVisible && selectStyles.focused,
            isHovered && selectStyles.hovered,
          )
        }
      >
        <SelectValue className={cx(selectStyles.value)}>
          {({ isPlaceholder, defaultChildren }) =>
            isPlaceholder ? (
              <span className={selectStyles.placeholder}>{defaultChildren}</span>
            ) : (
              options.find(({ id }) => id === value)?.label
            )
          }
        </SelectValue>
        <ChevronsUpDown aria-hidden className={selectStyles.arrow} />
      </Button>
      <FieldFoot help={help} error={error} />
      <Popover className={cx(overlay.popover)} offset={4}>
        <ListBox items={options} className={cx(overlay.list)}>
          {(option) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
  if (actsAtOnce !== true) return select;
  return (
    <div
      className={selectStyles.around}
      onKeyDownCapture={(event) => {
        if (isOpen || !choosesUnseen(event)) return;
        event.stopPropagation();
        setOpen(true);
      }}
    >
      {select}
    </div>
  );
}

export type ComboBoxProps<Id extends string> = ChoiceProps<Id> & {
  /** Null when the person emptied it. */
  readonly onChange: (id: Id | null) => void;
};

/** One of many choices, found by typing any part of its name. */
export function ComboBox<Id extends string>({
  label,
  hideLabel,
  help,
  error,
  options,
  value,
  onChange,
  placeholder,
  size,
  ...rest
}: ComboBoxProps<Id>) {
  return (
    <AriaComboBox
      {...rest}
      defaultItems={options}
      value={value}
      onChange={(key) => onChange(options.find(({ id }) => id === key)?.id ?? null)}
      isInvalid={hasError(error)}
      menuTrigger="focus"
      allowsEmptyCollection
      className={cx(styles.field)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <Group className={cx(styles.box, size === 'small' && styles.small)} isInvalid={hasError(error)}>
        <Input className={cx(styles.input)} placeholder={placeholder ?? 'Type to search'} />
        <Button className={cx(styles.trigger)}>
          <ChevronDown aria-hidden />
        </Button>
      </Group>
      <FieldFoot help={help} error={error} />
      <Popover className={cx(overlay.popover)} offset={4}>
        <ListBox<Option<Id>>
          className={cx(overlay.list)}
          renderEmptyState={() => <div className={overlay.none}>Nothing matches. Try fewer letters.</div>}
        >
          {(option) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}

function OptionItem({ option }: { readonly option: Option }) {
  return (
    <ListBoxItem
      id={option.id}
      textValue={option.label}
      isDisabled={option.isDisabled ?? false}
      className={cx(overlay.item)}
    >
      {option.icon}
      <span className={overlay.itemText}>
        <Text slot="label">{option.label}</Text>
        {option.help === undefined ? null : (
          <Text slot="description" className={cx(overlay.itemHelp)}>
            {option.help}
          </Text>
        )}
      </span>
      <Check aria-hidden className={overlay.check} />
    </ListBoxItem>
  );
}
