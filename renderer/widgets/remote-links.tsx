import { ExternalLink } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import type { RemoteRef } from '../../shared/schema/remote-ref';
import { cx } from '../ui/cx';
import { Notice } from '../ui/states';
import { useDesk } from './desk-context';
import styles from './remote-links.module.css';
import { unseen } from '../ui/unseen';
import { useProblem } from '../ui/use-problem';

/** One thing in Salesforce or GitLab: `ref` is null until it exists there. */
export type RemoteLink = {
  readonly id: string;
  /** What it is to the person: `Epic`, `POP issue`, `Fund request`. */
  readonly label: string;
  readonly ref: RemoteRef | null;
  /** What it is called there, where that is known. */
  readonly name?: string | null;
};

/** Where a record lives in Salesforce and GitLab; a press opens it in the browser. */
export function RemoteLinks({ links }: { readonly links: readonly RemoteLink[] }) {
  const { bridge } = useDesk();
  const [problem, setProblem] = useProblem();

  async function open(url: string): Promise<void> {
    const answer = await bridge.call('link.open', { url });
    setProblem(answer.ok ? null : `${answer.error.message} ${answer.error.fix}`);
  }

  return (
    <>
      <ul className={styles.links}>
        {links.map(({ id, label, ref, name }) => {
          const url = ref?.url ?? null;
          return (
            <li key={id} className={styles.link}>
              <span className={styles.label}>{label}</span>
              {url === null ? (
                <span className={styles.none}>{ref === null ? 'not there yet' : (name ?? refName(ref))}</span>
              ) : (
                <AriaButton className={cx(styles.open)} onPress={() => void open(url)}>
                  <span className={styles.name}>{ref === null ? '' : (name ?? refName(ref))}</span>
                  <ExternalLink aria-hidden />
                  <span className={unseen}>opens in the browser</span>
                </AriaButton>
              )}
            </li>
          );
        })}
      </ul>
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
    </>
  );
}

function refName(ref: RemoteRef): string {
  if (ref.remote === 'salesforce') return `Salesforce ${ref.id}`;
  const sign = ref.type === 'epic' ? '&' : '#';
  return ref.iid === null ? `GitLab ${ref.type}` : `GitLab ${sign}${ref.iid}`;
}
