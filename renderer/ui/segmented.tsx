import type { ReactNode } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { cx } from './cx';
import styles from './segmented.module.css';

type Segment<Id extends string> = {
  readonly id: Id;
  readonly label: string;
  /** Shown instead of the label, which stays the accessible name. */
  readonly icon?: ReactNode;
};

type SegmentedProps<Id extends string> = {
  /** What is being chosen, for screen readers. */
  readonly label: string;
  readonly segments: readonly Segment<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  readonly isDisabled?: boolean;
};

/** Two to five choices of which one always holds: views, densities, themes. */
export function Segmented<Id extends string>({
  label,
  segments,
  value,
  onChange,
  isDisabled,
}: SegmentedProps<Id>) {
  // One stop for Tab, at the choice that holds; arrows go to the others.
  const stop = segments.some(({ id }) => id === value) ? value : segments[0]?.id;
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={cx(styles.group)}
      selectionMode="single"
      disallowEmptySelection
      isDisabled={isDisabled ?? false}
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = segments.find(({ id }) => keys.has(id));
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      {segments.map(({ id, label: text, icon }) => (
        <ToggleButton
          key={id}
          id={id}
          className={cx(styles.segment)}
          excludeFromTabOrder={id !== stop}
          {...(icon === undefined ? {} : { 'aria-label': text })}
        >
          {icon ?? text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
