import type { Finding } from '../../../shared/domain/finding';
import { Button } from '../../ui/button';
import { Menu } from '../../ui/menu';
import { useOwnFormats } from '../../widgets/own-formats';
import styles from './pop-screen.module.css';

type OpenPointsProps = {
  /** Checks that stand in the way of an acceptance. */
  readonly blocking: readonly Finding[];
  /** Shows the person something that is open, by the code of its check. */
  readonly onShow: (code: string) => void;
};

/** What is still open before a claim can be accepted, each a way to its place (POP-5). */
export function OpenPoints({ blocking, onShow }: OpenPointsProps) {
  const own = useOwnFormats();
  if (blocking.length === 0) return <p className={styles.ready}>Everything is in order.</p>;
  const entries = blocking.map(({ code, message }) => ({
    id: code,
    label: own(message),
    run: () => onShow(code),
  }));
  return (
    <p className={styles.open}>
      <Menu
        label="Open points"
        trigger={
          <Button variant="quiet">
            {blocking.length === 1 ? 'Show the open point' : `Show the ${blocking.length} open points`}
          </Button>
        }
        groups={[{ id: 'open', entries }]}
      />
    </p>
  );
}
