import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Disclosure as AriaDisclosure, Button, DisclosurePanel, Heading } from 'react-aria-components';
import { cx } from './cx';
import styles from './disclosure.module.css';

type DisclosureProps = {
  readonly title: ReactNode;
  /** At the right end of the title. */
  readonly meta?: ReactNode;
  readonly startsOpen?: boolean;
  readonly children: ReactNode;
};

/** A part that folds away under its title. */
export function Disclosure({ title, meta, startsOpen, children }: DisclosureProps) {
  return (
    <AriaDisclosure className={cx(styles.disclosure)} defaultExpanded={startsOpen ?? false}>
      <Heading level={3} className={cx(styles.heading)}>
        <Button slot="trigger" className={cx(styles.trigger)}>
          <ChevronRight aria-hidden className={styles.arrow} />
          <span className={styles.title}>{title}</span>
          {meta === undefined ? null : <span className={styles.meta}>{meta}</span>}
        </Button>
      </Heading>
      <DisclosurePanel className={cx(styles.panel)}>{children}</DisclosurePanel>
    </AriaDisclosure>
  );
}
