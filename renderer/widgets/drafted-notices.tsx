import type { DraftedNotice, FundRequest } from '../../shared/schema/fund-request';
import { dropNotice, keepNotice } from '../../shared/usecases/pop/draft-notice';
import { Button } from '../ui/button';
import { showToast } from '../ui/toast-store';
import { DateText, InstantText } from './date-text';
import { useDesk } from './desk-context';
import styles from './drafted-notices.module.css';
import { useOwnFormats } from './own-formats';
import { type UndoAnswer, undoAnswerOf, useUndo } from './undo';

type DraftedNoticesProps = { readonly request: Pick<FundRequest, 'id' | 'notices'> };

/** Which reminders and last notices were drafted to the partner, when and by whom, each to be taken back; nothing while there is none (POP-7). */
export function DraftedNotices({ request: { id, notices = [] } }: DraftedNoticesProps) {
  const desk = useDesk();
  const undo = useUndo();
  const own = useOwnFormats();
  if (notices.length === 0) return null;

  async function put(change: typeof keepNotice, notice: DraftedNotice): Promise<UndoAnswer> {
    const done = await change(desk, { id, notice });
    return undoAnswerOf(done);
  }

  async function takeBack(notice: DraftedNotice): Promise<void> {
    const done = await dropNotice(desk, { id, notice });
    if (!done.ok) {
      showToast(`${done.error.message} ${done.error.fix}`, { tone: 'bad' });
      return;
    }
    undo.getState().did({
      label: `${nameOf(notice)} counts as not sent`,
      undoneLabel: `${nameOf(notice)} counts as drafted`,
      undo: () => put(keepNotice, notice),
      redo: () => put(dropNotice, notice),
    });
  }

  return (
    <ul className={styles.list} aria-label="Notices to the partner">
      {notices.map((notice) => (
        <li key={`${notice.kind} ${notice.on}`} className={styles.line}>
          <span>
            {nameOf(notice)} of <DateText date={notice.on} /> drafted{' '}
            {notice.by.trim() === '' ? null : (
              <>
                by <bdi>{notice.by}</bdi>,{' '}
              </>
            )}
            <InstantText at={notice.at} />
          </span>
          <Button
            variant="quiet"
            aria-label={own(`Not sent: ${nameOf(notice)} of ${notice.on}`)}
            onPress={() => void takeBack(notice)}
          >
            Not sent
          </Button>
        </li>
      ))}
    </ul>
  );
}

function nameOf({ kind }: DraftedNotice): string {
  return kind === 'reminder' ? 'Reminder' : 'Last notice';
}
