import { lazy, Suspense } from 'react';
import { declineMail, sendBackMail } from '../../../shared/domain/mdf/decline-mail';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { MoveProblem } from '../../../shared/usecases/mdf/move-fund-request';
import { revertFundRequest } from '../../../shared/usecases/mdf/save-fund-request';
import { showToast } from '../../ui/toast-store';
import { type Desk, useDesk } from '../../widgets/desk-context';
import { MailDialog } from '../../widgets/mail-dialog';
import { type UndoAnswer, undoAnswerOf, type UndoEntry, useUndo } from '../../widgets/undo';
import { ApproveDialog } from './approve-dialog';
import { ReallocateDialog } from './reallocate-dialog';
import { ReasonDialog, type ReasonMove } from './reason-dialog';
import type { FormOutcome } from './request-form';
import type { RequestRow } from './request-rows';
import { SubmitRefusedDialog } from './submit-refused-dialog';

const RequestForm = lazy(async () => ({ default: (await import('./request-form')).RequestForm }));

/** The dialog that is open on the screen. */
export type OpenDialog =
  | { readonly kind: 'new' }
  | { readonly kind: 'edit' | 'approve' | 'mail' | 'reallocate'; readonly id: string }
  | { readonly kind: ReasonMove; readonly id: string }
  | { readonly kind: 'refused'; readonly id: string; readonly problem: MoveProblem };

type RequestDialogsProps = {
  readonly dialog: OpenDialog | null;
  readonly setDialog: (dialog: OpenDialog | null) => void;
  readonly rowOf: (id: string) => RequestRow | undefined;
  /** Shows a request that was made or changed. */
  readonly onShow: (id: string) => void;
};

/** The dialogs of the MDF screen and what follows each: what was done is said, a decline and a sending back go on to their message. */
export function RequestDialogs({ dialog, setDialog, rowOf, onShow }: RequestDialogsProps) {
  const desk = useDesk();
  const undo = useUndo();
  if (dialog === null) return null;
  const close = () => setDialog(null);
  const row = dialog.kind === 'new' ? undefined : rowOf(dialog.id);

  function formDone({ before, request, submitted, refusal }: FormOutcome): void {
    onShow(request.id);
    setDialog(refusal === null ? null : { kind: 'refused', id: request.id, problem: refusal });
    if (submitted) showToast(`Submitted to level 1: ${request.title}`, { tone: 'good' });
    else if (before === null) showToast('Draft saved');
    else if (before.rev !== request.rev) undo.getState().did(editUndo(desk, before, request));
  }

  if (dialog.kind === 'new' || dialog.kind === 'edit') {
    const opened = row?.request ?? null;
    if (dialog.kind === 'edit' && opened === null) return null;
    return (
      <Suspense fallback={null}>
        <RequestForm request={opened} onClose={close} onDone={formDone} />
      </Suspense>
    );
  }
  if (row === undefined) return null;
  switch (dialog.kind) {
    case 'approve':
      return (
        <ApproveDialog
          row={row}
          onClose={close}
          onDone={(request) => {
            close();
            showToast(approvedText(request), { tone: 'good' });
          }}
        />
      );
    case 'decline':
    case 'send-back':
    case 'cancel':
    case 'withdraw': {
      const { kind, id } = dialog;
      return (
        <ReasonDialog
          kind={kind}
          row={row}
          onClose={close}
          onDone={() => {
            showToast(doneText[kind]);
            setDialog(kind === 'decline' || kind === 'send-back' ? { kind: 'mail', id } : null);
          }}
        />
      );
    }
    case 'reallocate':
      return (
        <ReallocateDialog
          row={row}
          onClose={close}
          onDone={(to) => {
            close();
            showToast(`Its funds went to “${to.title}”, which is approved`, { tone: 'good' });
          }}
        />
      );
    case 'mail':
      return <DecisionMail row={row} onClose={close} />;
    case 'refused':
      return (
        <SubmitRefusedDialog
          problem={dialog.problem}
          onEdit={() => setDialog({ kind: 'edit', id: dialog.id })}
          onClose={close}
        />
      );
    default:
      return null;
  }
}

const doneText = {
  decline: 'Request declined',
  'send-back': 'Request sent back',
  withdraw: 'Request withdrawn',
  cancel: 'Activity cancelled',
} as const satisfies Record<ReasonMove, string>;

function approvedText({ approval }: FundRequest): string {
  return approval.kind === 'in-review' ? `Approved; now at level ${approval.level}` : 'Request approved';
}

/** The message about a decline or about what is to be changed. */
function DecisionMail({ row, onClose }: { readonly row: RequestRow; readonly onClose: () => void }) {
  const { playbook, settings } = useDesk();
  const { request, partner } = row;
  const { approval } = request;
  const isDeclined = approval.kind === 'declined';
  if (!(isDeclined || approval.kind === 'sent-back') || partner === undefined) return null;
  const write = isDeclined ? declineMail : sendBackMail;
  return (
    <MailDialog
      title="Tell the partner"
      draft={write(request, partner, playbook, {
        sender: settings.userName,
        reason: approval.reason,
        popDue: null,
      })}
      onClose={onClose}
    />
  );
}

function editUndo(desk: Desk, before: FundRequest, after: FundRequest): UndoEntry {
  const change = async (from: FundRequest, to: FundRequest): Promise<UndoAnswer> => {
    const saved = await revertFundRequest(desk, { from, to });
    return undoAnswerOf(saved);
  };
  return {
    label: `“${after.title}” changed`,
    undo: () => change(after, before),
    redo: () => change(before, after),
  };
}
