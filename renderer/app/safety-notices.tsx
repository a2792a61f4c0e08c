import { useEffect, useState } from 'react';
import type { JournalTrouble } from '../../shared/schema/journal';
import { assertNever } from '../../shared/lib/assert-never';
import type { Bridge } from '../bridge/bridge';
import { useDeskData } from '../data/hooks';
import type { RecoveryNotice } from '../data/recover-desk';
import { Button } from '../ui/button';
import { Notice } from '../ui/states';
import styles from './shell.module.css';

/** What the person must know about the safety of her data: what was restored at the start, and a journal that takes nothing. */
export function SafetyNotices({
  bridge,
  notice,
}: {
  readonly bridge: Bridge;
  readonly notice: RecoveryNotice | null;
}) {
  const [isRead, setRead] = useState(false);
  const trouble = useJournalTrouble(bridge, useDeskData().secureRest);
  if (trouble === null && (notice === null || isRead)) return null;
  return (
    <div className={styles.notices}>
      {trouble === null ? null : (
        <Notice tone="bad">
          {trouble.message} {trouble.fix} Until then nothing can be saved; what was saved stays safe.
        </Notice>
      )}
      {notice === null || isRead ? null : (
        <Notice
          tone={isBad(notice) ? 'bad' : 'waiting'}
          actions={<Button onPress={() => setRead(true)}>Got it</Button>}
        >
          <NoticeText notice={notice} />
        </Notice>
      )}
    </div>
  );
}

/** The present trouble of the journal, told by main when it comes and goes. */
function useJournalTrouble(bridge: Bridge, secureRest: () => Promise<void>): JournalTrouble | null {
  const [trouble, setTrouble] = useState<JournalTrouble | null>(null);
  useEffect(() => {
    void bridge.call('journal.state', undefined).then((answer) => {
      if (answer.ok) setTrouble(answer.value.trouble);
    });
    return bridge.onEvent('journal.trouble', (news) => {
      setTrouble(news.trouble);
      if (news.trouble === null) void secureRest();
    });
  }, [bridge, secureRest]);
  return trouble;
}

function missingOf(notice: RecoveryNotice): readonly string[] {
  return notice.kind === 'restored' || notice.kind === 'from-backup' ? notice.restored.missing : [];
}

function isBad(notice: RecoveryNotice): boolean {
  if (missingOf(notice).length > 0) return true;
  return notice.kind !== 'from-backup' && isGrave(notice.why);
}

function isGrave(why: Exclude<RecoveryNotice, { kind: 'from-backup' }>['why']): boolean {
  return why === 'half-restored' || why === 'both-lost';
}

function NoticeText({ notice }: { readonly notice: RecoveryNotice }) {
  const missing = missingOf(notice);
  return (
    <>
      {noticeText(notice)}
      {missing.length === 0 ? null : (
        <ul className={styles.missing}>
          {missing.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The notice in words; what is missing is listed apart. */
export function noticeText(notice: RecoveryNotice): string {
  switch (notice.kind) {
    case 'restored':
      return restoredText(notice);
    case 'from-backup':
      return fromBackupText(notice);
    case 'journal-renewed':
      return notice.why === 'half-restored'
        ? 'An earlier restoration was interrupted and its journal is not there any more. What had come back is here; the next sync brings what Salesforce and GitLab have. Look through your latest changes.'
        : `${renewedWhy(notice.why)} It was written anew from the local database, which is whole: nothing is lost.`;
    case 'started-empty':
      return emptyText(notice);
    default:
      return assertNever(notice);
  }
}

function emptyText({ database, journal }: Extract<RecoveryNotice, { kind: 'started-empty' }>): string {
  const kept = [
    ...(database === null ? [] : [`the database in ${database}`]),
    ...(journal === null ? [] : [`the journal and its documents in ${journal}`]),
  ];
  const where = kept.length === 0 ? '' : ` They are kept as they were: ${kept.join(', ')}.`;
  return `This workspace was started empty, because neither its database nor its journal could be read.${where} The next sync brings back what Salesforce and GitLab have; what was only on this computer is in the kept files.`;
}

function amountText({ rows, files }: Extract<RecoveryNotice, { kind: 'restored' }>['restored']): string {
  const more = files === 0 ? '' : ` and ${files.toLocaleString()} files`;
  return `${rows.toLocaleString()} rows${more}`;
}

function fromBackupText({ from, restored }: Extract<RecoveryNotice, { kind: 'from-backup' }>): string {
  const end = restored.missing.length === 0 ? '' : ' This was not in it any more:';
  return `This workspace was restored from the backup “${from.name}”: ${amountText(restored)}. What was here before is kept in ${from.before}; restore that one to take this back. The next sync reads everything again from Salesforce and GitLab before it sends anything.${end}`;
}

function restoredText({ why, restored, copy }: Extract<RecoveryNotice, { kind: 'restored' }>): string {
  const what = amountText(restored);
  const end =
    restored.missing.length === 0
      ? 'Everything that was saved is here.'
      : `${wayBack(restored)}. This could not be read any more:`;
  const kept = copy === null ? '' : ` The old files are kept in ${copy}.`;
  return `${restoredWhy(why)} ${what} were brought back from the journal.${kept} ${end}`;
}

/** What the remotes cannot bring back is not promised of them. */
function wayBack({ isReadAgain }: Extract<RecoveryNotice, { kind: 'restored' }>['restored']): string {
  return isReadAgain
    ? 'The next sync brings back what Salesforce and GitLab have; files have to be added again'
    : 'Files have to be added to their requests again';
}

function restoredWhy(why: Extract<RecoveryNotice, { kind: 'restored' }>['why']): string {
  switch (why) {
    case 'lost':
      return 'The local database was gone.';
    case 'unfinished':
      return 'An earlier restoration was interrupted and was done again.';
    case 'older':
    case 'behind':
      return 'The local database was older than what you had saved.';
    case 'other':
      return 'The local database did not belong to this journal.';
    case 'unopenable':
      return 'The local database was damaged and could not be opened.';
    default:
      return assertNever(why);
  }
}

function renewedWhy(
  why: Exclude<Extract<RecoveryNotice, { kind: 'journal-renewed' }>['why'], 'half-restored'>,
): string {
  switch (why) {
    case 'journal-lost':
      return 'The journal was gone.';
    case 'journal-behind':
      return 'The journal was older than the local database.';
    case 'journal-damaged':
      return 'Parts of the journal could not be read.';
    default:
      return assertNever(why);
  }
}
