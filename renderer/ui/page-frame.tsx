import { type ReactNode, useContext } from 'react';
import { cx } from './cx';
import { SectionHeading } from './heading-level';
import styles from './page-frame.module.css';

type PageFrameProps = {
  readonly title: string;
  /** Beside the title: a count, a quarter. */
  readonly meta?: ReactNode;
  /** At the right end of the title line: the one primary button of the view and its neighbours. */
  readonly actions?: ReactNode;
  /** The line below: search, filters, view switch. */
  readonly toolbar?: ReactNode;
  /** An `Inspector`, or nothing. */
  readonly inspector?: ReactNode;
  /** `fill` gives the content the whole height (tables, timelines); `scroll` lets it scroll as a page. */
  readonly content?: 'fill' | 'scroll';
  readonly children: ReactNode;
};

/** The frame of every screen: title line, toolbar, content, optional inspector. */
export function PageFrame({ title, meta, actions, toolbar, inspector, content, children }: PageFrameProps) {
  return (
    <div className={styles.frame}>
      <div className={styles.main}>
        <header className={styles.head}>
          <h1 className={styles.title}>{title}</h1>
          {meta === undefined ? null : <div className={styles.meta}>{meta}</div>}
          <div className={styles.actions}>{actions}</div>
        </header>
        {toolbar === undefined ? null : <div className={styles.toolbar}>{toolbar}</div>}
        <div className={cx(styles.content, content === 'scroll' ? styles.scroll : styles.fill)}>
          {children}
        </div>
      </div>
      {inspector}
    </div>
  );
}

/** A titled part of a page or inspector, with an optional action at the right of its title. */
export function Section(props: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const Heading = useContext(SectionHeading);
  return (
    <section className={styles.section}>
      <header className={styles.sectionHead}>
        <Heading className={styles.sectionTitle}>{props.title}</Heading>
        {props.actions}
      </header>
      {props.children}
    </section>
  );
}

/** Terms and their values in two columns; for facts that are read, not edited. */
export function Facts({ items }: { readonly items: readonly (readonly [term: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {items.map(([term, value]) => (
        <div key={term} className={styles.fact}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Puts what follows in a toolbar at the right end. */
export function ToolbarSpace() {
  return <span className={styles.space} />;
}
