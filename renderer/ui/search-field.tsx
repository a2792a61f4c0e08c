import { Search, X } from 'lucide-react';
import type { Ref } from 'react';
import {
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
  Button,
  Group,
  Input,
} from 'react-aria-components';
import { cx } from './cx';
import styles from './field.module.css';
import { FieldLabel } from './field-text';
import searchStyles from './search-field.module.css';

export type SearchFieldProps = Omit<AriaSearchFieldProps, 'className' | 'style' | 'children'> & {
  /** What is searched, as the accessible name: `Search requests`. */
  readonly label: string;
  readonly placeholder?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
};

/** A search box for a toolbar; Escape clears it. */
export function SearchField({ label, placeholder, inputRef, ...rest }: SearchFieldProps) {
  return (
    <AriaSearchField {...rest} className={cx(styles.field, searchStyles.search)}>
      <FieldLabel label={label} hideLabel isRequired={false} />
      <Group className={cx(styles.box, styles.small)}>
        <Search aria-hidden className={searchStyles.glass} />
        <Input
          className={cx(styles.input, searchStyles.input)}
          placeholder={placeholder ?? label}
          {...(inputRef === undefined ? {} : { ref: inputRef })}
        />
        <Button className={cx(styles.trigger, searchStyles.clear)}>
          <X aria-hidden />
        </Button>
      </Group>
    </AriaSearchField>
  );
}
