import type { PopNotice } from '../../shared/domain/pop/deadlines';
import { noticeMail } from '../../shared/domain/pop/mails';
import type { FundRequest } from '../../shared/schema/fund-request';
import type { Partner } from '../../shared/schema/partner';
import type { PlainDate } from '../../shared/schema/values';
import { dropNotice, keepNotice, noticeRefusal } from '../../shared/usecases/pop/draft-notice';
import { showToast } from '../ui/toast-store';
import { useDesk } from './desk-context';
import { MailDialog } from './mail-dialog';
import { type UndoAnswer, undoAnswerOf, useUndo } from './undo';

type NoticeMailProps = {
  readonly notice: PopNotice;
  readonly request: FundRequest;
  readonly partner: Partner;
  readonly due: PlainDate;
  readonly onClose: () => void;
};

/** The reminder or last notice to a partner; once her mail program has it, it counts as drafted until that is undone (POP-7). */
export function NoticeMail({ notice, request, partner, due, onClose }: NoticeMailProps) {
  const desk = useDesk();
  const undo = useUndo();
  const { kind, on } = notice;
  const isReminder = kind === 'reminder';

  const drafted = { id: request.id, notice: { kind, on } };
  async function put(change: typeof keepNotice): Promise<UndoAnswer> {
    const done = await change(desk, drafted);
    return undoAnswerOf(done);
  }

  async function refusal(): Promise<string | null> {
    const refused = await noticeRefusal(desk, request.id);
    return refused && `${refused.message} ${refused.fix}`;
  }

  async function keep(): Promise<void> {
    const done = await keepNotice(desk, drafted);
    if (!done.ok) {
      showToast(`${done.error.message} ${done.error.fix}`, { tone: 'bad' });
      return;
    }
    undo.getState().did({
      label: isReminder ? 'Reminder drafted' : 'Last notice drafted',
      undoneLabel: isReminder ? 'The reminder is due again' : 'The last notice is due again',
      undo: () => put(dropNotice),
      redo: () => put(keepNotice),
    });
  }

  return (
    <MailDialog
      title={isReminder ? 'Remind the partner' : 'Last notice to the partner'}
      draft={noticeMail(kind, request, partner, desk.playbook, {
        sender: desk.settings.userName,
        reason: '',
        popDue: due,
      })}
      refusal={refusal}
      onDrafted={() => void keep()}
      onClose={onClose}
    />
  );
}
