import styles from './pop-screen.module.css';

/** Says under disabled buttons whose part it is to press them. */
export function Others({
  refusal,
}: {
  readonly refusal: { readonly message: string; readonly fix: string };
}) {
  return (
    <p className={styles.others}>
      {refusal.message} {refusal.fix}
    </p>
  );
}
