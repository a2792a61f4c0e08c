import { cx } from './cx';
import styles from './unseen.module.css';

/** Class of words for screen readers alone: those who see the page find the same in another way. */
export const unseen = cx(styles.unseen);
