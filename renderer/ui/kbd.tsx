import type { ReactNode } from 'react';
import styles from './kbd.module.css';

/** A key or chord as printed on the keyboard. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return <kbd className={styles.kbd}>{children}</kbd>;
}

/** The name of the command key on this computer: `⌘` on a Mac, `Ctrl` elsewhere. */
export function commandKeyName(): string {
  return /Mac/.test(navigator.platform) ? '⌘' : 'Ctrl';
}
