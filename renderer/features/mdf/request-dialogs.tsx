import { lazy, Suspense } from 'react';
import { declineMail, sendBackMail } from '../../../shared/domain/mdf/decline-mail';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { MoveProblem } from '../../../shared/usecases/mdf/move-fund-request';
import { saveFundRequest } from '../../../shared/usecases/mdf/save-fund-request';
import { showToast } from '../../ui/toast-store';
import { type Desk, useDesk } from '../../widgets/desk-context';
import { MailDialog } from '../../widgets/mail-dialog';
import { useUndo } from '../../widgets/undo';
import { ApproveDialog } from './approve-dialog';
import { ReasonDialog, type ReasonMove } from './reason-dialog';
import type { FormOutcome } from './request-form';
import type { RequestRow } from './request-rows';
import { valuesOf } from './request-values';
import { SubmitRefusedDialog } from './submit-refused-dialog';

const RequestForm = lazy(async () => ({ default: (await import('./request-form')).RequestForm }));

/** The dialog that is open on the screen. */
export type OpenDialog =
  | { readonly kind: 'new' }
  | { readonly kind: 'edit' | 'approve' | 'mail'; readonly id: string }
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

  function formDone({ request, submitted, refusal }: FormOutcome, before: FundRequest | null): void {
    onShow(request.id);
    setDialog(refusal === null ? null : { kind: 'refused', id: request.id, problem: refusal });
    if (submitted) showToast(`Submitted to level 1: ${request.title}`, { tone: 'good' });
    else if (before === null) showToast('Draft saved');
    else if (before.rev !== request.rev) undo.getState().did(editUndo(desk, before, request));
  }

  if (dialog.kind === 'new' || dialog.kind === 'edit') {
    const before = row?.request ?? null;
    if (dialog.kind === 'edit' && before === null) return null;
    return (
      <Suspense fallback={null}>
        <RequestForm request={before} onClose={close} onDone={(outcome) => formDone(outcome, before)} />
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
    case 'withdraw': {
      const { kind, id } = dialog;
      return (
        <ReasonDialog
          kind={kind}
          row={row}
          onClose={close}
          onDone={() => {
            showToast(doneText[kind]);
            setDialog(kind === 'withdraw' ? null : { kind: 'mail', id });
          }}
        />
      );
    }
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

function editUndo(desk: Desk, before: FundRequest, after: FundRequest) {
  const change = async (opened: FundRequest, to: FundRequest) => {
    const saved = await saveFundRequest(desk, { opened, form: valuesOf(to, desk.playbook) });
    return saved.ok ? null : `${saved.error.message} ${saved.error.fix}`;
  };
  return {
    label: 'Request changed',
    undo: () => change(after, before),
    redo: () => change(before, after),
  };
}
