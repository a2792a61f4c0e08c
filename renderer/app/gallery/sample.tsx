import type { ReactNode } from 'react';
import styles from './gallery.module.css';

/** A named group of samples. */
export function Sample(props: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.sample}>
      <h2 className={styles.title}>{props.title}</h2>
      <div className={styles.line}>{props.children}</div>
    </section>
  );
}
