import { Search, X } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
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
  /** The arrow down and Enter go on to the rows that were found. */
  readonly findsRows?: boolean;
};

/** A search box for a toolbar; Escape clears it. */
export function SearchField({ label, placeholder, inputRef, findsRows, ...rest }: SearchFieldProps) {
  return (
    <AriaSearchField
      {...rest}
      {...(findsRows === true ? { onKeyDown: goToRows } : {})}
      className={cx(styles.field, searchStyles.search)}
    >
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

function goToRows(event: KeyboardEvent): void {
  if ((event.key !== 'ArrowDown' && event.key !== 'Enter') || !(event.target instanceof Element)) return;
  const grid = event.target.closest('main')?.querySelector<HTMLElement>('[role="grid"]');
  if (!grid) return;
  event.preventDefault();
  grid.focus({ preventScroll: true });
}
