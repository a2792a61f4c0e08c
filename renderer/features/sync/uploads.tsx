import { useIntl } from 'react-intl';
import type { Transfer } from '../../../shared/schema/transfer';
import { Button } from '../../ui/button';
import { ProgressBar } from '../../ui/progress-bar';
import { showToast } from '../../ui/toast-store';
import { useDesk } from '../../widgets/desk-context';
import { useSyncStatus } from '../../widgets/sync-status';
import { remoteLabel } from './remote-words';
import styles from './sync-screen.module.css';

type UploadsProps = {
  /** Only those of this record; all when left out. */
  readonly ofRecord?: string;
};

/** Files on their way, each with how far it is and, while that is safe, a way to stop it. */
export function Uploads({ ofRecord }: UploadsProps) {
  const uploads = useSyncStatus((status) => status.uploads);
  const shown = uploads.filter(({ marker }) => ofRecord === undefined || marker.startsWith(ofRecord));
  if (shown.length === 0) return null;
  return (
    <ul className={ofRecord === undefined ? styles.uploads : styles.ownUploads} aria-label="Uploads">
      {shown.map((upload) => (
        <li key={upload.marker} className={styles.upload}>
          <Upload upload={upload} />
        </li>
      ))}
    </ul>
  );
}

function Upload({ upload }: { readonly upload: Transfer }) {
  const { bridge } = useDesk();
  const { formatNumber } = useIntl();
  const { marker, name, remote, sent, total, phase, canStop } = upload;
  const there = remoteLabel[remote];
  const mega = (bytes: number): string => formatNumber(bytes / 1_000_000, { maximumFractionDigits: 1 });

  async function stop(): Promise<void> {
    const answer = await bridge.call('remote.stop-upload', { marker });
    if (!answer.ok)
      showToast(`It was not stopped: ${answer.error.message} ${answer.error.fix}`, { tone: 'bad' });
    else if (!answer.value) showToast('It was too late to stop: all of it has left.');
  }

  return (
    <>
      <div className={styles.progress}>
        <ProgressBar
          label={`“${name}” to ${there}`}
          value={phase === 'checking' ? null : total === 0 ? 0 : sent / total}
          valueText={
            phase === 'checking' ? `${there} checks what arrived` : `${mega(sent)} of ${mega(total)} MB`
          }
        />
      </div>
      {canStop ? (
        <Button aria-label={`Stop “${name}” to ${there}`} onPress={() => void stop()}>
          Stop
        </Button>
      ) : null}
    </>
  );
}
