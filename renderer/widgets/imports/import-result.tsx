import type { ImportPlan, ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { useHeldRows } from '../../data/hooks';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { Notice } from '../../ui/states';
import { useCountText } from '../count-text';
import { useDesk } from '../desk-context';
import { useSyncStatus } from '../sync-status';
import styles from './imports.module.css';
import { linkNames } from './link-names';
import { useHeldRetry } from './use-held-retry';

type ImportResultProps = {
  readonly target: ImportTarget;
  readonly counts: ImportPlan['counts'];
  readonly name: string;
};

const whyNothing: Readonly<Record<ImportTarget, string>> = {
  partners:
    'what they say is here already, or the values here stay because they came from Salesforce or from a newer export.',
  'fund-requests': 'what they say is here already.',
};

/** What an import did, and what can be done next. */
export function ImportResult({ target, counts, name }: ImportResultProps) {
  const counted = useCountText();
  return (
    <div className={cx(styles.result)}>
      <p>
        {`${counted(counts.new, 'row')} of ${name} came in new${counts.changed === 0 ? '.' : `, ${counted(counts.changed, 'row')} changed what was imported before.`}`}
      </p>
      {counts.unchanged === 0 ? null : (
        <p>{`${counted(counts.unchanged, 'row')} changed nothing: ${whyNothing[target]}`}</p>
      )}
      {counts.repeated === 0 ? null : (
        <p>{`${counted(counts.repeated, 'row')} said again what another row of the file says.`}</p>
      )}
      {counts.bad > 0 ? (
        <Notice tone="waiting">{`${counted(counts.bad, 'row')} could not be taken and ${counts.bad === 1 ? 'is' : 'are'} kept for you to fix.`}</Notice>
      ) : null}
      {target === 'partners' ? <WaitingForPartners /> : <WayToSalesforce />}
    </div>
  );
}

/** Whether and how imported requests get to Salesforce, since an import sends nothing. */
function WayToSalesforce() {
  const isConnected = useSyncStatus(({ state }) => state !== 'not-connected');
  const { playbook } = useDesk();
  const names = linkNames(playbook);
  return (
    <Notice tone="info">
      {`Nothing of this was sent. ${isConnected ? 'The next sync' : 'The first sync after you connect Salesforce'} links each request to the one there that has the same ${names}. A request that is linked to none stays on this desk until you change it or decide about it here; then it is made there. Epics and issues in GitLab are made for requests that you approve here.`}
    </Notice>
  );
}

/** Requests that were held because their partner was not here can be tried again as soon as partners came. */
function WaitingForPartners() {
  const { retry, isBusy, problem } = useHeldRetry('fund-requests');
  const counted = useCountText();
  const waiting = useHeldRows()?.filter(({ problems }) =>
    problems.some(({ code }) => code === 'unknown-partner'),
  );
  if (waiting === undefined || waiting.length === 0) return null;
  const count = `${counted(waiting.length, 'fund request')} ${waiting.length === 1 ? 'waits' : 'wait'}`;
  return (
    <>
      <Notice
        tone="info"
        actions={
          <Button isDisabled={isBusy} onPress={() => void retry()}>
            Try them again
          </Button>
        }
      >
        {`${count} for partners that were not here. They can be imported now if their partners have come.`}
      </Notice>
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
    </>
  );
}
